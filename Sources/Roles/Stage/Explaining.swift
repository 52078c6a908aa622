internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// Hands the explanations what was true around a call, as it was before it.
extension Stage {
  func explain(_ call: Call, _ outcome: Outcome, by role: Role) -> [String] {
    guard outcome.errno != nil || isWorthARemark(call, outcome) else { return [] }
    let situation = situation(of: call, by: role)
    let cause = explanation(of: call, outcome, in: situation)
    return (cause.isEmpty ? [] : [cause])
      + newRemark(remark(on: call, outcome, in: situation))
  }

  private func newRemark(_ remark: Remark?) -> [String] {
    guard let remark, remarksMade.insert(remark.id).inserted || !remark.once else { return [] }
    return [remark.text]
  }

  /// Spares the calls that come by the thousand what a remark costs.
  private func isWorthARemark(_ call: Call, _ outcome: Outcome) -> Bool {
    guard let length = call.length else { return true }
    let isSend = call.name.hasPrefix("send")
    return outcome.result == 0 || (outcome.result < length) == isSend
      || isSend && !remarksMade.isSuperset(of: ["send.buffered", "send.datagram"])
  }

  private func situation(of call: Call, by role: Role) -> Situation {
    let socket = call.descriptor.flatMap { fd in
      role.sockets[fd].map { snapshot in
        var view = SocketView(snapshot, SocketKey(role: role.name, fd: fd))
        view.remote = view.remote ?? role.sockets.lastRemote(of: fd)
        return view
      }
    }
    return Situation(
      role: role.name, socket: socket, others: relevantSockets(to: call, by: role),
      isPrivileged: isPrivileged, firstUnprivilegedPort: firstUnprivilegedPort(),
      otherDescriptors: [0, 1, 2], closedDescriptors: role.sockets.closed,
      waiting: waitingCalls)
  }

  /// Whether roles may bind the well-known ports, as root may.
  public var isPrivileged: Bool { Privilege.bindsWellKnownPorts }

  private var waitingCalls: [String: String] {
    var waiting: [String: String] = [:]
    for role in roles where role.saidWaiting { waiting[role.name] = role.currentCall?.name }
    return waiting
  }

  /// Those at the call's address first, then others, a hundred in all.
  private func relevantSockets(to call: Call, by role: Role) -> [SocketView] {
    var keys: [SocketKey] = []
    for case .address(let address) in call.arguments.map(\.value) {
      for number in [ProtocolNumber.tcp, ProtocolNumber.udp] {
        keys += network.receivers(protocolNumber: number, at: address)
      }
    }
    for role in roles {
      keys += role.sockets.descriptors.prefix(100).map { SocketKey(role: role.name, fd: $0) }
    }
    var seen: Set<SocketKey> = []
    return keys.filter { seen.insert($0).inserted }.prefix(100).compactMap { key in
      network.known(key).map { SocketView($0, key) }
    } + network.orphans.all.prefix(100).map { SocketView(orphan: $1, $0) }
  }

  private func firstUnprivilegedPort() -> Int {
    readSmallFile("/proc/sys/net/ipv4/ip_unprivileged_port_start")
      .flatMap { Int($0.prefix { $0.isNumber }) } ?? 1024
  }
}

extension Call {
  /// How many bytes it was to send or could receive; nil for other calls.
  fileprivate var length: Int? {
    if case .integer(let length)? = self["len"] { length } else { nil }
  }
}

extension SocketView {
  init(_ snapshot: SocketSnapshot, _ key: SocketKey) {
    self.init(
      role: key.role, fd: key.fd, family: snapshot.family, type: snapshot.type,
      protocolNumber: snapshot.protocolNumber, local: snapshot.local, remote: snapshot.remote,
      state: snapshot.stateName, receiveQueue: snapshot.receiveQueue,
      sendQueue: snapshot.sendQueue, acceptQueue: snapshot.acceptQueue, backlog: snapshot.backlog)
  }

  init(orphan: Orphans.Orphan, _ pair: AddressPair) {
    let isIPv4 = if case .ipv4 = pair.local { true } else { false }
    self.init(
      role: orphan.key.role, fd: orphan.key.fd, family: isIPv4 ? AF_INET : AF_INET6,
      type: Int32(SOCK_STREAM.rawValue), protocolNumber: pair.protocolNumber, local: pair.local,
      remote: pair.remote, state: orphan.state.name, orphaned: true)
  }
}

/// A file of at most 4 KiB, such as /proc holds; nil if it cannot be read.
func readSmallFile(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  return withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { room in
    let count = read(descriptor, room.baseAddress, room.count)
    return count >= 0 ? String(decoding: room[..<count], as: UTF8.self) : nil
  }
}
