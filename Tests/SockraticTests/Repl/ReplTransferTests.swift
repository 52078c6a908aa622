import Foundation
import Glibc
import PseudoTerminal
import Testing

/// How far a long transfer is, and what ⌃C leaves of it.
struct ReplTransferTests {
  private func personWithPair(
    _ environment: [String: String?] = [:], columns: Int = 80
  ) throws -> Person {
    let person = try Person(environment, columns: columns)
    try person.hold([
      "server> socket tcp": "server>", "bind 0": "server>", "listen": "server>",
      "client> socket tcp": "client>", "connect server": "client>", "server> accept": "server>",
    ])
    try person.enter("recv all discard", then: "server(recv)>")
    return person
  }

  private func isNews(_ row: String) -> Bool { row.contains(" sends: ") }

  /// The row below the line being edited.
  private func rowBelow(_ screen: Screen) -> String {
    screen.cursor.row + 1 < screen.rows ? screen.lines[screen.cursor.row + 1] : ""
  }

  @Test func `what goes on stands below the line, which is typed undisturbed`() throws {
    let person = try personWithPair()
    try person.enter("client> send all zeros 400G", then: "client(send)>")
    try person.seeScreen("how far it is") {
      let row = rowBelow($0)
      return row.hasPrefix("  client sends: ") && row.contains(" of 400 GiB, ")
        && row.contains("iB/s, ") && row.contains(" s left") && row.hasSuffix("; ⌃C ends it")
    }
    let first = rowBelow(person.terminal.screen)
    try person.seeScreen("how much farther it is") { isNews(rowBelow($0)) && rowBelow($0) != first }
    for count in 1..."you> trace".count {
      let typed = "client(send)> " + "you> trace".prefix(count)
      person.terminal.send(String(typed.suffix(1)))
      try person.seeScreen("the line, and how far it is") {
        ($0.currentLine + " ").hasPrefix(typed) && $0.cursor.column == typed.count
          && isNews(rowBelow($0))
      }
    }
    person.terminal.send("\r")
    try person.seePrompt("you>")
    try person.seeScreen("how far it is") { rowBelow($0).contains(" s left") }
    #expect(!rowBelow(person.terminal.screen).contains("⌃C"))
    try person.enter("client>", then: "client(send)>")
    try stop(person)
  }

  @Test func `control C ends it with what was done, and no trace of how far it was`() throws {
    let person = try personWithPair()
    try person.enter("client> send all zeros 400G", then: "client(send)>")
    try person.seeScreen("how far it is") { isNews(rowBelow($0)) }
    try stop(person)
    let rows = person.transcript
    let whole = 400 << 30
    let text = rows.joined(separator: " ")
    #expect(text.contains(" of 400 GiB sent in "))
    let start = try #require(text.firstRange(of: "# interrupted after ")?.upperBound)
    let sent = try #require(Int(text[start...].prefix { $0.isNumber }))
    #expect(text[start...].hasPrefix("\(sent) of \(whole) bytes"))
    #expect(sent > 0 && sent < whole)
    #expect(!text.contains("send all DATA"))
    #expect(try person.enter("trace", then: "client>").contains("  trace short"))
  }

  @Test func `control C ends a long transcript, and leaves no file`() throws {
    let person = try Person()
    try person.hold([
      "peer hostile": "you>", "socket tcp": "you>", "connect hostile": "you>",
    ])
    person.terminal.send("recv until \"\\r\\n never\"\r")
    try person.seeScreen("some MiB") {
      rowBelow($0).firstMatch(of: /receives: [1-9][0-9][0-9.]* MiB/) != nil
    }
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    let file = "\(person.home)/talk.txt"
    person.terminal.send("transcript \(file)\r")
    try person.seeScreen("how far it is") { $0.currentLine.hasPrefix("  transcript: ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("you>")
    #expect(
      person.transcript.contains {
        $0.hasPrefix("  # interrupted after ") && $0.hasSuffix("events")
      })
    #expect(access(file, F_OK) != 0)
    // On the screen only the last lines are wanted, which takes no such time.
    try person.enter("transcript", then: "you>")
    #expect(person.transcript.contains { $0.contains(" calls before these lines are left out") })
  }

  @Test func `with the end comes how much it was, and how fast`() throws {
    let person = try personWithPair()
    try sendToTheEnd(person)
    try person.seePrompt("client>")
    #expect(person.transcript.contains { $0.hasPrefix("  3 GiB sent in ") && $0.hasSuffix("iB/s") })
    try person.seeScreen("nothing below the prompt") { rowBelow($0).isEmpty }
    #expect(!person.transcript.contains(where: isNews))
  }

  @Test func `what stalls is not said to be over soon`() throws {
    let person = try Person()
    try person.hold([
      "server> socket tcp": "server>", "bind 0": "server>", "listen": "server>",
      "client> socket tcp": "client>", "connect server": "client>", "server> accept": "server>",
      "client> recv exactly 40G discard": "client(recv)>",
      "server> send all zeros 2G": "server(send)>",
    ])
    person.terminal.send("wait client for 100s\r")
    let isTold = { (screen: Screen) in screen.currentLine.contains(" receives: ") }
    try person.seeScreen("how far it is", isTold)
    try person.seeScreen("nothing that is over soon") { !isTold($0) }
    person.terminal.send("\u{3}")
    try person.seeScreen("the prompt") { $0.currentLine.hasPrefix("server") }
    #expect(person.transcript.contains { $0.contains("the wait was interrupted") })
  }

  @Test func `a statement that waits for it shows how far it is in its place`() throws {
    let person = try personWithPair()
    try person.enter("client> send all zeros 400G", then: "client(send)>")
    person.terminal.send("wait client for 100s\r")
    try person.seeScreen("how far it is") { $0.currentLine.hasPrefix("  client sends: ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("client(send)>")
    #expect(person.transcript.contains { $0.contains("the wait was interrupted") })
    try stop(person)
    #expect(!person.transcript.contains(where: isNews))
  }

  @Test func `without a known end there is no time left`() throws {
    let person = try Person()
    try person.enter("peer chargen", then: "you>")
    try person.enter("socket tcp; connect chargen", then: "you>")
    try person.enter("recv all discard", then: "you(recv)>")
    try person.seeScreen("how far it is") { rowBelow($0).hasPrefix("  you receives: ") }
    #expect(!rowBelow(person.terminal.screen).contains("left"))
    try stop(person, prompt: "you>")
    #expect(person.transcript.contains { $0.contains(" received in ") })
    #expect(person.transcript.contains { $0.hasPrefix("  # interrupted after ") })
  }

  @Test func `a narrow window has as much of it as fits`() throws {
    let person = try personWithPair(columns: 40)
    try person.enter("client> send all zeros 400G", then: "client(send)>")
    try person.seeScreen("how far it is") { rowBelow($0).contains("iB/s, ") }
    let row = rowBelow(person.terminal.screen)
    #expect(row.count < 40 && row.hasSuffix(" s left"), "\(row)")
    #expect(person.terminal.screen.currentLine == "client(send)>")
    try stop(person)
    #expect(!person.transcript.contains { $0.hasSuffix(" s left") })
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func `a terminal that cannot erase is told at the end alone`(
    _ environment: [String: String]
  ) throws {
    let person = try personWithPair(environment.mapValues { $0 })
    try sendToTheEnd(person)
    #expect(!person.transcript.contains(where: isNews))
    #expect(!person.terminal.output.contains(0x1B))
  }

  private func sendToTheEnd(_ person: Person) throws {
    person.terminal.send("client> send all zeros 3G\r")
    try person.see("  3 GiB sent in ")
    try person.seePrompt("client>")
    person.terminal.send("close\r")
    try person.see("  server: 3 GiB received in ")
  }

  private func stop(_ person: Person, prompt: String = "client>") throws {
    person.terminal.send("\u{3}")
    try person.seePrompt(prompt)
  }
}
