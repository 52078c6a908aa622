import Foundation
import PseudoTerminal
import Testing

/// Terminals that are poor, narrow or none, and peers that mean harm.
struct ReplPlainTests {
  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TERM": "nosuch"]])
  func `no escape sequence where none is wanted`(_ environment: [String: String]) throws {
    let person = try Person(environment.mapValues { $0 })
    try person.hold(["server> socket tcp": "server>", "listen": "server>"])
    try person.enter("accept", then: "server(accept)>")
    try person.hold(["client> socket tcp": "client>", "connect 127.0.0.1:1": "client>"])
    person.terminal.send("trace # half")
    try person.seeScreen("half a line") { $0.currentLine.contains("trace # half") }
    kill(try #require(children(of: person.terminal.process).min()), SIGKILL)
    try person.seeScreen("the report, and the line") {
      $0.contains("server ended: killed by SIGKILL")
    }
    person.terminal.send("\r")
    try person.seeScreen("the answer") { $0.contains("trace short") }
    person.terminal.send("wai\thel\u{3}")
    person.terminal.send("quit\r")
    #expect(try person.terminal.waitForExit() == .status(0))
    #expect(!person.terminal.output.contains(0x1B))
  }

  @Test func `in a narrow window words stay whole`() throws {
    let texts = try [40, 200].map { columns in
      let person = try Person(columns: columns)
      try person.hold(["server> socket tcp": "server>", "listen": "server>"])
      try person.hold(["help bind": "server>", "nonsense": "server>"])
      return person.transcript.joined(separator: " ").split(separator: " ")
        .filter { $0 != "#" && !$0.hasPrefix("0.0.0.0:") }
    }
    #expect(texts[0] == texts[1])
  }

  @Test func `what a peer sends never reaches the terminal raw`() throws {
    let person = try Person()
    try person.hold([
      "server> socket tcp": "server>", "listen": "server>", "client> socket tcp": "client>",
      "connect server": "client>", "server> accept": "server>",
    ])
    let hostile = "\\x1b]0;owned\\x07\\x1b[31mred\\x9b2J\\u{202E}gnp\\0"
    try person.enter("client> send \"\(hostile)\"", then: "client>")
    let lines = try person.enter("server> recv", then: "server>")
    #expect(lines.contains { $0.contains("owned") || $0.contains("6f 77 6e 65 64") })
    let output = person.terminal.outputText
    #expect(!output.contains("\u{1B}]") && !output.contains("\u{7}"))
    #expect(!output.contains("\u{1B}[31mred") && !output.contains("\u{202E}"))
    #expect(!person.terminal.output.contains(0x9B) || !output.contains("\u{9B}"))
  }

  @Test func `what is no terminal is a script`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "\(productsDirectory)/sockratic")
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    input.fileHandleForWriting.write(Data("socket tcp\nlisten\nbogus\n".utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.hasPrefix("you> socket tcp\nsocket(AF_INET, SOCK_STREAM, 0) = 3\nyou> listen\n"))
    #expect(text.contains("standard input:3") && !text.contains("\u{1B}"))
    #expect(process.terminationStatus == 1)
  }
}
