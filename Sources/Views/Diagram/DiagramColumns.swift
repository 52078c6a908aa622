internal import Log
internal import SystemCalls

/// Who stands where: a column for each role, partner and host, in the order in which they came.
struct DiagramColumns: Sendable {
  private(set) var all: [Diagram.Column] = []
  private var places: [Diagram.Column: Int] = [:]
  /// The column of a role's name now; and whether that role has been started.
  private var roles: [String: Int] = [:]
  /// By address: the port of a role's socket on a host.
  private var holders: [String: [SocketAddress: Int]] = [:]
  /// Who on a host was the last to send something.
  private var senders: [String: Int] = [:]

  mutating func place(_ column: Diagram.Column) -> Int {
    if let place = places[column] { return place }
    places[column] = all.count
    all.append(column)
    return all.count - 1
  }

  mutating func start(_ role: String, on host: String?) -> Int {
    let place = place(.init(kind: .role, name: role, host: host))
    roles[role] = place
    return place
  }

  /// A role whose start was not seen is on this machine.
  mutating func role(_ name: String) -> Int { roles[name] ?? start(name, on: nil) }

  func isRole(_ name: String) -> Bool { roles[name] != nil }

  mutating func partner(_ name: String) -> Int {
    place(.init(kind: .partner, name: name, host: nil))
  }

  // MARK: Hosts

  /// A role's socket was seen to have an address there.
  mutating func hold(_ address: SocketAddress?, by role: String?) {
    guard let role, let place = roles[role], let host = all[place].host, let address,
      address.port != 0
    else { return }
    holders[host, default: [:]][address.isWildcard ? anyHost(address) : address.unmapped] = place
  }

  mutating func send(from place: Int) {
    if let host = all[place].host { senders[host] = place }
  }

  /// Whose packet it is on that host: the role whose socket has the address; else the last that sent
  /// something, whose port is not known yet, one that is in a call, or the first there; else the host's
  /// own.
  mutating func end(
    of address: SocketAddress, on host: String, inCall: (Int) -> Bool
  ) -> Int {
    let known = holders[host]
    if let place = known?[address.unmapped] ?? known?[anyHost(address)] { return place }
    let there = all.indices.filter { all[$0].kind == .role && all[$0].host == host }
    return senders[host] ?? there.first(where: inCall) ?? there.first
      ?? place(.init(kind: .host, name: host, host: host))
  }

  /// The same port on whatever address.
  private func anyHost(_ address: SocketAddress) -> SocketAddress {
    .any(port: address.port ?? 0)
  }
}
