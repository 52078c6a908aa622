import Foundation
import PseudoTerminal
import Testing

/// What a student hands in: `lesson report`, and its check.
@Suite(.timeLimit(.minutes(3))) struct HandInTests {
  @Test func `what was done in a lesson is handed in, readable, and confirmed by doing it again`()
    throws
  {
    let student = try Student()
    let text = try student.handIn()
    #expect(text.contains("\nAda \\*L\\*, "))
    #expect(text.contains("| 50-doors | 4 of 4 | 2 | 1 | 1 |"))
    #expect(
      text.contains(
        """
        ### Knock: after the solution was shown
        <!-- did: knock; how: shown; entered: next -->

        ```sockratic
        you> socket udp
        socket(AF_INET, SOCK_DGRAM, 0) = 3
        you> bind 0
        bind(3, 127.0.0.1:0) = 0
          you @3      bound to 127.0.0.1:{own:port}
        you> recv
        recv(3, …, 4096, 0) waits
        you> interrupt
        you< recv(3, …, 4096, 0) = -1 EINTR (Interrupted system call)
        other> socket udp
        """))
    #expect(text.contains("other> sendto 127.0.0.1:{own} hello\n"))
    #expect(text.contains("client> connect 127.0.0.1:{port}\n"))
    let verdicts = try student.check(text)
    #expect(verdicts.status == .status(0), "\(verdicts.lines)")
    #expect(verdicts.lines.count { $0.hasPrefix("confirmed ") } == 4, "\(verdicts.lines)")
  }

  @Test func `what was altered is found, with file, line and step`() throws {
    let student = try Student()
    let text = try student.handIn()
    let forged = text.replacing("= -1 ECONNREFUSED (Connection refused)", with: "= 0")
    let differing = try student.check(forged)
    #expect(differing.status == .status(0))
    #expect(
      differing.lines.contains {
        $0.hasPrefix("differs ") && $0.contains("r.md:") && $0.contains("doors, step knock")
      }, "\(differing.lines)")
    let short = text.replacing("client> connect 127.0.0.1:{port}\n", with: "")
    let failing = try student.check(short)
    #expect(failing.status == .status(1))
    #expect(
      failing.lines.contains {
        $0.hasPrefix("unconfirmed ") && $0.contains("step knock: these lines do not reach")
      }, "\(failing.lines)")
    let praised = text.replacing("how: skipped", with: "how: solved")
    #expect(try student.check(praised).lines.contains { $0.hasSuffix("it comes out as skipped") })
  }

  @Test func `what the lesson refused to take counts for nothing, handed in or checked`() throws {
    let student = try Student()
    let text = try student.handIn { person in
      try person.hold([
        "learn doors": "you>", "": "server>", "skip": "server>", "next": "server>",
        "next": "server>", "client> socket tcp": "client>", "connect 127.0.0.1:{port}": "client>",
        "next": "client>", "hint": "client>", "next": "client>", "server> listen": "server>",
        "next": "server>", "z": "server>", "next": "server>", "solution": "server>", "b": "server>",
      ])
    }
    for refused in ["hint", "z", "solution"] {
      #expect(!text.contains("> \(refused)\n"), "\(text)")
    }
    let older = text.replacing("server> listen\n", with: "client> hint\nserver> listen\n")
      .replacing("server> b\n", with: "server> z\nserver> next\nserver> b\n")
    #expect(older.count > text.count + 30)
    for report in [text, older] {
      let verdicts = try student.check(report)
      #expect(verdicts.status == .status(0), "\(verdicts.lines)")
      #expect(verdicts.lines.count { $0.hasPrefix("confirmed ") } == 4, "\(verdicts.lines)")
    }
  }

  @Test func `a report writes no file when it is checked`() throws {
    let student = try Student()
    let text = try student.handIn()
    let sly = text.replacing("you> recv\n", with: "you> save \(student.home)/sly.md\nyou> recv\n")
    #expect(try student.check(sly).status == .status(1))
    #expect(!FileManager.default.fileExists(atPath: student.home + "/sly.md"))
  }

  @Test func `a report reads no file and reaches no other host when it is checked`() throws {
    let student = try Student()
    let text = try student.handIn()
    for line in [
      "you> send file /etc/passwd", "you> connect 192.0.2.1:80", "you> source /etc/motd",
    ] {
      let sly = text.replacing("you> recv\n", with: "\(line)\nyou> recv\n")
      let verdicts = try student.check(sly)
      #expect(verdicts.status == .status(1))
      #expect(verdicts.lines.contains { $0.contains("a lesson may not") }, "\(verdicts.lines)")
    }
  }

  @Test(arguments: [
    "### S: solved\n<!-- did: s; how: solved -->\n", "<!-- work: ../x -->\n",
    "<!-- work: x -->\n\n### S\n<!-- did: s; how: brilliant -->\n", "",
    "<!-- work: x -->\n\n```sockratic\nyou> socket tcp\n```\n",
  ])
  func `a file that is no report is refused with its line`(_ text: String) throws {
    let student = try Student()
    let verdicts = try student.check(text)
    #expect(verdicts.status == .status(1))
    #expect(verdicts.lines.joined().contains("r.md"), "\(verdicts.lines)")
  }

  @Test func `a report never replaces another file, and says where nothing is done yet`() throws {
    let home = try temporaryFolder()
    let early = try Student.run(["lesson", "report", home + "/r.md"], home: home)
    #expect(early.status == .status(1))
    #expect(early.lines.joined().contains("no step of a lesson is done yet"))
    let student = try Student()
    _ = try student.handIn()
    let notes = student.home + "/notes.md"
    try "my notes\n".write(toFile: notes, atomically: true, encoding: .utf8)
    let refused = try student.run(["lesson", "report", notes])
    #expect(refused.status == .status(1))
    #expect(try String(contentsOfFile: notes, encoding: .utf8) == "my notes\n")
    #expect(try student.run(["lesson", "report", student.report]).status == .status(0))
  }

  @Test func `progress reset forgets what was done, too`() throws {
    let student = try Student()
    _ = try student.handIn()
    let person = try Person(student.environment, home: student.home)
    try person.enter("progress reset", then: "you>")
    try person.enter("yes", then: "you>")
    #expect(try student.run(["lesson", "report", student.report]).status == .status(1))
  }
}

extension Student {
  /// Goes through the lesson with a detour and gives back the report's text.
  fileprivate func handIn() throws -> String { try handIn(goThrough) }

  private func goThrough(_ person: Person) throws {
    try person.hold([
      "learn doors": "you>", "": "server>", "skip": "server>", "next": "server>",
      "you> socket udp; bind 0; recv": "you(recv)>",
    ])
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    let bound = try #require(
      person.transcript.last { $0.hasPrefix("  you @3 ") && $0.contains("bound to") })
    let port = try #require(bound.split(separator: ":").last)
    try person.hold([
      "other> socket udp; sendto 127.0.0.1:\(port) hello": "other>", "sokcet": "other>",
      "hint": "other>", "solution": "other>", "client> socket tcp": "client>",
      "connect 127.0.0.1:{port}": "client>", "next": "client>", "server> listen": "server>",
      "next": "server>", "a": "server>", "b": "server>", "leave": "you>",
    ])
  }
}
