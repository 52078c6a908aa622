import Glibc
import PseudoTerminal
import Testing

/// ⌃C, ⌃D and ⌃Z.
struct ReplInterruptTests {
  @Test func `control C drops what is being typed, and interrupts the waiting call after that`()
    throws
  {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    person.terminal.send("client> send # oops")
    try person.seeScreen("half a line") { $0.currentLine == "server(accept)> client> send # oops" }
    person.terminal.send("\u{3}")
    try person.seePrompt("server(accept)>")
    #expect(!person.transcript.contains { $0.contains("EINTR") })
    person.terminal.send("\u{3}")
    try person.seeScreen("EINTR") {
      $0.contains("accept(3) = -1 EINTR (Interrupted system call)") && $0.currentLine == "server>"
    }
  }

  @Test func `an open quote says so, and control C drops the line`() throws {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    person.terminal.send("client> send \"oops\r")
    try person.seeScreen("the reason") {
      $0.currentLine == ">"
        && $0.contains("  # the quote is still open: \" closes it, Ctrl-C drops")
    }
    person.terminal.send("\u{3}")
    try person.seePrompt("server(accept)>")
    #expect(!person.transcript.contains { $0.contains("EINTR") })
  }

  @Test func `control C at an idle prompt clears the line, and what follows is a new one`() throws {
    let person = try Person()
    person.terminal.send("nonsense\u{3}trace\r")
    try person.seeScreen("the answer") { $0.contains("trace short") }
    try person.seePrompt("you>")
    #expect(!person.transcript.contains { $0.contains("unknown command") })
  }

  @Test func `control C ends a sourced pipe that nothing more comes from`() throws {
    let person = try Person()
    let path = "\(person.home)/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let pipe = open(path, O_RDWR | O_CLOEXEC)
    try #require(pipe >= 0)
    defer { close(pipe) }
    try #require(write(pipe, "trace\n", 6) == 6)
    person.terminal.send("source \(path)\r")
    try person.seeScreen("the first line's answer") { $0.contains("trace short") }
    person.terminal.send("\u{3}")
    try person.seeScreen("why it ends") { $0.contains("interrupted") }
    try person.seePrompt("you>")
  }

  @Test func `control C ends a wait`() throws {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    try person.enter("you>", then: "you>")
    person.terminal.send("wait server for 10000s\r")
    try person.seeScreen("the line") { $0.contains("you> wait server for 10000s") }
    try interruptUntilPrompt(person, "you>")
    #expect(person.transcript.contains { $0.contains("interrupted") })
  }

  @Test func `control C ends a pause, in which late news are shown as they come`() throws {
    let person = try Person()
    try person.hold(["socket udp": "you>", "bind 0": "you>", "set rcvtimeo 1s": "you>"])
    try person.enter("recv", then: "you(recv)>")
    person.terminal.send("wait 10000s\r")
    try person.see("you< recv(3, …, 4096, 0) = -1 EAGAIN")
    try interruptUntilPrompt(person, "you>")
    #expect(person.transcript.contains { $0.contains("interrupted") })
  }

  @Test func `a flood gives the prompt back, and does not disturb what is typed`() throws {
    let person = try Person()
    try connectPair(person)
    try person.enter("server> recv all discard", then: "server(recv)>")
    try person.enter("client> send all zeros 100G", then: "client(send)>")
    for count in 1..."you> trace".count {
      let typed = "client(send)> " + "you> trace".prefix(count)
      person.terminal.send(String(typed.suffix(1)))
      try person.seeScreen("the line") {
        ($0.currentLine + " ").hasPrefix(typed) && $0.cursor.column == typed.count
      }
    }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    let roles = try person.enter("role", then: "you>")
    #expect(roles.contains { $0.contains("client") && $0.contains("send") })
    try person.enter("kill client", then: "you>")
  }

  @Test func `a flood that nobody receives waits, and control C ends it`() throws {
    let person = try Person()
    try connectPair(person)
    try person.enter("client> send all zeros 4G", then: "client(send)>")
    try person.seeScreen("the wait") { $0.text.contains(", 0) waits\n") }
    try interruptUntilPrompt(person, "client>")
  }

  @Test func `control C never ends the REPL`() throws {
    let person = try Person()
    for _ in 0..<50 { person.terminal.send("\u{3}") }
    person.terminal.send("trace\r")
    try person.seeScreen("the answer") { $0.contains("trace short") }
  }

  @Test(arguments: ["\u{4}", "quit\r"])
  func `control D on an empty line ends the session, and so does quit`(_ keys: String) throws {
    let person = try Person()
    try person.enter("socket tcp", then: "you>")
    let roles = children(of: person.terminal.process)
    #expect(roles.count == 1)
    person.terminal.send(keys)
    #expect(try person.terminal.waitForExit() == .status(0))
    #expect(eventually { !roles.contains(where: isAlive) })
  }

  @Test func `control D within a line does not end the session`() throws {
    let person = try Person()
    person.terminal.send("trace\u{4}")
    person.terminal.send("\r")
    try person.seeScreen("the answer") { $0.contains("trace short") }
  }

  @Test(.enabled(if: isInstalled("bash"), "there is no bash"))
  func `control Z stops it, and fg goes on with roles and line as they were`() throws {
    let terminal = try PseudoTerminal(
      "/bin/bash", ["--norc", "--noediting", "-i"],
      environment: [
        "HOME": try temporaryFolder(), "PS1": "shell$ ",
        "SOCKRATIC": "\(productsDirectory)/sockratic",
      ], rows: 60)
    try terminal.expect("shell$ ")
    terminal.send("$SOCKRATIC\r")
    try terminal.expectScreen { $0.currentLine == "you>" }
    terminal.send("socket tcp\r")
    try terminal.expectScreen { $0.contains("socket(AF_INET, SOCK_STREAM, 0) = 3") }
    terminal.send("trace # half")
    try terminal.expectScreen { $0.currentLine == "you> trace # half" }
    terminal.send("\u{1A}")
    try terminal.expectScreen("shell's prompt") { $0.currentLine == "shell$" }
    #expect(terminal.isCooked)
    terminal.send("fg\r")
    try terminal.expectScreen { $0.currentLine == "you> trace # half" }
    terminal.send("\r")
    try terminal.expectScreen { $0.contains("trace short") }
    terminal.send("sockets\r")
    try terminal.expectScreen { $0.contains("you @3") }
  }

  private func connectPair(_ person: Person) throws {
    try person.hold([
      "server> socket tcp": "server>", "listen": "server>", "client> socket tcp": "client>",
      "connect server": "client>", "server> accept": "server>",
    ])
  }

  /// ⌃C ends what runs only if it has begun; a person presses it again.
  private func interruptUntilPrompt(_ person: Person, _ prompt: String) throws {
    person.terminal.send("\u{3}")
    try person.seePrompt(prompt)
  }
}
