internal import Language
public import Log
internal import Views

/// A line that was performed, and what came of it.
public struct Deed: Hashable, Sendable {
  /// `client> connect 9000`
  public var line: String
  /// Performed by a lesson, not typed.
  public var isPlayed: Bool
  /// Calls, states and ends, as a replay compares them.
  public var output: [String] = []
  /// The goals that were met by it, and by the time that passed then.
  public var met: [String] = []
}

/// What somebody did in a session, from its log, as lines that can be performed again.
///
/// What was refused, and what only shows something, is left out.
public struct Deeds: Sendable {
  public private(set) var all: [Deed] = []
  /// False where more was done than is kept.
  public private(set) var isWhole = true
  /// Which orders to a lesson count as deeds.
  private let orders: Set<String>
  private var text = TerminalText(
    style: TerminalText.Style(width: 80, explain: false, timing: false))
  /// Whether the last line is among the deeds, and nothing has come of it yet.
  private var isLastOpen = false

  /// More than this is no use to a reader.
  private static let mostDeeds = 1000
  private static let mostLines = 400  // of output, for each

  public init(orders: Set<String> = []) { self.orders = orders }

  public var lines: [String] { all.map(\.line) }

  /// `isPlayed`: a lesson performs it.
  public mutating func hear(_ event: Event, isPlayed: Bool = false) {
    switch event.kind {
    case .typed(let statement):
      add(output: text.lines(for: event))
      isLastOpen = false
      guard let role = event.role, isPlayed || isDeed(statement) else { return }
      // A line break stands only between quotes; what is performed again is one line.
      add(Deed(line: "\(role)> \(statement.replacing("\n", with: #"\n"#))", isPlayed: isPlayed))
      isLastOpen = true
    case .diagnostic(let diagnostic) where isLastOpen && isAboutLast(diagnostic):
      all.removeLast()
      isLastOpen = false
    case .called, .returned, .waiting, .state, .roleEnded:
      isLastOpen = false
      add(output: text.lines(for: event))
    default: return
    }
  }

  /// Something was typed that is no statement: an answer to what a lesson asks.
  public mutating func note(_ line: String) {
    flush()
    add(Deed(line: line, isPlayed: false))
    isLastOpen = true
  }

  /// Goals of the step were met after what was done last.
  public mutating func meet(_ goals: [String]) {
    guard let last = all.indices.last else { return }
    all[last].met += goals
  }

  /// The line that was typed is carried out: what is refused from now on is not about it.
  public mutating func endLine() { isLastOpen = false }

  /// Takes in what is still held back, for it may be a part of something longer.
  public mutating func flush() { add(output: text.flush()) }

  /// A line that was refused as a whole is another one. What is said to a lesson is refused without
  /// being shown again.
  private func isAboutLast(_ diagnostic: Diagnostic) -> Bool {
    guard let line = diagnostic.line, !line.isEmpty, let last = all.last else { return true }
    return line.contains(last.line.drop { $0 != " " }.dropFirst())
  }

  private mutating func add(_ deed: Deed) {
    guard all.count < Deeds.mostDeeds else {
      isWhole = false
      return
    }
    all.append(deed)
  }

  private mutating func add(output lines: [String]) {
    guard let last = all.indices.last, !lines.isEmpty else { return }
    let room = Deeds.mostLines - all[last].output.count
    all[last].output += lines.prefix(room)
    if lines.count > room { isWhole = false }
  }

  /// Whether `role NAME` begins a role: who is like another one is not begun by a prefix alone.
  private func makesRole(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return words.count == 2 && !all.contains { $0.line.hasPrefix("\(words[1])> ") }
  }

  private func isDeed(_ text: String) -> Bool {
    let word = text.prefix { !$0.isWhitespace }
    guard let command = command(named: String(word)) else { return false }
    return switch command.group {
    case .sockets, .connections, .data, .waiting, .wire: true
    case .roles: command.name != "role" || text.contains(" on ") || makesRole(text)
    case .facts: ["wait", "check"].contains(command.name)
    case .lessons: orders.contains(command.name)
    // Without anything behind it, let only shows what has a name.
    case .scripts: command.name == "repeat" || command.name == "let" && text != "let"
    case .session, .testing: false
    }
  }
}
