extension Payload {
  /// The length in bytes; nil for a file, which only the stage can read.
  public var count: Int? {
    switch self {
    case .bytes(let bytes): bytes.count
    case .zeros(let count), .random(let count, _): count
    case .repeated(let bytes, let times):
      bytes.count.multipliedReportingOverflow(by: times).overflow
        ? Int.max : bytes.count * times
    case .file: nil
    }
  }

  /// A part of the data, made from the recipe: at most `count` bytes from `offset`, fewer at the end.
  ///
  /// A file has none: it is read first.
  public func bytes(from offset: Int, count: Int) -> [UInt8] {
    guard let whole = self.count, offset >= 0, offset < whole, count > 0 else { return [] }
    let range = offset..<(offset + min(count, whole - offset))
    return switch self {
    case .bytes(let bytes): Array(bytes[range])
    case .zeros: [UInt8](repeating: 0, count: range.count)
    case .random(_, let seed): range.map { randomByte($0, seed: seed) }
    case .repeated(let bytes, _): range.map { bytes[$0 % bytes.count] }
    case .file: []
    }
  }
}

/// One byte of the SplitMix64 sequence, which can be entered anywhere.
private func randomByte(_ index: Int, seed: UInt64) -> UInt8 {
  var z = seed &+ (UInt64(index / 8) &+ 1) &* 0x9e37_79b9_7f4a_7c15
  z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
  return UInt8(truncatingIfNeeded: (z ^ z >> 31) >> (UInt64(index % 8) * 8))
}
