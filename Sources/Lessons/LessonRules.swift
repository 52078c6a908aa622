internal import Language
internal import Log
internal import SystemCalls

/// What a lesson may do without asking: open sockets on this machine's loopback, and nothing that
/// touches files or other hosts. A lesson can come from anywhere. Multicast it may send where the
/// session sees that it stays on the loopback.
enum LessonRules {
  /// Throws what the line would do that a replay refuses.
  static func check(_ line: Line) throws(Diagnostic) {
    for statement in line.statements {
      guard let reason = refusal(of: statement.order) else { continue }
      throw Diagnostic("a lesson may not \(reason)", column: statement.column)
    }
  }

  /// What the line would do that nobody allowed; nil if that is nothing.
  static func intrusion(of line: Line, keepsMulticastHere: Bool) -> String? {
    line.statements.lazy.compactMap { refusal(of: $0.order) }.first
      ?? (keepsMulticastHere ? nil : multicast)
  }

  static let multicast = "send multicast to the network"

  private static func refusal(of order: Order) -> String? {
    switch order {
    case .source(let path): "read the file \(path)"
    case .lesson: "steer the player"
    case .quit: "end the session"
    case .act(.bind(_, let address)), .act(.connect(_, let address)): refusal(of: address)
    case .act(.send(_, .file(let path), _, _, _)): "read the file \(path)"
    case .act(.send(_, _, _, _, .literal(.ipv4(let host, _))?)) where host >> 28 == 0xe: nil
    case .act(.send(_, _, _, _, let address?)): refusal(of: address)
    case .act(.setsockopt(_, let setting)): setting.isOnLoopback ? nil : "use another interface"
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

extension OptionSetting {
  /// Whether what it has to do with interfaces is about the loopback alone.
  fileprivate var isOnLoopback: Bool {
    switch value {
    case .outgoing(let local, let interface), .membership(_, let local, let interface):
      interface.map { $0 == 1 || self.interface == "lo" } ?? (local >> 24 == 127)
    case .sourceMembership(_, let local, _): local >> 24 == 127
    case .membership6(_, let number), .interface(let number), .networkInterface(let number):
      number == 1 || interface == "lo"
    default: true
    }
  }
}
