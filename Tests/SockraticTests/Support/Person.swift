import Foundation
import PseudoTerminal
import Testing

/// Somebody at a terminal in which Sockratic runs, with an empty home folder.
final class Person {
  let terminal: PseudoTerminal
  let home: String
  /// The row, counted from the very first, in which the prompt of the line being typed is.
  private var promptRow = 0

  /// - Parameters:
  ///   - arguments: What stands behind `sockratic`.
  ///   - waiting: Whether to wait for the first prompt.
  init(
    _ environment: [String: String?] = [:], arguments: [String] = [], home: String? = nil,
    columns: Int = 80, rows: Int = 60,
    waiting: Bool = true
  ) throws {
    let home = try home ?? temporaryFolder()
    self.home = home
    let base: [String: String?] = ["HOME": home, "XDG_STATE_HOME": nil]
    terminal = try PseudoTerminal(
      "sockratic", arguments, environment: base.merging(environment) { $1 }, columns: columns,
      rows: rows)
    if waiting { try seePrompt("you>") }
  }

  /// Waits for a fresh prompt below the last one.
  func seePrompt(_ prompt: String, within seconds: Double = 20) throws {
    try terminal.expectScreen("prompt “\(prompt)”", within: seconds) {
      $0.currentLine == prompt && $0.cursor.column == prompt.count + 1 && row($0) >= promptRow
    }
    promptRow = row(terminal.screen) + 1
  }

  /// Types a line and waits for the next prompt.
  /// - Returns: What was printed in between.
  @discardableResult
  func enter(_ line: String, then prompt: String, within seconds: Double = 20) throws -> [String] {
    let first = row(terminal.screen) + 1
    // Late news may have pushed the line down.
    promptRow = max(promptRow, first)
    terminal.send(line + "\r")
    try seePrompt(prompt, within: seconds)
    return Array(transcript[first..<row(terminal.screen)])
  }

  /// Types several lines in turn, each of which leaves the prompt named with it.
  func hold(_ lines: KeyValuePairs<String, String>) throws {
    for (line, prompt) in lines { try enter(line, then: prompt) }
  }

  /// All rows so far.
  var transcript: [String] { terminal.screen.scrolledOff + terminal.screen.lines }

  func seeScreen(_ what: String, _ condition: (Screen) -> Bool) throws {
    try terminal.expectScreen(what, within: 20, condition)
  }

  /// Waits for a row that begins so; it may come late.
  func see(_ row: String) throws {
    try seeScreen("row “\(row)”") { screen in
      (screen.scrolledOff + screen.lines).contains { $0.hasPrefix(row) }
    }
  }

  /// A role's process, from the table that `role` prints.
  func process(of role: String, at prompt: String) throws -> Int32 {
    let rows = try enter("role", then: prompt).map { $0.split(separator: " ") }
    let row = try #require(rows.first { $0.contains(Substring(role)) })
    return try #require(row.lazy.compactMap { Int32($0) }.first)
  }

  private func row(_ screen: Screen) -> Int { screen.scrolledOff.count + screen.cursor.row }
}

func temporaryFolder() throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "repl-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  return folder.path()
}
