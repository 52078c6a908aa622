import Glibc
import PseudoTerminal
import Testing

/// Blocks at the prompt.
struct ReplRepeatTests {
  private func personWithPair() throws -> Person {
    let person = try Person()
    try person.hold([
      "server> socket udp": "server>", "bind 0": "server>", "client> socket udp": "client>",
      "connect server": "client>",
    ])
    return person
  }

  @Test func `a block goes on in the next lines until it is closed`() throws {
    let person = try personWithPair()
    try person.hold(["repeat 100 as n {": ">", "  client> send {n}": ">", "server> recv": ">"])
    let rows = try person.enter("}", then: "client>")
    #expect(rows.contains("  rounds 4 to 100: send × 97 = 189 bytes, recv × 97 = 189 bytes"))
  }

  @Test func `what fails in a block is shown at its own line`() throws {
    let person = try Person()
    try person.enter("let n = 5", then: "you>")
    try person.hold(["repeat 2 {": ">", "  let m = 6": ">", "  check {n} == 7": ">"])
    let rows = try person.enter("}", then: "you>")
    #expect(rows.contains("  #     check {n} == 7"), "\(rows)")
    #expect(!rows.contains { $0.contains("\\n") }, "\(rows)")
  }

  @Test func `control C clears a block that is being typed`() throws {
    let person = try Person()
    try person.enter("repeat 3 {", then: ">")
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    #expect(try person.enter("trace", then: "you>") == ["  trace short"])
  }

  @Test func `control C ends the rounds, with what was done, and the session goes on`() throws {
    let person = try personWithPair()
    person.terminal.send("repeat 100000000 { client> send x; server> recv }\r")
    try person.seeScreen("how far it is") {
      $0.currentLine.hasPrefix("repeat: ") || $0.text.contains("  repeat: ")
    }
    person.terminal.send("\u{3}")
    try person.seePrompt("client>")
    let rows = person.transcript
    #expect(rows.contains { $0.hasPrefix("  # interrupted in round ") })
    let sum = try #require(rows.first { $0.hasPrefix("  repeat × ") })
    #expect(sum.contains(" of 100000000 in "))
    #expect(!rows.contains { $0.hasPrefix("  repeat: ") })
    #expect(try person.enter("trace", then: "client>") == ["  trace short"])
  }

  @Test func `a round that waits is ended by control C as well`() throws {
    let person = try personWithPair()
    person.terminal.send("server> repeat 5 { recv }\r")
    try person.seeScreen("the call") { $0.contains("recv(3, …, 4096, 0) waits") }
    person.terminal.send("\u{3}")
    try person.seePrompt("server(recv)>")
    #expect(person.transcript.contains("  # interrupted in round 2 of 5"))
    person.terminal.send("\u{3}")
    try person.seePrompt("server>")
  }

  @Test func `control C ends rounds that a role plays by itself, in a call or between two`() throws
  {
    let person = try Person()
    try person.hold(["a> socketpair": "a>"])
    person.terminal.send("repeat 100000000 { send @3 x; recv @4 }\r")
    try person.seeScreen("how far it is") { $0.text.contains("  repeat: ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("a>")
    #expect(person.transcript.contains { $0.hasPrefix("  # interrupted in round ") })
    #expect(person.transcript.contains { $0.contains(" of 100000000 in ") })
    person.terminal.send("socketpair; repeat 40 { send @5 x }; repeat 100 { recv @6 1 }\r")
    try person.seeScreen("how far it is") { $0.text.contains("repeat: 40 of 100, ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("a>")
    #expect(person.transcript.contains { $0.hasPrefix("  # interrupted in round 41 of 100") })
    #expect(try person.enter("trace", then: "a>") == ["  trace short"])
  }

  @Test func `let says what the name stands for`() throws {
    let person = try Person()
    try person.enter("server> socket tcp", then: "server>")
    #expect(try person.enter("let fd = result", then: "server>") == ["  # {fd} is 3"])
    #expect(try person.enter("let", then: "server>") == ["  fd = 3"])
  }
}
