internal import SystemCalls

/// How a program makes the data that it sends: what is large is made, never pasted.
enum DataRecipe: Hashable, Sendable {
  case literal([UInt8])
  /// The pattern again and again, so many bytes of it in all.
  case repeated([UInt8], count: Int)
  /// SplitMix64 from that seed, the low byte of each number first.
  case random(Int, seed: UInt64)
  case file(String, count: Int)
  /// A text with the round's number in it.
  case counted([UInt8], [UInt8])
  /// Nobody knows any more what came after the first bytes.
  case lost([UInt8], count: Int)

  var count: Int? {
    switch self {
    case .literal(let bytes): bytes.count
    case .repeated(_, let count), .random(let count, _), .lost(_, let count): count
    case .file(_, let count): count
    case .counted: nil
    }
  }
}

/// The recipe for data that was sent, or for the whole of which it was the first piece.
func recipe(for piece: Bytes, of total: Int, typed: String) -> DataRecipe {
  if let pattern = piece.pattern {
    let isShort = total <= 64 || pattern.count * 4 > total
    if !isShort { return .repeated(pattern, count: total) }
  }
  if total > 64, let seed = piece.seed { return .random(total, seed: seed) }
  if piece.isWhole, piece.count == total { return .literal(piece.kept) }
  if let path = TypedWords(typed).file { return .file(path, count: total) }
  return .lost(piece.kept, count: total)
}

/// The SplitMix64 sequence as bytes, as the language's `random` gives it.
func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
  (0..<count).map { index in
    var z = seed &+ (UInt64(index / 8) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return UInt8(truncatingIfNeeded: (z ^ z >> 31) >> (UInt64(index % 8) * 8))
  }
}

extension Bytes {
  /// The seed of which `random` makes these bytes: SplitMix64 can be undone, so its first eight bytes
  /// tell. nil for other data.
  fileprivate var seed: UInt64? {
    guard kept.count >= 8 else { return nil }
    var z = kept.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    z = (z ^ z >> 31 ^ z >> 62) &* 0x3196_42b2_d24d_8ec3
    z = (z ^ z >> 27 ^ z >> 54) &* 0x96de_1b17_3f11_9089
    let seed = (z ^ z >> 30 ^ z >> 60) &- 0x9e37_79b9_7f4a_7c15
    guard randomBytes(kept.count, seed: seed) == kept else { return nil }
    return isWhole || fnv1a(randomBytes(count, seed: seed)) == hash ? seed : nil
  }

  private static let longestPattern = 512

  /// What the bytes are repetitions of, the last perhaps cut off; nil where they are not.
  fileprivate var pattern: [UInt8]? {
    for length in 1...Bytes.longestPattern where length < kept.count {
      let isRepeated = kept.indices.dropFirst(length).allSatisfy {
        kept[$0] == kept[$0 - length]
      }
      guard isRepeated else { continue }
      let pattern = Array(kept.prefix(length))
      return isWhole || hash == fnv1a((0..<count).lazy.map { pattern[$0 % length] })
        ? pattern : nil
    }
    return nil
  }
}

extension [UInt8] {
  /// As a format has it, in which a single % means something.
  var percentDoubled: [UInt8] { flatMap { $0 == UInt8(ascii: "%") ? [$0, $0] : [$0] } }
}
