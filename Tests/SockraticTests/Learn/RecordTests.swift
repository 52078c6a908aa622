import Foundation
import PseudoTerminal
import Testing

/// A session at a terminal that becomes a lesson.
@Suite struct RecordTests {
  @Test func `a session is recorded as a lesson that replays, without what was refused`() throws {
    let home = try temporaryFolder()
    let file = home + "/talk.md"
    let person = try Person(arguments: ["lesson", "record", file], home: home)
    try person.hold([
      "server> socket tcp; bind 0": "server>", "lisen": "server>", "help listen": "server>",
      "recv @9 x": "server>", "listen": "server>", "accept": "server(accept)>",
    ])
    person.terminal.send("\u{3}")
    try person.seePrompt("server>")
    try person.hold([
      "client> socket tcp; connect server": "client>", "server> accept": "server>",
      "client> send \"one\rtwo\"": "client>", "server> recv": "server>",
    ])
    person.terminal.send("quit\r")
    #expect(try person.terminal.waitForExit(within: 20) == .status(0))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let commands = text.split(separator: "\n").filter { $0.contains("> ") }
    #expect(
      commands == [
        "server> socket tcp", "server> bind 0", "server> listen", "server> accept",
        "server> interrupt", "client> socket tcp", "client> connect server", "server> accept",
        #"client> send "one\ntwo""#, "server> recv",
      ])
    #expect(text.contains("connect(3, 127.0.0.1:{port}) = 0\n"))
    #expect(try replays(file))
  }

  @Test func `what let has named is put in, and what is not the same each time is captured`() throws
  {
    let home = try temporaryFolder()
    let file = home + "/names.md"
    let person = try Person(arguments: ["lesson", "record", file], home: home)
    try person.hold([
      "server> socket udp; bind 0": "server>", "let port = server.port": "server>",
      "let": "server>", "client> socket udp; connect 127.0.0.1:{port}": "client>",
      "let word = \"a word\"": "client>",
      "send \"you said {word} to {port}, {{not} this\"": "client>", "server> recv": "server>",
    ])
    person.terminal.send("quit\r")
    #expect(try person.terminal.waitForExit(within: 20) == .status(0))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(!text.contains("let "), "\(text)")
    #expect(text.contains("client> connect 127.0.0.1:{port}\n"), "\(text)")
    #expect(text.contains("client> send \"you said a word to {port}, {{not} this\"\n"), "\(text)")
    #expect(try replays(file))
  }

  @Test func `a session that makes no lesson is kept as lines`() throws {
    let home = try temporaryFolder()
    let person = try Person(arguments: ["lesson", "record", home + "/wait.md"], home: home)
    try person.hold([
      "server> socket tcp; bind 0; listen": "server>", "accept": "server(accept)>",
    ])
    person.terminal.send("quit\r")
    #expect(try person.terminal.waitForExit(within: 30) == .status(1))
    #expect(person.transcript.contains { $0.hasPrefix("the lines are kept in ") })
    let lines = try String(contentsOfFile: home + "/wait.md.lines", encoding: .utf8)
    let listening = "server> socket tcp\nserver> bind 0\nserver> listen\n"
    #expect(lines == listening + "server> accept\n")
    #expect(!FileManager.default.fileExists(atPath: home + "/wait.md"))
    // What is kept is never written over, and that is said before the work is done.
    let again = try PseudoTerminal("sockratic", ["lesson", "record", home + "/wait.md"])
    #expect(try again.waitForExit(within: 20) == .status(1))
    #expect(again.outputText.contains("is there already"))
  }

  private func replays(_ file: String) throws -> Bool {
    let replay = try PseudoTerminal("sockratic", ["lesson", "replay", file])
    return try replay.waitForExit(within: 30) == .status(0)
  }
}
