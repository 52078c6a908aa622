import Foundation
import PseudoTerminal
import Testing

/// `save` at a terminal: it performs what was done again, which takes its time.
@Suite struct ReplSaveTests {
  private func personWithLongStory() throws -> (Person, file: String) {
    let person = try Person()
    try person.hold([
      "server> socket udp": "server>", "bind 0": "server>", "client> socket udp": "client>",
      "repeat 3 every 300ms { sendto server tick }": "client>",
    ])
    for _ in 0..<3 { try person.enter("server> recv", then: "server>") }
    return (person, "\(person.home)/ticks.md")
  }

  @Test func `how far it is is shown, and a lesson comes of it`() throws {
    let (person, file) = try personWithLongStory()
    person.terminal.send("save \(file)\r")
    try person.seeScreen("how far it is") { $0.currentLine.hasPrefix("  save: line ") }
    try person.seePrompt("server>", within: 60)
    #expect(person.transcript.contains { $0.contains("is a lesson: ") })
    #expect(access(file, R_OK) == 0)
  }

  @Test func `control C ends it, and nothing is written`() throws {
    let (person, file) = try personWithLongStory()
    person.terminal.send("save \(file)\r")
    try person.seeScreen("how far it is") { $0.currentLine.hasPrefix("  save: line ") }
    person.terminal.send("\u{3}")
    try person.seePrompt("server>", within: 60)
    #expect(person.transcript.contains { $0.contains("the saving was interrupted") })
    let left = try FileManager.default.contentsOfDirectory(atPath: person.home)
    #expect(left.allSatisfy { $0.hasPrefix(".") && !$0.contains("ticks") }, "\(left)")
    #expect(try person.enter("trace", then: "server>").contains("  trace short"))
  }
}
