import Glibc
import PseudoTerminal
import Testing

/// Partners at a terminal.
struct ReplPartnerTests {
  @Test func `a partner that never stops gives the prompt back, and control C ends it`() throws {
    let person = try Person()
    try person.hold([
      "peer chatty": "you>", "socket tcp": "you>", "connect chatty": "you>",
      "recv all discard": "you(recv)>",
    ])
    let list = try person.enter("other> peer", then: "other>")
    #expect(list.contains { $0.contains("chatty is at 127.0.0.1:") })
    try person.enter("you>", then: "you(recv)>")
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    try person.enter("close", then: "you>")
  }

  @Test func `what a hostile partner sends does not reach the terminal`() throws {
    let person = try Person()
    try person.hold([
      "peer hostile": "you>", "socket tcp": "you>", "connect hostile": "you>", "recv 300": "you>",
      "transcript": "you>",
    ])
    try person.enter("expect \"nothing like this\" within 300ms", then: "you>")
    #expect(person.transcript.contains { $0.contains("1b 5b 32 4a") })
    for bytes in ["\u{1b}]", "\u{1b}[?1049h", "\u{1b}[6n", "\u{1b}P", "\u{202E}", "\u{9b}", "\0"] {
      #expect(!person.terminal.outputText.contains(bytes), "\(bytes.debugDescription)")
    }
  }

  @Test func `control C ends an expect`() throws {
    let person = try Person()
    try person.hold(["peer silent": "you>", "socket tcp": "you>", "connect silent": "you>"])
    person.terminal.send("expect \"hello\" within 1000s\r")
    try person.seeScreen("the wait") { $0.contains("MSG_PEEK) waits") }
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    #expect(person.transcript.contains { $0.contains("the wait was interrupted") })
  }

  @Test func `partners are completed by name, and so are those that run`() throws {
    let person = try Person()
    person.terminal.send("peer frag\t")
    try person.seeScreen("the name") { $0.currentLine.hasPrefix("you> peer fragments") }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    try person.enter("socket tcp", then: "you>")
    person.terminal.send("connect fr\t")
    try person.seeScreen("the name") { $0.currentLine.hasPrefix("you> connect fragments") }
  }

  @Test(arguments: [SIGKILL, SIGHUP, SIGTERM])
  func `no partner outlives the stage, whatever ends it`(_ signal: Int32) throws {
    let person = try Person()
    try person.hold(["peer echo": "you>", "peer chatty": "you>", "peer echo udp": "you>"])
    let partners = children(of: person.terminal.process)
    #expect(partners.count == 3)
    kill(person.terminal.process, signal)
    _ = try person.terminal.waitForExit()
    #expect(eventually { !partners.contains(where: isAlive) })
  }

  @Test func `a partner that is killed from outside is told of above the line`() throws {
    let person = try Person()
    try person.enter("peer echo", then: "you>")
    let partner = try #require(children(of: person.terminal.process).first)
    person.terminal.send("trace # half")
    try person.seeScreen("half a line") { $0.currentLine == "you> trace # half" }
    kill(partner, SIGKILL)
    try person.seeScreen("the report, and the line") {
      $0.contains("  # echo: ended: killed by SIGKILL") && $0.currentLine == "you> trace # half"
    }
  }
}
