internal import Language
public import Log

/// What somebody did in a session, from its log, as lines that can be performed again: what was
/// refused, and what only shows something, is left out.
public struct TypedLines: Sendable {
  public private(set) var lines: [String] = []
  /// Whether the last statement is among the lines and nothing has come of it yet.
  private var isLastOpen = false

  public init() {}

  public mutating func hear(_ event: Event) {
    switch event.kind {
    case .typed(let text):
      isLastOpen = false
      guard let role = event.role, isDeed(text) else { return }
      // A line break stands only between quotes; a lesson's command is one line.
      lines.append("\(role)> \(text.replacing("\n", with: #"\n"#))")
      isLastOpen = true
    case .diagnostic where isLastOpen:
      lines.removeLast()
      isLastOpen = false
    case .called, .returned, .waiting, .state: isLastOpen = false
    default: return
    }
  }

  /// Somebody interrupted a role's waiting call with ⌃C.
  public mutating func noteInterrupt(of role: String) {
    lines.append("\(role)> interrupt")
    isLastOpen = false
  }

  private func isDeed(_ text: String) -> Bool {
    let word = text.prefix { !$0.isWhitespace }
    guard let command = command(named: String(word)) else { return false }
    return switch command.group {
    case .sockets, .connections, .data, .waiting: true
    case .roles: command.name != "role"
    case .facts: ["wait", "check"].contains(command.name)
    case .lessons, .session: false
    }
  }
}
