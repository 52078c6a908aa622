internal import Foundation
internal import Testing

struct ConversationDumpTests {
  @Test func `transcript shows both directions with offsets, arrows and times`() throws {
    let text = try output(
      """
      peer echo
      socket tcp; connect echo
      send "hello\\x1b"
      recv 4
      recv
      transcript
      """)
    let lines = text.split(separator: "\n").suffix(7).map { $0.dropFirst(2) }
    let patterns: [Regex<Substring>] = [
      /0\.000000  connect\(3, 127\.0\.0\.1:\d+\) = 0/, /\d\.\d{6}  @3 →  6 bytes/,
      /00000000  68 65 6c 6c 6f 1b +\|hello\.\|/, /\d\.\d{6}  @3 ←  4 bytes/,
      /00000000  68 65 6c 6c +\|hell\|/, /\d\.\d{6}  @3 ←  2 bytes/,
      /00000004  6f 1b +\|o\.\|/,
    ]
    for (line, pattern) in zip(lines, patterns) {
      #expect(try pattern.wholeMatch(in: String(line)) != nil, "\(line)")
    }
    #expect(
      text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.isWhitespace || $0 == " " })
  }

  @Test func `a peek is no part of the conversation, and what is not kept is counted`() throws {
    let text = try output(
      "peer discard\nsocket tcp; connect discard\nrecv peek dontwait\nsend zeros 10000\ntranscript\n"
    )
    #expect(text.contains("@3 →  10000 bytes"))
    #expect(text.contains("  *\n"))
    #expect(text.contains("… 5904 more, which the log does not keep"))
    #expect(!text.contains("←"))
  }

  @Test func `a datagram's addresses are shown`() throws {
    let text = try output("peer echo udp\nsocket udp\nsendto echo \"x\"\nrecvfrom\ntranscript @3\n")
    #expect(text.firstMatch(of: /@3 →  1 byte to 127\.0\.0\.1:\d+/) != nil)
    #expect(text.firstMatch(of: /@3 ←  1 byte from 127\.0\.0\.1:\d+/) != nil)
  }

  @Test func `a file gets all of it, or stays as it was`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("kept", "as it was")
    let talk =
      "peer echo\nsocket tcp; connect echo\n"
      + String(repeating: "send \"0123456789abcdef\"\nrecv\n", count: 200)
    _ = try output("explain off\n" + talk + "transcript \(path)\n")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1 + 200 * 4)
    #expect(lines.last?.hasPrefix("00000c70  30 31") == true)
    let screen = try output("explain off\n" + talk + "transcript\n")
    // 1 + 200 × 2 calls, of which each of the last 100 has two lines.
    #expect(screen.contains("(301 calls before these lines are left out: "))
    let program = try Program(
      sockratic: ["run", "-"], input: .text("socket tcp\ntranscript \(folder.path)/no/file\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("cannot be written: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept"])
  }

  @Test func `a call that failed is a part of it, one that found nothing to do is not`() throws {
    let text = try output(
      "peer rude\nsocket tcp; recv dontwait\nconnect rude\nsend x\nrecv\ntranscript @3\n")
    let lines = text.split(separator: "\n").map(String.init)
    let start = try #require(lines.lastIndex { $0.contains("> transcript") })
    let shown = lines[(start + 1)...].joined(separator: "\n")
    #expect(shown.contains("  recv(3, …, 4096, MSG_DONTWAIT) = -1 ENOTCONN"), "\(shown)")
    #expect(shown.contains("  recv(3, …, 4096, 0) = -1 ECONNRESET"))
    let quiet = try output("socket udp; bind 0; recv dontwait\n! EAGAIN\ntranscript\n")
    #expect(quiet.hasSuffix("  nothing was sent or received\n"), "\(quiet)")
  }

  @Test func `a role of the same name is told from the one before it`() throws {
    let talk = "c> socket tcp; connect echo; send \"hello\"; recv\n"
    let text = try output("peer echo\n\(talk)kill c\n\(talk)transcript c@3\n")
    let shown = try #require(text.ranges(of: "transcript c@3").last.map { text[$0.upperBound...] })
    let parts = shown.split(separator: "c is another process from here on")
    try #require(parts.count == 2, "\(shown)")
    for part in parts {
      #expect(part.ranges(of: "  00000000  68 65 6c 6c 6f").count == 2, "\(part)")
    }
  }

  @Test(arguments: [
    ("transcript nobody", "there is no role"), ("transcript @x", "expected a descriptor"),
    ("transcript you@3 a.txt b.txt", "one argument too many"),
    ("transcript you@99", "you have no socket @99, and had none"),
    ("transcript server@4", "server has no socket @4, and had none"),
  ])
  func `a mistake is said`(line: String, reason: String) throws {
    let program = try Program(
      sockratic: ["run", "-"], input: .text("server> socket tcp\nyou> socket tcp\n\(line)\n"))
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
  }

  private func output(_ script: String) throws -> String {
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    guard try program.finish(within: 60) == .status(0) else {
      throw Program.Failure(description: program.errorText)
    }
    return program.outputText
  }
}
