import Foundation
import PseudoTerminal
import Testing

/// What was typed before.
struct ReplHistoryTests {
  @Test func `lines of an earlier run come back with the arrow key, and with history`() throws {
    let home = try temporaryFolder()
    let first = try Person(home: home)
    try first.enter("trace # an earlier run", then: "you>")
    first.terminal.send("quit\r")
    _ = try first.terminal.waitForExit()
    let second = try Person(home: home)
    second.terminal.send("\u{1B}[A\u{1B}[A")
    try second.seeScreen("the line") { $0.currentLine == "you> trace # an earlier run" }
    second.terminal.send("\r")
    try second.seePrompt("you>")
    #expect(try second.enter("history", then: "you>").first == "  1  trace # an earlier run")
  }

  @Test func `two REPLs at once lose nothing`() throws {
    let home = try temporaryFolder()
    let state = home + "/state"
    let people = try (0..<2).map { _ in try Person(["XDG_STATE_HOME": state], home: home) }
    for number in 0..<20 {
      for (who, person) in people.enumerated() {
        try person.enter("trace # \(who) \(number)", then: "you>")
      }
    }
    for person in people { person.terminal.send("\u{4}") }
    for person in people { _ = try person.terminal.waitForExit() }
    let text = try String(contentsOfFile: state + "/sockratic/history", encoding: .utf8)
    let lines = Set(text.split(separator: "\n"))
    #expect(lines.count == 40)
  }

  @Test func `a home that cannot be written is one warning, and everything else works`() throws {
    let person = try Person(["XDG_STATE_HOME": "/proc/nowhere"])
    try person.hold(["trace": "you>", "explain": "you>", "socket tcp": "you>"])
    #expect(person.transcript.filter { $0.contains("history is not kept") }.count == 1)
    #expect(person.transcript.contains("socket(AF_INET, SOCK_STREAM, 0) = 3"))
    person.terminal.send("\u{1B}[A\u{1B}[A")
    try person.seeScreen("a line of this run") { $0.currentLine.hasPrefix("you> explain") }
  }

  @Test func `editrc may choose vi's keys`() throws {
    let home = try temporaryFolder()
    try "bind -v\n".write(toFile: home + "/.editrc", atomically: false, encoding: .utf8)
    let person = try Person(home: home)
    person.terminal.send("xtrace\u{1B}")
    person.terminal.pump(milliseconds: 100)
    person.terminal.send("0x\r")
    try person.seePrompt("you>")
    #expect(person.transcript.contains("  trace short"))
  }
}
