internal import Language
internal import Log
internal import SystemCalls

/// What a lesson may do without asking: open sockets on this machine's loopback, with names in the
/// folder that its roles have to themselves, and nothing that touches other files or other hosts. A
/// lesson can come from anywhere. Multicast it may send where the session sees that it stays on the
/// loopback. A role on a host of the wire reaches the wire and nothing else, whatever the address.
enum LessonRules {
  /// Throws what the line would do that a replay refuses. `isOnWire`: its role is on a host.
  static func check(_ line: Line, isOnWire: Bool = false) throws(Diagnostic) {
    for statement in line.statements {
      guard let reason = refusal(of: statement.order, isOnWire: isOnWire) else { continue }
      throw Diagnostic(
        "a lesson may not \(reason)", advice: reason == deferred ? adviceOnDeferred : nil,
        column: statement.column)
    }
  }

  /// What a line of a lesson comes to, in every round of its blocks.
  static func reading(of text: String, in context: Context) throws(Diagnostic) -> Line {
    try parse(text, in: context).readForEveryRound(in: context, atMost: mostRounds)
  }

  private static let deferred = "use a value that only comes as it runs"
  private static let adviceOnDeferred =
    "what a lesson does is looked at before it runs: write the value itself"

  /// What the line would do that nobody allowed; nil if that is nothing. Throws what no lesson may
  /// do, whoever says yes to it.
  static func askableIntrusion(
    of line: Line, keepsMulticastHere: Bool, isOnWire: Bool = false
  ) throws(Diagnostic) -> String? {
    for statement in line.statements {
      switch statement.order {
      case .allow(.some), .deferred:
        let reason = refusal(of: statement.order) ?? ""
        throw Diagnostic("a lesson may not \(reason)", column: statement.column)
      default: continue
      }
    }
    return intrusion(of: line, isOnWire: isOnWire) ?? (keepsMulticastHere ? nil : multicast)
  }

  private static func intrusion(of line: Line, isOnWire: Bool = false) -> String? {
    line.statements.lazy.compactMap { refusal(of: $0.order, isOnWire: isOnWire) }.first
  }

  static let multicast = "send multicast to the network"

  private static func refusal(of order: Order, isOnWire: Bool) -> String? {
    if isOnWire, case .repeated(let repetition) = order {
      return refusal(of: repetition, isOnWire: true)
    }
    return isOnWire && order.namesOnlyAnAddress ? nil : refusal(of: order)
  }

  private static func refusal(of order: Order) -> String? {
    switch order {
    case .source(let path): "read the file \(path)"
    case .lesson: "steer the player"
    case .quit: "end the session"
    case .names(let request): refusal(of: request)
    case .act(.bind(_, let address)), .act(.connect(_, let address)): refusal(of: address)
    case .transcript(_, _, let path?), .wire(.save(let path)): "write the file \(path)"
    case .diagram(let request): request.file.map { "write the file \($0)" }
    case .export(let request) where request.path != "-":
      "write \(request.path.map { "the file \($0)" } ?? "files")"
    case .partner(.start(_, _, let address?)): refusal(of: address)
    case .act(.send(_, .file(let path), _, _, _)): "read the file \(path)"
    case .act(.send(_, _, _, _, .literal(.ipv4(let host, _))?)) where host >> 28 == 0xe: nil
    case .act(.send(_, _, _, _, let address?)): refusal(of: address)
    case .repeated(let repetition): refusal(of: repetition)
    case .probe(let request): refusal(of: request.host)
    case .fuzz(let request): refusal(of: request)
    case .allow(.some): "allow anything in your name"
    case .bind(.some): "name a value: a capture in the output does"
    case .deferred: deferred
    case .act(.sendmsg(_, let envelope, _)): refusal(of: envelope)
    case .act(.sendmmsg(_, let envelopes, _)): envelopes.compactMap(refusal).first
    case .act(.descriptor(.write(_, .file(let path)))): "read the file \(path)"
    case .act(.descriptor(.writev(_, let buffers))):
      refusal(of: Envelope(address: nil, buffers: buffers, ancillary: []))
    case .act(.unlink(let path)): refusal(of: .unixPath(path))
    case .act(.setsockopt(_, let setting)):
      ([setting] + setting.others).allSatisfy(\.isOnLoopback) ? nil : "use another interface"
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

  /// `isOnWire`: who begins the block is on a host.
  private static func refusal(of repetition: Repetition, isOnWire: Bool = false) -> String? {
    if repetition.rounds > mostRounds { return "repeat a block more than \(mostRounds) times" }
    let staysThere = isOnWire && repetition.body.allSatisfy { $0.role == nil && !$0.goesOver }
    return repetition.body.lazy.compactMap { intrusion(of: $0, isOnWire: staysThere) }.first
  }

  /// A name that is no address makes the library ask name servers.
  private static func refusal(of request: NameRequest) -> String? {
    switch request {
    case .addresses(let query): refusal(of: query)
    case .name(let address, _): refusal(of: address)
    case .interfaces, .services: nil
    }
  }

  private static func refusal(of query: HostQuery) -> String? {
    guard let name = query.host, !query.hints.has("AI_NUMERICHOST"),
      !["localhost", "127.0.0.1", "::1"].contains(name)
    else { return nil }
    return "look up the host \(name)"
  }

  private static func refusal(of envelope: Envelope) -> String? {
    let files = envelope.buffers.lazy.compactMap { buffer -> String? in
      if case .file(let path) = buffer { "read the file \(path)" } else { nil }
    }
    return files.first ?? envelope.address.flatMap { refusal(of: $0) }
  }

  private static func refusal(of address: AddressReference) -> String? {
    switch address {
    case .role, .host, .loopback, .any: nil
    case .name("localhost", _): nil
    case .name(let name, _): "reach the host \(name)"
    case .scoped(let host, let port, _): refusal(of: .ipv6(host, port: port, scope: 0))
    case .literal(let address): refusal(of: address)
    }
  }

  private static func refusal(of address: SocketAddress) -> String? {
    switch address {
    case .unixPath(let path): isOwn(path) ? nil : "make or use the file \(address)"
    case .unixAbstract, .unixUnnamed: nil
    default: address.isLoopback || address.isWildcard ? nil : "reach \(address)"
    }
  }

  /// `./s.sock`: a plain name in the folder of the lesson's roles.
  private static func isOwn(_ path: [UInt8]) -> Bool {
    let name = path.dropFirst(2)
    return path.starts(with: Array("./".utf8)) && !name.contains(UInt8(ascii: "/"))
      && !name.allSatisfy { $0 == UInt8(ascii: ".") }
  }
}

extension Order {
  /// Whether the address of another machine is all that could be against it.
  fileprivate var namesOnlyAnAddress: Bool {
    switch self {
    case .act(.bind(_, .literal(let address))), .act(.connect(_, .literal(let address))):
      address.port != nil
    case .act(.send(_, .file, _, _, _)): false
    case .act(.send(_, _, _, _, .literal(let address)?)): address.port != nil
    default: false
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
