import Glibc
import PseudoTerminal
import Testing

/// A conversation at a terminal: prompts, and what comes late.
struct ReplConversationTests {
  @Test func `the greeting says who you are, where help is, and how to make a second process`()
    throws
  {
    let person = try Person()
    let greeting = person.transcript.prefix { !$0.hasPrefix("you>") }.joined(separator: " ")
    for words in ["“you”", "`help`", "`server> socket tcp`"] { #expect(greeting.contains(words)) }
  }

  @Test func `a TCP conversation between two roles`() throws {
    let person = try Person()
    let lines = try person.enter("server> socket tcp", then: "server>")
    #expect(lines == ["socket(AF_INET, SOCK_STREAM, 0) = 3"])
    try person.hold(["bind 0": "server>", "listen": "server>"])
    #expect(try person.enter("accept", then: "server(accept)>") == ["accept(3) waits"])
    try person.enter("client> socket tcp", then: "client>")
    try person.enter("connect server", then: "client>")
    try person.see("  client @3   CLOSED → ESTABLISHED")
    try person.see("server< accept(3) = 4 from 127.0.0.1:")
    try person.hold(["server> recv": "server(recv)>", "client>": "client>"])
    let sent = try person.enter("send \"hello\"", then: "client>")
    #expect(sent.first == "send(3, \"hello\", 5, 0) = 5")
    try person.see("server< recv(4, \"hello\", 4096, 0) = 5")
  }

  @Test func `a mistyped line is spoken to its role all the same, if there is one`() throws {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "client> socket tcp": "client>"])
    try person.enter("server> bind", then: "server>")
    try person.enter("guest> bind", then: "server>")
    try person.enter("client> lisen", then: "client>")
  }

  @Test func `a late result appears above a half-typed line of two rows, which stays`() throws {
    let person = try Person(columns: 40)
    try person.hold(["server> socket udp": "server>", "bind 0": "server>"])
    try person.enter("recv", then: "server(recv)>")
    try person.enter("you> socket udp", then: "you>")
    person.terminal.send("send \"a line that is longer than one row\" # yes\u{1B}[D\u{1B}[D")
    let rows = "you> send \"a line that is longer than on\ne row\" # yes"
    try person.seeScreen("line on two rows") { $0.text.hasSuffix(rows) && $0.cursor.column == 10 }
    kill(try serverProcess(of: person), SIGINT)
    try person.seeScreen("late result above the line") {
      $0.contains("server< recv(3, …, 4096, 0) = -1 EINTR") && $0.text.hasSuffix(rows)
        && $0.cursor.column == 10
    }
    person.terminal.send("\u{5}\r")
    try person.seePrompt("you>")
    #expect(person.transcript.contains { $0.hasPrefix("send(3, \"a line that") })
  }

  @Test func `the prompt follows when the current role's wait ends under a half-typed line`() throws
  {
    let person = try Person()
    try person.hold(["server> socket udp": "server>", "bind 0": "server>"])
    try person.enter("recv", then: "server(recv)>")
    let server = try serverProcess(of: person)
    person.terminal.send("getsock")
    try person.seeScreen("half a line") { $0.currentLine.hasPrefix("server(recv)> getsock") }
    kill(server, SIGINT)
    try person.seeScreen("the prompt of an idle role") {
      $0.currentLine.hasPrefix("server> getsock")
    }
    #expect(person.terminal.screen.contains("server< recv(3, …, 4096, 0) = -1 EINTR"))
    #expect(
      try person.enter("name", then: "server>").first?.hasPrefix("getsockname(3) = 0") == true)
  }

  /// The role that was spawned first.
  private func serverProcess(of person: Person) throws -> Int32 {
    try #require(children(of: person.terminal.process).min())
  }
}
