internal import Glibc

/// RFC 862: what comes is sent back.
struct Echo: Manner {
  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) { line.say(bytes) }
}

/// RFC 863: what comes is thrown away.
struct Discard: Manner {}

/// RFC 864: lines of 72 characters, each beginning one character later, for ever. What comes is
/// thrown away, and so is the client's end of file: only its close ends it.
struct Chargen: Manner {
  private var pattern = CharacterPattern()

  mutating func goOn(_ line: inout Reply) { for _ in 0..<64 { line.say(pattern.nextLine()) } }
  mutating func end(_ line: inout Reply) {}
}

/// RFC 867: the time, then the end. What comes is not waited for.
struct Daytime: Manner {
  mutating func begin(_ line: inout Reply) {
    line.reads = false
    line.say(Daytime.text())
    line.afterwards = .close
  }

  /// `Tuesday, February 22, 1982 17:37:43-PST`, as the RFC suggests, in UTC.
  static func text() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var room = [UInt8](repeating: 0, count: 128)
    let count = room.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map {
        strftime(
          $0.assumingMemoryBound(to: CChar.self), bytes.count, "%A, %B %d, %Y %H:%M:%S-UTC\r\n",
          &parts)
      } ?? 0
    }
    return String(decoding: room[..<count], as: UTF8.self)
  }
}

/// The 95 printable characters of ASCII in a ring.
struct CharacterPattern {
  private static let ring = Array(UInt8(ascii: " ")...UInt8(ascii: "~"))
  private static let twice = ring + ring
  private var start = 0

  mutating func nextLine() -> [UInt8] {
    defer { start = (start + 1) % CharacterPattern.ring.count }
    return CharacterPattern.twice[start..<start + 72] + [0x0d, 0x0a]
  }

  /// So many characters of the pattern, for a datagram.
  mutating func next(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += nextLine() }
    return Array(bytes.prefix(count))
  }
}
