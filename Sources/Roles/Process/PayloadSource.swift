internal import Glibc
internal import Language

/// The bytes of a payload, a piece at a time: four gigabytes of zeros never exist at once.
final class PayloadSource {
  /// The largest piece, in bytes.
  static let pieceSize = 128 * 1024

  let count: Int
  private let payload: Payload
  private var piece: UnsafeMutableRawBufferPointer
  /// The part of `piece` that has not been taken yet.
  private var start = 0
  private var end = 0
  private var produced = 0
  private var generator: SplitMix64
  private var taken = 0

  /// Nil if there is no memory for a piece of that size.
  init?(_ payload: Payload, pieceSize: Int = PayloadSource.pieceSize) {
    self.payload = payload
    count = payload.count
    generator = SplitMix64(seed: payload.seed)
    let size = max(1, min(pieceSize, count))
    guard let memory = calloc(size, 1) else { return nil }
    piece = UnsafeMutableRawBufferPointer(start: memory, count: size)
  }

  deinit { free(piece.baseAddress) }

  var remaining: Int { count - taken }

  /// The next bytes, at most `pieceSize`; the same again until `take` is called.
  func next() -> UnsafeRawBufferPointer {
    if start == end { refill() }
    return UnsafeRawBufferPointer(rebasing: piece[start..<end])
  }

  /// Says that this many of the next bytes were sent.
  func take(_ number: Int) {
    start += number
    taken += number
  }

  private func refill() {
    start = 0
    end = min(piece.count, count - produced)
    switch payload {
    case .zeros, .file: break
    case .bytes(let bytes): piece.copyBytes(from: bytes[produced..<produced + end])
    case .repeated(let bytes, _): fill { bytes[$0 % bytes.count] }
    case .random: fillRandomly()
    }
    produced += end
  }

  private func fill(_ byte: (Int) -> UInt8) {
    for index in 0..<end { piece[index] = byte(produced + index) }
  }

  /// A piece begins at a multiple of eight, except after a piece shorter than the others, the last.
  private func fillRandomly() {
    var word: UInt64 = 0
    for index in 0..<end {
      if index % 8 == 0 { word = generator.next() }
      piece[index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index % 8)))
    }
  }
}

extension Payload {
  /// The length in bytes.
  var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .zeros(let count), .random(let count, _): count
    case .repeated(let bytes, let times):
      bytes.count.multipliedReportingOverflow(by: times).overflow ? Int.max : bytes.count * times
    case .file: 0
    }
  }

  fileprivate var seed: UInt64 {
    if case .random(_, let seed) = self { seed } else { 0 }
  }
}

/// Steele, Lea and Flood's SplitMix64: the same bytes for the same seed everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
