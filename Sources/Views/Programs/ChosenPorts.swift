internal import Log
internal import SystemCalls

/// Which ports the kernel chose, and for whom: no program can know them beforehand.
struct ChosenPorts: Sendable {
  struct Owner: Hashable, Sendable {
    var role: String
    var fd: Int32
    /// Where the socket is bound.
    var address: SocketAddress
    /// When that was known.
    var seq: Int
  }

  /// The newest of each.
  private var owners: [UInt16: [Owner]] = [:]
  /// Sockets that were bound to a port by its number.
  private var fixed: [String: UInt16] = [:]
  /// By role, the ports that were typed: the connections of their listeners have them, too.
  private var typed: [String: Set<UInt16>] = [:]

  mutating func take(_ event: Event, by role: String) {
    switch event.kind {
    case .returned(let returned) where returned.outcome.errno == nil: note(returned.call, role)
    case .state(let change): note(change, role, event.seq)
    default: break
    }
  }

  /// Whose port that was at that time: the last that got it before, else the first after.
  func owner(of port: UInt16, at seq: Int) -> Owner? {
    let all = owners[port] ?? []
    return all.last { $0.seq <= seq } ?? all.first
  }

  /// What the kernel chose for the socket between these events; nil if it chose nothing.
  func chosen(for role: String, _ fd: Int32, from seq: Int, to end: Int) -> Owner? {
    owners.values.joined().first {
      $0.role == role && $0.fd == fd && $0.seq > seq && $0.seq < end
    }
  }

  /// What the port is called in its owner's program.
  func variable(for owner: Owner) -> String {
    let earlier = owners.values.joined().count { $0.role == owner.role && $0.seq < owner.seq }
    return "bound_port" + (earlier == 0 ? "" : "\(earlier + 1)")
  }

  private mutating func note(_ call: Call, _ role: String) {
    guard let fd = call.descriptor else { return }
    let key = "\(role)@\(fd)"
    switch call.name {
    case "bind":
      fixed[key] = call.destination?.port ?? 0
      if let port = call.destination?.port { typed[role, default: []].insert(port) }
    case "close": fixed[key] = nil
    default: break
    }
  }

  private mutating func note(_ change: StateChange, _ role: String, _ seq: Int) {
    let bound = change.property == .local ? SocketAddress(literal: change.to) : nil
    guard !change.orphaned, let address = bound ?? change.local, let port = address.port, port != 0,
      fixed["\(role)@\(change.fd)"] ?? 0 == 0, typed[role]?.contains(port) != true
    else { return }
    let owner = Owner(role: role, fd: change.fd, address: address, seq: seq)
    // A connection has its listener's port, which is nobody's choice.
    if owners[port, default: []].contains(where: { $0.role == role }) { return }
    owners[port, default: []].append(owner)
  }
}
