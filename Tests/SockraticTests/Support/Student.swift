import Foundation
import PseudoTerminal
import Testing

/// Somebody who goes through a lesson, and hands in what they did.
struct Student {
  let home: String
  var report: String { home + "/r.md" }
  var environment: [String: String?] { ["SOCKRATIC_LESSONS": home + "/lessons"] }

  /// There is that lesson only.
  init(_ lesson: String = doors, in file: String = "50-doors.md") throws {
    home = try temporaryFolder()
    let folder = home + "/lessons"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try lesson.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
  }

  /// Goes through the lesson as told, and gives back the report's text.
  func handIn(_ goThrough: (Person) throws -> Void) throws -> String {
    let person = try Person(environment, home: home)
    try goThrough(person)
    person.terminal.send("\u{4}")
    #expect(try person.terminal.waitForExit() == .status(0))
    let written = try run(["lesson", "report", report, "--name", "Ada *L*"])
    #expect(written.status == .status(0), "\(written.lines)")
    return try String(contentsOfFile: report, encoding: .utf8)
  }

  func check(_ text: String) throws -> (status: PseudoTerminal.Exit, lines: [String]) {
    try text.write(toFile: report, atomically: true, encoding: .utf8)
    return try run(["lesson", "report", "--check", report])
  }

  func run(_ arguments: [String]) throws -> (status: PseudoTerminal.Exit, lines: [String]) {
    try Student.run(arguments, home: home, environment)
  }

  static func run(
    _ arguments: [String], home: String, _ environment: [String: String?] = [:]
  ) throws -> (status: PseudoTerminal.Exit, lines: [String]) {
    let base: [String: String?] = ["HOME": home, "XDG_STATE_HOME": nil]
    let terminal = try PseudoTerminal(
      "sockratic", arguments, environment: base.merging(environment) { $1 }, columns: 200)
    let status = try terminal.waitForExit(within: 60)
    let text = terminal.outputText.replacing("\r\n", with: "\n")
    return (status, text.split(separator: "\n").map(String.init))
  }
}
