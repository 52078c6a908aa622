import Glibc
import PseudoTerminal
import Testing

/// `allow` and `probe` at the prompt. What is not answered is an address of the documentation's
/// networks, and is never sent to.
struct ReplTestingTests {
  @Test(arguments: ["yes", "Y"])
  func `allow asks, and a yes allows`(answer: String) throws {
    let person = try Person()
    let asked = try person.enter("allow 192.0.2.0/24", then: "you>").joined(separator: " ")
    #expect(asked.contains("You take responsibility"))
    #expect(asked.contains("Type `yes` to allow it."))
    let answered = try person.enter(answer, then: "you>")
    #expect(answered == ["  # 192.0.2.0/24 is allowed until the session ends"])
    #expect(try person.enter("allow", then: "you>").last == "  192.0.2.0/24")
  }

  @Test(arguments: ["no", "trace", "allow"])
  func `anything else leaves it`(answer: String) throws {
    let person = try Person()
    try person.enter("allow 192.0.2.0/24", then: "you>")
    try person.enter(answer, then: "you>")
    let rows = try person.enter("yes", then: "you>")
    #expect(rows.contains { $0.contains("unknown command “yes”") })
    #expect(
      try person.enter("allow", then: "you>") == [
        "  this machine: 127.0.0.0/8, ::1, and what `interfaces` lists"
      ])
    let refused = try person.enter("probe 192.0.2.7 80", then: "you>").joined(separator: " ")
    #expect(refused.contains("needs your word first"))
  }

  @Test func `a block cannot allow, not even by a value that it gives itself`() throws {
    let person = try Person()
    let rows = try person.enter("repeat 1 as n { allow 192.0.2.{n} }", then: "you>")
    #expect(rows.joined().contains("allow stands in no block"))
    #expect(
      try person.enter("allow", then: "you>") == [
        "  this machine: 127.0.0.0/8, ::1, and what `interfaces` lists"
      ])
  }

  @Test func `a sourced file cannot allow`() throws {
    let person = try Person()
    let path = "\(person.home)/script"
    let file = try #require(fopen(path, "w"))
    fputs("allow 192.0.2.1\nyes\n", file)
    fclose(file)
    let rows = try person.enter("source \(path)", then: "you>").joined(separator: " ")
    #expect(rows.contains("type it at the prompt"))
    #expect(
      try person.enter("allow", then: "you>") == [
        "  this machine: 127.0.0.0/8, ::1, and what `interfaces` lists"
      ])
  }
}

extension ReplTestingTests {
  @Test(.enabled(if: isInstalled("python3"), "python3 is not installed"))
  func `control C ends fuzzing, with what was done, and the session goes on`() throws {
    let person = try Person()
    try person.hold(["server> socket udp": "server>", "bind 0": "server>"])
    person.terminal.send("fuzz udp server \"hello\" times 1000000 seed 1 within 20ms\r")
    try person.seeScreen("how far it is") { $0.text.contains("  fuzz: ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("server>")
    #expect(person.transcript.contains { $0.hasPrefix("  # interrupted after ") })
    #expect(person.transcript.contains { $0.contains(" inputs in ") })
    #expect(!person.transcript.contains { $0.hasPrefix("  fuzz: ") })
    #expect(try person.enter("trace", then: "server>") == ["  trace short"])
    #expect(eventually { children(of: person.terminal.process).count == 1 })
  }
}
