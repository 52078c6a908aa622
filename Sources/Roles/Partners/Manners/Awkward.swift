/// Sends back what it gets, a byte at a time.
struct Slow: Manner {
  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) { line.say(bytes) }
  mutating func pieceSize() -> Int? { 1 }
}

/// Sends back what it gets in pieces whose ends have nothing to do with what they were sent as.
struct Fragments: Manner {
  private static let sizes = [3, 1, 4, 1, 5, 9, 2, 6]
  private var count = 0

  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) { line.say(bytes) }

  mutating func pieceSize() -> Int? {
    defer { count += 1 }
    return Fragments.sizes[count % Fragments.sizes.count]
  }
}

/// Takes the connection, and that is all. It closes when the client has ended.
struct Silent: Manner {
  mutating func begin(_ line: inout Reply) { line.reads = false }
}

/// Resets the connection when the first byte comes.
struct Rude: Manner {
  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) { line.resets = true }
}

/// One line and its FIN; then it reads until the client ends.
struct Half: Manner {
  mutating func begin(_ line: inout Reply) {
    line.say("That is all from me; go on, I am listening.\r\n")
    line.afterwards = .shutWriting
  }
}

/// Numbered lines without end; what the client sends stays in the kernel's queue.
struct Chatty: Manner {
  private var count = 0

  mutating func begin(_ line: inout Reply) { line.reads = false }

  mutating func goOn(_ line: inout Reply) {
    for _ in 0..<64 {
      count += 1
      line.say("And another thing, number \(count)!\r\n")
    }
  }

  mutating func end(_ line: inout Reply) {}
}

/// What a client must survive: sequences that steer terminals, NULs, what is no UTF-8, text that turns
/// the line round, and a line of a gigabyte.
struct Hostile: Manner {
  private var left = 1 << 30
  private static let chunk = 8 << 10

  mutating func begin(_ line: inout Reply) {
    line.say(Hostile.opening)
    line.say([UInt8](repeating: 0, count: 4096))
  }

  mutating func goOn(_ line: inout Reply) {
    let count = min(left, Hostile.chunk)
    guard count > 0 else {
      if line.afterwards == .goOn { line.say("\u{1b}c\r\n") }
      line.afterwards = .close
      return
    }
    left -= count
    line.say(Hostile.endlessLine.prefix(count))
  }

  mutating func end(_ line: inout Reply) {}

  /// Clears the screen, sets the title, asks the terminal to answer, writes the clipboard, switches
  /// the character set, C1 controls in both spellings, marks that reverse text or hide.
  private static let opening: [UInt8] =
    Array("\u{1b}[2J\u{1b}[H\u{1b}]0;owned\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{1b}[6n\u{1b}[c\r\n".utf8)
    + Array("\u{1b}[?1049h\u{1b}[?25l\u{1b}(0\u{0e}\u{8}\u{8}\u{7f}\u{1b}P1;2|\u{1b}\\\r\n".utf8)
    + Array("\u{202E}txt.exe\u{2066}\u{200F}\u{200B}\u{FEFF}\u{2028}\u{85}\u{9b}31m\r\n".utf8)
    + [0x9b, 0x32, 0x4a, 0xff, 0xfe, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf5, 0x0d, 0x0a]
    + Array("server> send \"pasted\"\r\nreal\rfake\n".utf8)

  private static let endlessLine: [UInt8] = {
    let unit = [UInt8](repeating: UInt8(ascii: "A"), count: 50) + [0x1b, 0x5b, 0x32, 0x4a, 0, 0x9b]
    var bytes: [UInt8] = []
    while bytes.count < chunk { bytes += unit }
    return Array(bytes.prefix(chunk))
  }()
}
