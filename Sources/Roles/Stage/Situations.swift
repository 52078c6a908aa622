internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// What was true around a call, for its explanation.
extension Stage {
  func situation(
    of call: Call, by role: Role, _ knowledge: Knowledge
  ) -> Situation {
    let key = call.descriptor.map { SocketKey(role: role.name, fd: $0) }
    var socket = key.flatMap { knowledge.earlier?[$0] ?? knowledge.departed[$0] ?? view(of: $0) }
    if knowledge.earlier != nil, let key, role.sockets[key.fd] != nil {
      socket?.ending = role.sockets[ending: key.fd]
    }
    var situation = Situation(
      role: role.name, socket: socket,
      others: relevantSockets(to: call, on: socket) + formerPeer(of: socket) + departed(knowledge)
        + orphans(knowledge),
      isPrivileged: isPrivileged, firstUnprivilegedPort: firstUnprivilegedPort(),
      otherDescriptors: Set([0, 1, 2]).subtracting(role.sockets.closed),
      closedDescriptors: role.sockets.closed,
      file: fileState(of: call, on: socket), waiting: waitingCalls,
      epollSets: epollSets(of: role, for: call),
      reported: role.noticed.readable(before: call), connecting: role.noticed.connecting)
    situation.interfaces = role.interfaces
    situation.options = call.descriptor.map(role.settings.options) ?? []
    situation.isWireGone = role.host != 0 && hosts?.isGone == true
    situation.isSimultaneousOpen = call.name == "connect" && isSimultaneousOpen(call, role)
    return situation
  }

  private func isSimultaneousOpen(_ call: Call, _ role: Role) -> Bool {
    call.descriptor.flatMap { role.sockets[$0]?.pair }.map(crossings.contains) ?? false
  }

  /// What is at the path that a call is about.
  private func fileState(of call: Call, on socket: SocketView?) -> FileState {
    guard case .unixPath(let path)? = call.destination ?? socket?.local else { return .unknown }
    var status = Glibc.stat()
    let name = located(path).map { CChar(bitPattern: $0) } + [0]
    guard lstat(name, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFSOCK ? .socket : .other
  }

  /// What they watch is looked at where the call is about it.
  private func epollSets(of role: Role, for call: Call) -> [Int32: [PollEntry]] {
    guard role.end == nil else { return [:] }
    return Dictionary(
      role.epollSets.map { fd in
        let isMeant = call.name.hasPrefix("epoll_") && call.descriptor == fd
        let watched = isMeant ? role.view.watched(by: fd)?.prefix(100) : nil
        return (fd, (watched ?? []).map { PollEntry(fd: $0.fd, events: $0.event.events) })
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether roles may bind the well-known ports, as root may.
  public var isPrivileged: Bool { Privilege.bindsWellKnownPorts }

  /// The Unix socket that was at the other end and is closed.
  private func formerPeer(of socket: SocketView?) -> [SocketView] {
    guard let socket, socket.peerInode != 0, network.holders(of: socket.peerInode).isEmpty,
      let key = network.formerHolder(of: socket.peerInode)
    else { return [] }
    var view = socket
    (view.role, view.fd, view.orphaned) = (key.role, key.fd, true)
    (view.inode, view.peerInode) = (socket.peerInode, socket.inode)
    (view.local, view.remote) = (socket.remote, socket.local)
    return [view]
  }

  private var waitingCalls: [String: String] {
    var waiting: [String: String] = [:]
    for role in roles { waiting[role.name] = role.announcedCall?.name }
    return waiting
  }

  /// A socket as it was known at the last rest, with the peer that it had.
  func view(of key: SocketKey) -> SocketView? {
    guard let sockets = network.roles[key.role]?.sockets, let snapshot = sockets[key.fd] else {
      return nil
    }
    var view = SocketView(snapshot, key)
    view.remote = view.remote ?? sockets.lastRemote(of: key.fd)
    view.ending = sockets[ending: key.fd]
    return view
  }

  /// The sockets of the calls that have come back and are not yet logged.
  var viewsOfLateCalls: [SocketKey: SocketView] {
    var views: [SocketKey: SocketView] = [:]
    for role in roles {
      for case .returned(let call, _, _) in role.inbox {
        guard let fd = call.descriptor else { continue }
        let key = SocketKey(role: role.name, fd: fd)
        views[key] = view(of: key)
      }
    }
    return views
  }

  /// Those at the call's address first, then others, a hundred in all.
  private func relevantSockets(to call: Call, on socket: SocketView?) -> [SocketView] {
    let host = socket?.host ?? 0
    // On other hosts the same addresses are other sockets'.
    let destination = call.destination ?? socket?.remote
    let places = [host] + (destination.map { network.places(of: $0, from: host) } ?? [])
    var keys = socket.map { network.holders(of: $0.peerInode) } ?? []
    if let address = call.destination {
      for number in [ProtocolNumber.tcp, ProtocolNumber.udp, 0] {
        keys += network.receivers(
          protocolNumber: number, at: address, from: host
        ).sorted()
      }
    }
    for role in roles where places.contains(role.host) {
      keys += role.sockets.descriptors.prefix(100).map { SocketKey(role: role.name, fd: $0) }
    }
    var seen: Set<SocketKey> = []
    return keys.filter { seen.insert($0).inserted }.prefix(100).compactMap { key in
      view(of: key)
    }
  }

  /// Those that the statement closed: before it they were still there, after it nobody holds them.
  private func departed(_ knowledge: Knowledge) -> [SocketView] {
    let views = knowledge.departed.sorted { $0.key < $1.key }.map(\.value)
    guard knowledge.earlier != nil else { return Array(views.prefix(100)) }
    let isTCP: (SocketView) -> Bool = {
      $0.remote != nil && $0.protocolNumber == ProtocolNumber.tcp
    }
    return views.filter { isTCP($0) && !isOrphan($0) && network.holders(of: $0.inode).isEmpty }
      .prefix(100).map { view in
        var view = view
        view.state = TCPState.closed.name
        view.orphaned = true
        return view
      }
  }

  private func isOrphan(_ view: SocketView) -> Bool {
    guard let pair = view.pair else { return false }
    return network.orphans[pair] != nil
  }

  private func orphans(_ knowledge: Knowledge) -> [SocketView] {
    let isAtRest = knowledge.earlier != nil
    let known = network.orphans.newestFirst.lazy
      .filter { isAtRest || knowledge.departed[$1.key] == nil }
    return known.prefix(100).map {
      SocketView(orphan: $1, $0, on: network.hostNumber(of: $0))
    }
  }

  private func firstUnprivilegedPort() -> Int {
    readSmallFile("/proc/sys/net/ipv4/ip_unprivileged_port_start")
      .flatMap { Int($0.prefix { $0.isNumber }) } ?? 1024
  }
}

extension SocketView {
  init(_ snapshot: SocketSnapshot, _ key: SocketKey) {
    self.init(
      role: key.role, fd: key.fd, family: snapshot.family, type: snapshot.type,
      protocolNumber: snapshot.protocolNumber, local: snapshot.local, remote: snapshot.remote,
      state: snapshot.stateName, receiveQueue: snapshot.receiveQueue,
      sendQueue: snapshot.sendQueue, acceptQueue: snapshot.acceptQueue, backlog: snapshot.backlog)
    (inode, peerInode) = (snapshot.inode, snapshot.peerInode)
    isNonblocking = snapshot.isNonblocking
    host = snapshot.host
  }

  init(orphan: Orphans.Orphan, _ pair: AddressPair, on host: Int) {
    let isIPv4 = if case .ipv4 = pair.local { true } else { false }
    self.init(
      role: orphan.key.role, fd: orphan.key.fd, family: isIPv4 ? AF_INET : AF_INET6,
      type: Int32(SOCK_STREAM.rawValue), protocolNumber: pair.protocolNumber, local: pair.local,
      remote: pair.remote, state: orphan.state.name, orphaned: true)
    self.host = host
  }
}
