internal import Language
internal import Log
internal import SystemCalls

/// What a lesson may do without asking: open sockets on this machine's loopback, and nothing that
/// touches files or other hosts. A lesson can come from anywhere.
enum LessonRules {
  /// Throws what the line would do that a replay refuses.
  static func check(_ line: Line) throws(Diagnostic) {
    for statement in line.statements {
      guard let reason = refusal(of: statement.order) else { continue }
      throw Diagnostic("a lesson may not \(reason)", column: statement.column)
    }
  }

  /// What the line would do that nobody allowed; nil if that is nothing.
  static func intrusion(of line: Line) -> String? {
    line.statements.lazy.compactMap { refusal(of: $0.order) }.first
  }

  private static func refusal(of order: Order) -> String? {
    switch order {
    case .source(let path): "read the file \(path)"
    case .lesson: "steer the player"
    case .quit: "end the session"
    case .act(.bind(_, let address)), .act(.connect(_, let address)): refusal(of: address)
    case .transcript(_, _, let path?): "write the file \(path)"
    case .partner(.start(_, _, let address?)): refusal(of: address)
    case .act(.send(_, .file(let path), _, _, _)): "read the file \(path)"
    case .act(.send(_, _, _, _, let address?)): refusal(of: address)
    default: nil
    }
  }

  private static func refusal(of address: AddressReference) -> String? {
    switch address {
    case .role, .loopback, .any: nil
    case .name("localhost", _): nil
    case .name(let name, _): "reach the host \(name)"
    case .literal(let address): refusal(of: address)
    }
  }

  private static func refusal(of address: SocketAddress) -> String? {
    switch address {
    case .unixPath: "make or use the file \(address)"
    case .unixAbstract, .unixUnnamed: nil
    default: address.isLoopback || address.isWildcard ? nil : "reach \(address)"
    }
  }
}
