internal import Foundation
internal import Testing

/// `states` as it is typed.
struct StatesCommandTests {
  private static let story = """
    server> socket tcp; bind 0; listen
    client> socket tcp; connect server
    server> accept

    """

  @Test func `drawings and pages are written, of all, of a role, and of one socket`() throws {
    let folder = try TemporaryFolder()
    let script =
      StatesCommandTests.story + """
        states \(folder.path)/all.svg
        states \(folder.path)/all.html
        states client \(folder.path)/role.svg
        states @4 \(folder.path)/one.html

        """
    let text = try transcript(of: script).split { $0.isWhitespace || $0 == "#" }
      .joined(separator: " ")
    for said in [
      "all.svg: 3 sockets", "all.html: 3 sockets", "role.svg: 1 socket", "one.html: 1 socket",
    ] {
      #expect(text.contains(said), "\(text)")
    }
    let names = ["all.html", "all.svg", "one.html", "role.svg"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
    let files = try names.map {
      try String(contentsOfFile: "\(folder.path)/\($0)", encoding: .utf8)
    }
    #expect(files[0].hasPrefix("<!DOCTYPE html>") && files[0].hasSuffix("</html>\n"))
    #expect(files[1].hasPrefix("<svg xmlns=") && files[1].contains(">c  server @4  ESTABLISHED<"))
    #expect(files[2].contains("<td class=\"code\">server&gt; accept</td>"), "\(files[2])")
    #expect(files[3].contains("client @3") && !files[3].contains("server @3"))
  }

  @Test func `a role's name shows that role's sockets alone`() throws {
    let text = try transcript(of: StatesCommandTests.story + "states client\n")
    #expect(text.contains("a  client @3  CLOSED → (SYN_SENT) → ESTABLISHED"), "\(text)")
    #expect(!text.contains("a  server") && !text.contains("b  "))
  }

  @Test func `what accept returned is told of without states that no descriptor had`() throws {
    let text = try transcript(of: StatesCommandTests.story + "states server\n")
    #expect(text.contains("b  server @4  ESTABLISHED\n"), "\(text)")
    #expect(text.contains("A socket from accept begins as ESTABLISHED"))
  }

  @Test func `who shuts down in CLOSE_WAIT goes through LAST_ACK, and meets no reset`() throws {
    for how in ["write", "both"] {
      let text = try transcript(
        of: """
          server> socket tcp; bind 0; listen
          client> socket tcp; connect server; shutdown write
          server> accept; shutdown @4 \(how); recv @4
          states server

          """)
      #expect(
        text.contains("b  server @4  ESTABLISHED → CLOSE_WAIT → (LAST_ACK) → CLOSED\n"), "\(text)")
      #expect(!text.contains("reset") && !text.contains("RST"), "\(text)")
    }
  }

  @Test func `a socket that is its own peer has its SYN and its FIN cross`() throws {
    let text = try transcript(
      of:
        "a> socket tcp; bind 127.0.0.1:0\nlet p = a.port\na> connect 127.0.0.1:{p}; close\nstates\n"
    ).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      text.contains(
        "CLOSED → (SYN_SENT) → (SYN_RCVD) → ESTABLISHED → (FIN_WAIT_1) → (CLOSING) → TIME_WAIT"),
      "\(text)")
  }

  @Test(.enabled(if: Requirement.wire, "needs a TUN device"))
  func `SYNs and FINs that cross on the wire lead through SYN_RCVD and CLOSING`() throws {
    let open = """
      wire up
      role left on alice
      role right on bob
      left> socket tcp; bind 10.0.0.1:7001; nonblocking on
      right> socket tcp; bind 10.0.0.2:7002; nonblocking on
      wire hold next SYN from alice
      wire hold next SYN from bob
      left> connect bob:7002
      right> connect alice:7001
      wire release

      """
    func path(_ name: String, _ script: String) throws -> String {
      let words = try transcript(of: script + "states \(name)\n").split(
        whereSeparator: \.isWhitespace)
      return words.joined(separator: " ")
    }
    let crossing =
      open + """
        wire hold next FIN from alice
        wire hold next FIN from bob
        left> close
        right> close
        wire release

        """
    let opened = "CLOSED → SYN_SENT → (SYN_RCVD) → ESTABLISHED"
    for name in ["left", "right"] {
      let both = try path(name, crossing)
      #expect(both.contains(opened + " → FIN_WAIT_1 → (CLOSING) → TIME_WAIT"), "\(both)")
    }
    // Its FIN is held, and the other's comes and is acknowledged meanwhile.
    let overtaken =
      open + """
        wire hold next FIN from bob
        right> close
        left> close
        wire release

        """
    let left = try path("left", overtaken)
    #expect(left.contains(opened + " → (FIN_WAIT_1) → FIN_WAIT_2 → TIME_WAIT"), "\(left)")
    let right = try path("right", overtaken)
    #expect(right.contains(opened + " → FIN_WAIT_1 → CLOSING → TIME_WAIT"), "\(right)")
  }

  @Test func `who closes with unread bytes resets, and sends no FIN`() throws {
    let text = try transcript(
      of: StatesCommandTests.story + "client> send hello\nserver> close @4\nstates server\n")
    #expect(text.contains("b  server (@4)  ESTABLISHED → CLOSED\n"), "\(text)")
    #expect(text.contains("A reset leads to CLOSED from anywhere."))
    let half = try transcript(
      of: StatesCommandTests.story
        + "client> send hello; shutdown write\nserver> close @4\nstates server@4\n")
    #expect(!half.contains("LAST_ACK  ") && half.contains("CLOSE_WAIT   after"), "\(half)")
  }

  @Test func `a connect that was refused has sent a SYN`() throws {
    let text = try transcript(
      of: "s> socket tcp; bind 0\nc> socket tcp; connect s\nstates c\n")
    #expect(text.contains("a  c @3  CLOSED → (SYN_SENT) → CLOSED\n"), "\(text)")
  }

  @Test func `a socket is found by each number that it has, and shown by one that is open`() throws
  {
    let text = try transcript(
      of: StatesCommandTests.story + "dup @4\nstates @5\nclose @4\nstates\n")
    #expect(
      text.contains("a  server @4\n") && text.contains("c  server @5  ESTABLISHED"), "\(text)")
  }

  @Test(arguments: ["close @3", "kill b"])
  func `a listener that is closed or whose process ends is closed`(end: String) throws {
    let text = try transcript(of: "b> socket tcp; bind 0; listen\n\(end)\nstates\n")
    #expect(text.contains("a  b (@3)  CLOSED → LISTEN → CLOSED\n"), "\(text)")
    #expect(!text.contains("[LISTEN: a]"))
  }

  @Test func `a listener that has another number listens on`() throws {
    let text = try transcript(of: "b> socket tcp; bind 0; listen; dup @3; close @3\nstates\n")
    #expect(text.contains("[LISTEN: a]"), "\(text)")
  }

  @Test func `before there is a socket the states are there for themselves`() throws {
    let text = try transcript(of: "socket udp\nstates\nlet n = 1\n")
    #expect(text.contains("[ESTABLISHED]"), "\(text)")
    #expect(text.contains("  No socket of TCP's has been made yet: socket tcp makes one.\n"))
  }

  @Test(arguments: [
    ("socket udp\nstates you", "you has made no socket of TCP's", "`states` alone shows all"),
    ("socket tcp\nstates @4", "you @4 is no socket of TCP's", "`states` alone shows all"),
    ("socket tcp\nstates cleint", "there is no role “cleint”", ""),
    ("socket tcp\nstates talk.png", "expected a file that ends in .svg or .html", "usage: states"),
    ("socket tcp\nstates @3 a.svg b.svg", "one argument too many", ""),
    ("socket tcp\nstates /nowhere/a.svg", "cannot be written: ENOENT", ""),
  ])
  func `what cannot be drawn is said, with a next step`(
    _ script: String, _ problem: String, _ step: String
  ) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish() == .status(1))
    let text = program.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains(problem) && (step.isEmpty || text.contains(step)), "\(text)")
  }
}
