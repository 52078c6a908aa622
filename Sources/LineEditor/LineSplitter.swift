/// Cuts a stream of bytes into lines of bounded length.
struct LineSplitter {
  static let limit = 1 << 20

  private var bytes: [UInt8] = []
  private var searched = 0
  private var isSkipping = false

  enum Line: Equatable {
    case text(String)
    case tooLong
  }

  mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  /// The next whole line, without its `\n` (or `\r\n`), or nil if there is none yet.
  mutating func next() -> Line? {
    guard let end = bytes[searched...].firstIndex(of: 0x0A) else {
      searched = bytes.count
      if searched > Self.limit + 1 { skip() }
      return nil
    }
    defer {
      bytes.removeSubrange(...end)
      searched = 0
      isSkipping = false
    }
    return line(bytes[..<end])
  }

  /// What is left when the stream ends without a `\n`, or nil.
  mutating func rest() -> Line? {
    defer { self = LineSplitter() }
    return bytes.isEmpty && !isSkipping ? nil : line(bytes[...])
  }

  private mutating func skip() {
    bytes.removeAll(keepingCapacity: true)
    searched = 0
    isSkipping = true
  }

  private func line(_ bytes: ArraySlice<UInt8>) -> Line {
    let text = bytes.last == 0x0D ? bytes.dropLast() : bytes
    return isSkipping || text.count > Self.limit
      ? .tooLong : .text(String(decoding: text, as: UTF8.self))
  }
}
