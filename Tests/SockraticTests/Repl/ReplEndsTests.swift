import Foundation
import Glibc
import PseudoTerminal
import Testing

/// Processes that end: a role under the line, and the stage in every way.
struct ReplEndsTests {
  @Test func `a role that is killed from outside is reported above the line being typed`() throws {
    let person = try Person()
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    let server = try person.process(of: "server", at: "server(accept)>")
    person.terminal.send("trace # half")
    try person.seeScreen("half a line") { $0.currentLine == "server(accept)> trace # half" }
    kill(server, SIGKILL)
    try person.seeScreen("the report, and the line at an idle prompt") {
      $0.contains("  server ended: killed by SIGKILL") && $0.currentLine == "server> trace # half"
    }
    person.terminal.send("\r")
    try person.seePrompt("server>")
    #expect(person.transcript.contains("  trace short"))
    #expect(try person.enter("socket tcp", then: "server>").first?.hasSuffix(" = 3") == true)
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP, SIGSEGV, SIGQUIT])
  func `no role outlives the stage, whatever ends it`(_ signal: Int32) throws {
    let person = try Person()
    let roles = try busyRoles(person)
    kill(person.terminal.process, signal)
    _ = try person.terminal.waitForExit()
    #expect(eventually { !roles.contains(where: isAlive) })
  }

  @Test func `no role outlives the terminal`() throws {
    let person = try Person()
    let roles = try busyRoles(person)
    person.terminal.hangUp()
    _ = try person.terminal.waitForExit(within: 20)
    #expect(eventually { !roles.contains(where: isAlive) })
  }

  @Test(
    .enabled(if: isInstalled("stty"), "there is no stty"),
    arguments: ["quit\r", "\u{4}", "SIGTERM", "SIGSEGV", "SIGQUIT", "SIGABRT"])
  func `the terminal's modes are as before after any end`(_ end: String) throws {
    let script = "stty -ixon erase '^H'; stty -g; \"$SOCKRATIC\"; echo; stty -g; echo end"
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-c", script],
      environment: [
        "HOME": try temporaryFolder(), "SOCKRATIC": "\(productsDirectory)/sockratic",
      ], columns: 200, rows: 60)
    try terminal.expectScreen("prompt") { $0.currentLine == "you>" }
    terminal.send("socket tcp\r")
    try terminal.expectScreen { $0.contains(" = 3") && $0.currentLine == "you>" }
    let signals = [
      "SIGTERM": SIGTERM, "SIGSEGV": SIGSEGV, "SIGQUIT": SIGQUIT, "SIGABRT": SIGABRT,
    ]
    if let signal = signals[end] {
      kill(try #require(children(of: terminal.process).first), signal)
    } else {
      terminal.send(end)
    }
    try terminal.expectScreen("end") { $0.lines.contains("end") }
    let modes = terminal.screen.lines.filter {
      $0.contains(":") && $0.wholeMatch(of: /[0-9a-f:]+/) != nil
    }
    #expect(modes.count == 2)
    #expect(modes.first == modes.last)
    #expect(!terminal.outputText.contains("\u{1B}[?2004h") || pasteModeIsOff(terminal))
  }

  /// Two roles, one of which waits in the kernel.
  private func busyRoles(_ person: Person) throws -> [Int32] {
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    try person.enter("client> socket tcp", then: "client>")
    let roles = children(of: person.terminal.process)
    #expect(roles.count == 2)
    return roles
  }

  private func pasteModeIsOff(_ terminal: PseudoTerminal) -> Bool {
    let text = terminal.outputText
    guard let on = text.ranges(of: "\u{1B}[?2004h").last,
      let off = text.ranges(of: "\u{1B}[?2004l").last
    else { return false }
    return off.lowerBound > on.lowerBound
  }
}
