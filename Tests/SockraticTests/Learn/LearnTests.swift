import Foundation
import PseudoTerminal
import Testing

/// A lesson at a terminal, as a learner goes through it.
@Suite(.timeLimit(.minutes(3))) struct LearnTests {
  @Test func `a lesson is played, left in the middle, resumed and finished`() throws {
    let home = try temporaryFolder()
    let file = try lessonFile(in: home)
    var person = try Person(home: home)
    try person.enter("server> socket udp", then: "server>")
    let beginning = try person.enter("learn \(file)", then: "you>")
    #expect(beginning.contains("  Doors"))
    #expect(beginning.contains("  Doors, 1 of 4: A door"))
    #expect(beginning.contains("  # Enter plays `server> socket tcp`"))
    // A demonstration, by Enter and by next.
    #expect(try person.enter("", then: "server>").contains("server> socket tcp"))
    let bound = try person.enter("next", then: "server>")
    #expect(bound.contains { $0.hasPrefix("  It is behind port ") && !$0.contains("{") })
    #expect(bound.contains("  # Step done: `next` goes on."))
    // A wrong try, a hint, and another route than the solution's.
    #expect(try person.enter("next", then: "server>").contains("  [ ] the client is refused"))
    try person.enter("client> socket tcp", then: "client>")
    try person.enter("client> connect {port}; close", then: "client>")
    try person.enter("reset", then: "server>")
    #expect(try person.enter("goals", then: "server>").contains("  [ ] the client is refused"))
    let early = try person.enter("client> socket udp; connect {port}", then: "client>")
    #expect(
      early.contains("  # Not yet “the client is refused”: connect succeeded; it was to fail with"))
    #expect(try person.enter("hint", then: "client>").contains("  A door needs a TCP socket."))
    let refused = try person.enter("other> socket tcp; connect {port}", then: "other>")
    #expect(!refused.contains("  [x] the client is refused"))
    let met = try person.enter("client> socket tcp; connect 127.0.0.1:{port}", then: "client>")
    #expect(met.contains("  [x] the client is refused"))
    #expect(met.contains("  Nobody listens."))
    // Quit in the middle of a step.
    #expect(try person.enter("next", then: "client>").contains("  [ ] the server listens"))
    person.terminal.send("\u{4}")
    #expect(try person.terminal.waitForExit() == .status(0))
    // Resume there, and finish.
    person = try Person(home: home)
    let resumed = try person.enter("learn \(file)", then: "client>")
    #expect(resumed.contains("  # Going on at the beginning of step 3 of 4."))
    #expect(resumed.contains("  [ ] the server listens"))
    #expect(!resumed.contains { $0.contains(") = ") })
    let listening = try person.enter("server> listen 1", then: "server>")
    #expect(listening.contains("  [x] the server listens"))
    #expect(try person.enter("next", then: "server>").contains("    a) It waits."))
    let wrong = try person.enter("a", then: "server>")
    #expect(wrong.contains("  # a) No. The kernel answers by itself."))
    #expect(try person.enter("b", then: "server>").contains { $0.contains("Lesson done") })
    try person.enter("leave", then: "you>")
  }

  @Test func `the roles that were there come back, untouched, and the lesson's are gone`() throws {
    let person = try Person()
    try person.hold(["server> socket udp": "server>", "bind 0": "server>"])
    let before = try person.enter("sockets", then: "server>")
    try person.enter("learn 3", then: "you>")
    try person.enter("", then: "server>")
    #expect(try person.enter("sockets", then: "server>").contains { $0.contains("tcp") })
    try person.enter("leave", then: "server>")
    #expect(try person.enter("sockets", then: "server>") == before)
    #expect(try person.enter("next", then: "server>").contains("  # no lesson is under way"))
  }

  @Test func `skip leads through a whole shipped lesson, and progress shows it`() throws {
    let person = try Person(rows: 300)
    try person.enter("learn 3", then: "you>")
    for _ in 0..<40 {
      person.terminal.send("skip\rnext\r")
    }
    person.terminal.send("leave\r")
    try person.terminal.expect("You are back where you were", within: 60)
    try person.seePrompt("you>")
    let table = try person.enter("progress", then: "you>")
    #expect(table.contains { $0.contains("first-client") && $0.hasSuffix("  done") }, "\(table)")
    #expect(!person.transcript.contains { $0.contains("did not reach") })
  }

  @Test func `what a step shows after its goals is announced once, and skip shows no line twice`()
    throws
  {
    let home = try temporaryFolder()
    let file = home + "/twice.md"
    let text = """
      # Twice
      <!-- lesson: twice -->

      ## Both
      <!-- step: both -->

      ```goals
      server.used == socket -- the server has a socket
      ```

      <details><summary>Solution</summary>

      It needs one call.

      ```sockratic
      server> socket udp
      ```

      </details>

      ```sockratic
      server> close
      ```
      """
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn \(file)", then: "you>")
    #expect(try person.enter("", then: "you>").first?.hasPrefix("  # It is your turn: ") == true)
    let typed = try person.enter("server> socket tcp", then: "server>")
    #expect(typed.filter { $0.contains("Enter plays `server> close`") }.count == 1)
    try person.enter("reset", then: "you>")
    let skipped = try person.enter("skip", then: "server>")
    #expect(skipped.filter { $0.contains("socket udp") }.count == 1, "\(skipped)")
    #expect(skipped.contains("  It needs one call."))
  }

  @Test func `progress outlives a kill, and a damaged file is set aside with a note`() throws {
    let home = try temporaryFolder()
    var person = try Person(home: home)
    try person.enter("learn 3", then: "you>")
    try person.hold(["": "server>", "next": "server>"])
    kill(person.terminal.process, SIGKILL)
    _ = try person.terminal.waitForExit()
    let file = home + "/.local/state/sockratic/progress"
    let kept = try String(contentsOfFile: file, encoding: .utf8)
    #expect(kept.hasPrefix("sockratic progress 1\n") && kept.contains("bind:solved"))
    try Data(kept.utf8.dropLast(3)).write(to: URL(filePath: file))
    person = try Person(home: home)
    let shown = try person.enter("learn 3", then: "you>")
    #expect(shown.contains { $0.hasPrefix("  # progress:") })
    #expect(FileManager.default.fileExists(atPath: file + ".damaged"))
  }

  @Test func `two sessions at two lessons lose nothing of each other`() throws {
    let home = try temporaryFolder()
    let (one, other) = (try Person(home: home), try Person(home: home))
    try one.enter("learn 3", then: "you>")
    try other.enter("learn 7", then: "you>")
    try one.hold(["": "server>", "next": "server>"])
    let file = home + "/.local/state/sockratic/progress"
    let kept = try String(contentsOfFile: file, encoding: .utf8)
    #expect(kept.contains("lesson first-client at=bind bind:solved"))
    #expect(kept.split(separator: "\n").count { $0.hasPrefix("lesson ") } == 2)
  }

  @Test func `a lesson that reads a file asks first, and a no leaves it out`() throws {
    let home = try temporaryFolder()
    let file = home + "/curious.md"
    let text = """
      # Curious
      <!-- lesson: curious -->

      ## Look
      <!-- step: look -->

      ```sockratic
      server> source \(home)/secret
      server> socket udp
      ```
      """
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    try "socket tcp\n".write(toFile: home + "/secret", atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn \(file)", then: "you>")
    let asked = try person.enter("", then: "you>")
    let question = asked.joined(separator: " ").replacing("  # ", with: "")
    #expect(question.contains("this lesson wants to read the file \(home)/secret."))
    try person.enter("no", then: "you>")
    let table = try person.enter("sockets", then: "you>")
    #expect(table.first == "  no role has a socket")
  }

  @Test func `a lesson cannot steer itself`() throws {
    let home = try temporaryFolder()
    let file = home + "/circle.md"
    let text = "# Circle\n<!-- lesson: circle -->\n\n## Round\n<!-- step: round -->\n\n"
    try (text + "```sockratic\nserver> next\n```\n").write(
      toFile: file, atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn \(file)", then: "you>")
    try person.enter("", then: "you>")
    #expect(try person.enter("yes", then: "server>").contains("  # a lesson cannot steer itself"))
    try person.enter("leave", then: "you>")
  }

  @Test func `a goal that ⌃C reaches is marked at once`() throws {
    let home = try temporaryFolder()
    let file = home + "/waiting.md"
    let text = """
      # Waiting
      <!-- lesson: waiting -->

      ## Break off
      <!-- step: break -->

      ```goals
      server.error == EINTR -- the call is interrupted
      ```

      <details><summary>Solution</summary>

      ```sockratic
      server> socket udp
      server> bind 0
      server> recv
      server> interrupt
      ```

      </details>
      """
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn \(file)", then: "you>")
    try person.enter("server> socket udp; bind 0; recv", then: "server(recv)>")
    person.terminal.send("\u{3}")
    try person.seeScreen("the goal") { $0.contains("  [x] the call is interrupted") }
    try person.seeScreen("the end") { $0.contains("  # Lesson done.") }
  }

  @Test func `a sourced file answers nothing that the lesson asks`() throws {
    let home = try temporaryFolder()
    try "\nsocket udp\n\n".write(toFile: home + "/blank", atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    try person.enter("learn 3", then: "you>")
    let shown = try person.enter("source ~/blank", then: "you>")
    #expect(shown.contains("socket(AF_INET, SOCK_DGRAM, 0) = 3"))
    #expect(!shown.contains { $0.hasPrefix("server>") })
  }

  @Test func `lessons of one's own folder are learnt by name, and listed`() throws {
    let home = try temporaryFolder()
    try doors.write(toFile: home + "/50-doors.md", atomically: true, encoding: .utf8)
    let person = try Person(["SOCKRATIC_LESSONS": home], home: home)
    #expect(try person.enter("lessons", then: "you>").contains("  [ ] 50-doors  Doors"))
    #expect(try person.enter("learn doors", then: "you>").contains("  Doors, 1 of 4: A door"))
    #expect(try person.enter("progress", then: "you>").contains { $0.hasSuffix("0/4    at door") })
  }

  @Test func `TAB completes a lesson's name and a step's`() throws {
    let person = try Person()
    person.terminal.send("learn first-c\t")
    try person.seeScreen("the name") { $0.currentLine.hasPrefix("you> learn first-client") }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    person.terminal.send("goto ref\t")
    try person.seeScreen("the step") { $0.currentLine.hasPrefix("you> goto refused") }
  }

  @Test func `a lesson file with mistakes is refused with file and line`() throws {
    let home = try temporaryFolder()
    let file = home + "/broken.md"
    try "# T\n<!-- lesson: t -->\n\n## S\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let person = try Person(home: home)
    let said = try person.enter("learn \(file)", then: "you>").joined(separator: " ")
    #expect(said.replacing("  # ", with: "").contains("broken.md:4: a step without an id"))
    try person.enter("socket tcp", then: "you>")
  }
}

/// A lesson of four steps, about doors.
func lessonFile(in home: String) throws -> String {
  let file = home + "/doors.md"
  try doors.write(toFile: file, atomically: true, encoding: .utf8)
  return file
}
