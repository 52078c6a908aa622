import Foundation
import PseudoTerminal
import Testing

/// What is typed ahead, pasted, or unusual.
struct ReplInputTests {
  @Test func `lines sent at once right after the start each appear at a prompt of their own`()
    throws
  {
    let person = try Person(waiting: false)
    person.terminal.send("server> socket tcp\rbind 0\rlisten\rtrace\rclose\r")
    try person.seeScreen("the last answer") { $0.contains("close(3) = 0") }
    try person.seePrompt("server>")
    let rows = fromFirstPrompt(person)
    #expect(rows.first == "you> server> socket tcp")
    #expect(
      prompts(in: rows) == ["server> bind 0", "server> listen", "server> trace", "server> close"])
    #expect(rows.contains("bind(3, 127.0.0.1:0) = 0"))
  }

  @Test func `keys that come while commands run are shown at the next prompt, and nowhere else`()
    throws
  {
    let person = try Person(rows: 200)
    for _ in 0..<30 {
      for key in "socket udp\r" {
        person.terminal.send(String(key))
        person.terminal.pump(milliseconds: 0)
      }
    }
    person.terminal.send("quit # the end\r")
    _ = try person.terminal.waitForExit()
    let expected = (3..<33).flatMap {
      ["you> socket udp", "socket(AF_INET, SOCK_DGRAM, 0) = \($0)"]
    }
    #expect(fromFirstPrompt(person) == expected + ["you> quit # the end"])
  }

  @Test func `a transcript is pasted whole: its output is skipped, with one note`() throws {
    let person = try Person(rows: 200)
    let transcript = """
      you> server> socket tcp
      socket(AF_INET, SOCK_STREAM, 0) = 3
      server> bind 0
      bind(3, 127.0.0.1:0) = 0
        # Port 0 asks the kernel for any free port; `getsockname` tells which it
        # chose.
        server @3   bound to 127.0.0.1:47091
      server> listen
      listen(3, 128) = 0
        server @3   CLOSED → LISTEN
      server> accept
      accept(3) waits
      server(accept)> client> socket tcp
      socket(AF_INET, SOCK_STREAM, 0) = 3
      client> connect server
      connect(3, 127.0.0.1:47091) = 0
        client @3   CLOSED → ESTABLISHED
      server< accept(3) = 4 from 127.0.0.1:39124
      client> close
      close(3) = 0

      """
    person.terminal.send("\u{1B}[200~" + transcript + "\u{1B}[201~")
    try person.seeScreen("the last answer") {
      $0.contains("client @3   closed")
        || $0.text.contains("\nclose(3) = 0\n") && $0.currentLine == "client>"
    }
    let rows = fromFirstPrompt(person)
    #expect(rows.filter { $0.hasPrefix("accept(3) waits") }.count >= 1)
    #expect(rows.filter { $0.contains("printed are skipped") }.count == 1)
    #expect(rows.contains { $0.hasPrefix("server< accept(3) = 4 from") })
    #expect(!rows.contains { $0.contains("unknown command") || $0.contains("expected") })
  }

  @Test func `an unclosed quote goes on in the next line, and the bytes are sent as typed`() throws
  {
    let person = try Person()
    try person.hold(["you> socket udp": "you>", "bind 0": "you>", "connect you": "you>"])
    person.terminal.send("send \"grüße,\r")
    try person.seePrompt(">")
    person.terminal.send("世界 🧦\"\r")
    try person.seePrompt("you>")
    let answer = person.transcript.first { $0.hasPrefix("send(3, ") }
    #expect(
      answer
        == "send(3, \"grüße,\\n世界 🧦\", \("grüße,\n世界 🧦".utf8.count), 0) = \("grüße,\n世界 🧦".utf8.count)"
    )
  }

  @Test func `⌃C right behind a pasted line of a megabyte clears it, and typing goes on`() throws {
    let person = try Person()
    person.terminal.send(Self.megabyte)
    person.terminal.send("\u{3}")
    try person.seePrompt("you>", within: 60)
    #expect(try person.enter("trace", then: "you>") == ["  trace short"])
  }

  @Test func `⌃C clears a pasted line of a megabyte that is drawn, and typing goes on`() throws {
    let person = try Person()
    person.terminal.send(Self.megabyte)
    try person.terminal.expectScreen("the line", within: 60) { $0.text.hasSuffix("xxx") }
    person.terminal.send("\u{3}")
    try person.seePrompt("you>", within: 60)
    #expect(try person.enter("trace", then: "you>") == ["  trace short"])
  }

  @Test func `a pasted line of a megabyte is refused, and typing goes on`() throws {
    let person = try Person()
    person.terminal.send(Self.megabyte + "\r")
    try person.seePrompt("you>", within: 60)
    #expect(person.transcript.contains { $0.contains("65536") || $0.contains("64 KiB") })
    #expect(try person.enter("trace", then: "you>") == ["  trace short"])
  }

  private static let megabyte =
    "\u{1B}[200~send \"" + String(repeating: "x", count: 1 << 20) + "\"\u{1B}[201~"

  @Test func `binary junk is a diagnostic, and nothing of it reaches the terminal raw`() throws {
    let person = try Person()
    person.terminal.send(bytes: [0x80, 0xFF, 0xC3, 0x28, 0xE2, 0x80, 0xAE, 0x0D])
    try person.seePrompt("you>")
    #expect(String(validating: person.terminal.output, as: UTF8.self) != nil)
    #expect(try person.enter("trace", then: "you>") == ["  trace short"])
  }

  @Test func `a half-typed line survives a new window size`() throws {
    let person = try Person()
    person.terminal.send("send \"one two three four five six\"  # seven eight")
    try person.seeScreen("the line") { $0.currentLine.hasSuffix("eight") }
    person.terminal.resize(columns: 30, rows: 60)
    try person.seeScreen("the line on two rows") {
      $0.text.hasSuffix("send \"one two three four\nfive six\"  # seven eight")
    }
    person.terminal.resize(columns: 100, rows: 60)
    try person.seeScreen("the line on one row") {
      $0.currentLine == "you> send \"one two three four five six\"  # seven eight"
    }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    #expect(person.transcript.contains { $0.contains("you have no socket") })
  }

  private func fromFirstPrompt(_ person: Person) -> [String] {
    Array(person.transcript.drop { !$0.hasPrefix("you> ") }).reversed().drop { $0.isEmpty }
      .reversed()
  }

  private func prompts(in rows: [String]) -> [String] { rows.filter { $0.hasPrefix("server> ") } }
}
