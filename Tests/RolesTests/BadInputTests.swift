internal import Foundation
internal import Testing

/// Of a line with a mistake nothing is executed.
struct BadInputTests {
  @Test(arguments: [
    ("socket tcp; lisen", 13, "lisen"),
    ("socket tcp; listen five", 20, "five"),
    ("socket tcp; bind 70000", 18, "too large"),
    ("socket tcp; bind 127.0.0.1:70000", 28, "too large"),
    ("socket tcp; bind 127.0.0.256:80", 18, "address"),
    ("socket tcp; send \"unclosed", 18, "quote"),
    ("socket tcp; send \"bad \\q escape\"", 23, "escape"),
    ("socket tcp; send hex 4", 22, "hexadecimal"),
    ("socket tcp; recv 99999999999999999999", 18, "too large"),
    ("socket tcp; close @x", 19, "descriptor"),
    ("socket tcp; signal SIGNOSUCH ignore", 20, "SIGNOSUCH"),
    ("socket tcp; check you.state = LISTEN", 29, "=="),
    ("socket tcp; trace loud", 19, "loud"),
    ("socket tcp extra", 12, "extra"),
    ("socket tcp; set SO_RCVBUF 3000000000", 27, "out of range"),
    ("socket tcp; set SO_RCVBUF 4G", 27, "out of range"),
    ("socket tcp; send @99999999999 x", 18, "out of range"),
    ("socket tcp; bind ./\(String(repeating: "a", count: 130))", 18, "has 132"),
  ])
  func `a mistake has a column and a reason`(line: String, column: Int, reason: String) throws {
    let diagnostic = try diagnostic(of: Array(line.utf8))
    #expect(diagnostic.number("column") == column)
    #expect(diagnostic.text("text")?.contains(reason) == true)
  }

  @Test func `a line of a megabyte is refused`() throws {
    let line = "socket tcp; send \"" + String(repeating: "x", count: 1 << 20) + "\""
    let diagnostic = try diagnostic(of: Array(line.utf8))
    #expect(diagnostic.number("column") != nil)
    #expect(diagnostic.text("text")?.contains("is 1048595 bytes long") == true)
  }

  @Test func `a line that is longer than what is kept of it is told with its whole length`() throws
  {
    let line = String(repeating: "x", count: 5_000_000)
    let diagnostic = try diagnostic(of: Array((line + "\n").utf8))
    #expect(diagnostic.text("text")?.contains("is 5000000 bytes long") == true)
  }

  @Test func `a line without an end is refused`() throws {
    let program = try run("source /dev/zero\n")
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("the line is over 64 MiB long"))
  }

  @Test func `a path that is too long is not advised to be longer`() throws {
    let long = "/tmp/" + String(repeating: "a", count: 130)
    let program = try run("socket unix\nbind \(long)\n")
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("may be shorter"), "\(program.errorText)")
    #expect(!program.errorText.contains(".//tmp") && !program.errorText.contains("unix:@"))
  }

  @Test(arguments: 0..<20)
  func `binary junk is refused`(seed: UInt64) throws {
    var state = seed &+ 0x9e37_79b9_7f4a_7c15
    let junk = (0..<5000).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let program = try Program(sockratic: ["run", "-"], input: .bytes([0x1b] + junk))
    #expect(try program.finish() == .status(1))
    let text = program.errorText
    #expect(text.hasPrefix("standard input:1: "))
    let controls = text.unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n"
    }
    #expect(controls.isEmpty)
  }

  @Test func `a name that does not resolve is an error in time`() throws {
    let program = try run("socket tcp\nconnect nosuch.invalid:80\nclose\n")
    #expect(try program.finish(within: 20) == .status(1))
    #expect(program.errorText.contains("standard input:2: nosuch.invalid does not resolve"))
    #expect(!program.outputText.contains("close"))
  }

  @Test(arguments: ["bind 0", "listen", "send x", "recv", "close", "accept", "getsockname"])
  func `a command that needs a socket says so where the role has none`(line: String) throws {
    let program = try run(line)
    #expect(try program.finish() == .status(1))
    #expect(program.errorText.contains("you have no socket"))
    #expect(program.errorText.contains("^"))
  }

  @Test func `a role's own line to the stage cannot be closed`() throws {
    for fd in [200, 201] {
      let program = try run("socket tcp\nclose @\(fd)\n")
      #expect(try program.finish() == .status(1))
      #expect(program.errorText.contains("Sockratic's own"))
    }
  }

  private func run(_ script: String) throws -> Program {
    try Program(sockratic: ["run", "--deadline", "4s", "-"], input: .text(script))
  }

  /// The diagnostic of a script of this one line, of which nothing may have been executed.
  private func diagnostic(of line: [UInt8]) throws -> LoggedEvent {
    let program = try Program(sockratic: ["run", "--json", "-"], input: .bytes(line))
    #expect(try program.finish() == .status(1))
    let log = try events(of: program)
    #expect(log.allSatisfy { $0.kind == "diagnostic" })
    let diagnostic = try #require(log.first)
    #expect(diagnostic.number("line") == 1)
    #expect(program.errorText.contains("^"))
    return diagnostic
  }
}
