internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// What an explanation is told from.
///
/// The acting role's calls are told from what was known before the statement, whatever others have
/// said since; those of the others from what everything came to, at rest. So a story is the same in
/// whatever order its messages arrived.
struct Knowledge {
  /// The sockets that the statement closed, as they were before it.
  var departed: [SocketKey: SocketView]
  /// At rest, the sockets of the others' calls as they were before the statement; else nil.
  var earlier: [SocketKey: SocketView]?
}

/// Hands the explanations what was true around a call.
extension Stage {
  func explain(
    _ call: Call, _ outcome: Outcome, by role: Role, _ knowledge: Knowledge
  ) -> [String] {
    guard explains, outcome.errno != nil || isWorthARemark(call, outcome, by: role),
      role.rounds?.isNews(call, outcome) != false
    else { return [] }
    noteTold(of: call, outcome, by: role)
    var situation = situation(of: call, by: role, knowledge)
    if role.rounds != nil, outcome.errno != nil { bringUpToDate(&situation, call, of: role) }
    if CallNames.receiving.contains(call.name), outcome.result == call.length,
      let fd = call.descriptor
    {
      situation.queueAfter = role.look(at: fd)?.receiveQueue
    }
    let cause = explanation(of: call, outcome, in: situation)
    let texts =
      (cause.isEmpty ? [] : [cause]) + newRemark(remark(on: call, outcome, in: situation))
    defer { role.explainedWait = nil }
    return texts.filter { $0 != role.explainedWait }
  }

  /// The rounds that a role plays by itself are not looked at one by one.
  private func bringUpToDate(_ situation: inout Situation, _ call: Call, of role: Role) {
    guard let fd = call.descriptor, let now = role.look(at: fd) else { return }
    situation.socket?.state = now.stateName
  }

  func explainWaiting(_ call: Call, of role: Role) {
    let isExplained = call.name == "connect" || CallNames.sending.contains(call.name)
    guard explains, isExplained || Noticed.waits.contains(call.name) else { return }
    let situation = situation(of: call, by: role, Knowledge(departed: [:], earlier: [:]))
    if let text = explanation(ofWaiting: call, in: situation) {
      role.explainedWait = text
      guard role.progress.isNew(text) else { return }
      record(.explanation(text), of: role)
    }
  }

  /// A role that SIGPIPE ended while it sent; one that was killed so while it waited is not meant.
  func explainEnd(of role: Role, _ end: RoleEnd) {
    guard explains, end == .signal(SIGPIPE), let call = role.lastCall, role.announcedCall == nil,
      CallNames.sending.contains(call.name)
    else { return }
    record(.explanation(remark(onDeathBySIGPIPE: role.name, in: call)), of: role)
  }

  func explain(_ remark: Remark, to role: String) {
    guard explains else { return }
    for text in newRemark(remark) {
      log.append(.explanation(text), role: role, time: monotonicNanoseconds())
    }
  }

  private func newRemark(_ remark: Remark?) -> [String] {
    guard let remark, remarksMade.insert(remark.id).inserted || !remark.once else { return [] }
    return [remark.text]
  }

  /// Spares the calls that come by the thousand what a remark costs.
  private func isWorthARemark(_ call: Call, _ outcome: Outcome, by role: Role) -> Bool {
    if call.name.hasPrefix("accept") { return isAcceptWorthARemark(call, by: role) }
    guard let length = call.length else { return true }
    let isSend = call.name.hasPrefix("send")
    if isMetByTLS(call, by: role) { return true }
    if outcome.result == 0 || isSend && outcome.result < length { return true }
    guard let fd = call.descriptor else { return false }
    let socket = role.sockets[fd]
    guard isSend else { return isReceiptWorthARemark(call, outcome, length, on: socket) }
    let isStream = socket?.isTCP == true
    if !isStream, isMetByStranger(call, by: role) { return true }
    let isUDP = socket?.protocolNumber == ProtocolNumber.udp
    return !remarksMade.contains(
      isStream ? "send.buffered" : isUDP ? "send.datagram" : "send.echo-request")
  }

  private func isReceiptWorthARemark(
    _ call: Call, _ outcome: Outcome, _ length: Int, on socket: SocketSnapshot?
  ) -> Bool {
    if outcome.result > Remark.shownOfData, !remarksMade.contains("recv.long") { return true }
    switch socket.map({ UInt32($0.type) }) {
    case SOCK_STREAM.rawValue:
      return call.throwsAway && !remarksMade.contains("recv.thrown-away")
    case SOCK_RAW.rawValue: return !remarksMade.isSuperset(of: ["recv.raw", "recv.echo-request"])
    // Where a message fills the room, it may have been cut.
    default: return outcome.result >= length
    }
  }

  private func isAcceptWorthARemark(_ call: Call, by role: Role) -> Bool {
    let socket = call.descriptor.flatMap { role.sockets[$0] }
    if socket?.isNonblocking == true { return true }
    let ids = ["accept.descriptor"] + (socket?.family == AF_INET6 ? ["address.mapped"] : [])
    return !remarksMade.isSuperset(of: ids)
  }

  /// Whether a datagram goes to a socket that is connected, perhaps to somebody else.
  private func isMetByStranger(_ call: Call, by role: Role) -> Bool {
    guard let fd = call.descriptor, let socket = role.sockets[fd],
      socket.protocolNumber == ProtocolNumber.udp,
      let target = call.destination ?? socket.remote,
      let receiver = network.receivers(
        protocolNumber: ProtocolNumber.udp, at: target, from: socket.host
      ).first
    else { return false }
    return network.known(receiver)?.remote != nil
  }

  /// Whether a call may have met TLS, as far as that can be seen for next to nothing.
  private func isMetByTLS(_ call: Call, by role: Role) -> Bool {
    switch call["buf"] {
    case .buffer(_, let filled?)?: looksLikeTLS(filled.kept)
    case .bytes?:
      call.descriptor.flatMap { role.sockets[$0]?.remote?.port } == 443
        && !remarksMade.contains("send.plain-to-tls")
    default: false
    }
  }

  private func situation(
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

extension Call {
  /// How many bytes it was to send or could receive; nil for other calls.
  fileprivate var length: Int? {
    if case .integer(let length)? = self["len"] { length } else { nil }
  }

  /// Whether it asks for MSG_TRUNC.
  fileprivate var throwsAway: Bool {
    if case .constant(let flags, _)? = self["flags"] { flags & Int(MSG_TRUNC) != 0 } else { false }
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
