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

  /// What the line would do that nobody allowed; nil if that is nothing. Throws what no lesson may
  /// do, whoever says yes to it.
  static func askableIntrusion(of line: Line) throws(Diagnostic) -> String? {
    for statement in line.statements {
      switch statement.order {
      case .allow(.some), .deferred:
        let reason = refusal(of: statement.order) ?? ""
        throw Diagnostic("a lesson may not \(reason)", column: statement.column)
      default: continue
      }
    }
    return intrusion(of: line)
  }

  private static func intrusion(of line: Line) -> String? {
    line.statements.lazy.compactMap { refusal(of: $0.order) }.first
  }

  private static func refusal(of order: Order) -> String? {
    switch order {
    case .source(let path): "read the file \(path)"
    case .lesson: "steer the player"
    case .quit: "end the session"
    case .act(.bind(_, let address)), .act(.connect(_, let address)): refusal(of: address)
    case .act(.send(_, .file(let path), _, _, _)): "read the file \(path)"
    case .act(.send(_, _, _, _, let address?)): refusal(of: address)
    case .repeated(let repetition): refusal(of: repetition)
    case .probe(let request): refusal(of: request.host)
    case .fuzz(let request): refusal(of: request)
    case .allow(.some): "allow anything in your name"
    case .bind(.some): "name a value: a capture in the output does"
    case .deferred: "use a value that only comes as it runs"
    default: nil
    }
  }

  private static func refusal(of host: ProbeHost) -> String? {
    switch host {
    case .address(let address): refusal(of: address)
    case .name("localhost"): nil
    case .name(let name): "reach the host \(name)"
    }
  }

  private static func refusal(of request: FuzzRequest) -> String? {
    if let file = request.file { return "write the file \(file)" }
    if case .file(let path) = request.template { return "read the file \(path)" }
    if case .address(let address, _) = request.target { return refusal(of: address) }
    return nil
  }

  /// What a replay has time for, all rounds of blocks within blocks counted.
  private static let mostRounds = 10_000

  private static func refusal(of repetition: Repetition) -> String? {
    if repetition.rounds > mostRounds { return "repeat a block more than \(mostRounds) times" }
    return repetition.body.lazy.compactMap { intrusion(of: $0) }.first
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

extension Repetition {
  /// How many rounds there are at most, blocks within blocks counted.
  fileprivate var rounds: Int {
    let inner = body.flatMap(\.statements).map { statement in
      if case .repeated(let repetition) = statement.order { repetition.rounds } else { 1 }
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: inner.max() ?? 1)
    return overflow ? .max : product
  }
}
