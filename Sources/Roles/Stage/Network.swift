internal import Explanations
internal import Glibc
internal import Log
internal import SystemCalls

/// What the stage knows of every socket of every role, learnt from outside them.
final class Network {
  private var index = SocketIndex()
  private(set) var orphans = Orphans()
  /// Connections that one end's kernel has given up while the other goes on.
  private(set) var givenUp: [AddressPair: SocketKey] = [:]
  private var formerUnix: [UInt64: SocketKey] = [:]
  /// Without sock_diag (a container's filter may forbid it) connections that no process holds are
  /// taken to be gone, and nothing else is lost.
  private(set) lazy var ownDiagnosis = try? SocketDiagnosis()
  /// nil while there is no wire.
  var hosts: Hosts?
  /// Sockets that are given packets of any conversation (raw(7), packet(7)).
  private var packetSockets: Set<SocketKey> = []
  /// By name: those that live, and those that have ended and not yet been reported.
  var roles: [String: Role] = [:]

  /// What one look at the touched sockets showed.
  struct Look {
    var snapshots: [SocketKey: SocketSnapshot] = [:]
    /// The states of connections that no process holds; `CLOSED` once the kernel has dropped them.
    var orphans: [AddressPair: Orphans.Orphan] = [:]
  }

  // MARK: Looking

  /// Looks at the touched sockets and at their peers.
  func look(at touch: Touch, everything: @autoclosure () -> [SocketKey]) -> Look {
    var look = Look()
    look.snapshots.reserveCapacity(touch.keys.count)
    for key in touch.keys { add(key, to: &look) }
    for destination in touch.destinations { addReceivers(of: destination, to: &look) }
    if touch.isEverything { for key in everything() { add(key, to: &look) } }
    if touch.canBeSeen { for key in packetSockets { add(key, to: &look) } }
    for (pair, orphan) in touch.closed { add(orphan, pair, to: &look) }
    if touch.isEverything { for (pair, orphan) in orphans.all { add(orphan, pair, to: &look) } }
    for (key, snapshot) in look.snapshots { addPeers(of: key, snapshot, to: &look) }
    for pair in touch.closed.keys { addPeer(of: pair, to: &look) }
    return look
  }

  func known(_ key: SocketKey) -> SocketSnapshot? { roles[key.role]?.sockets[key.fd] }

  private func add(_ key: SocketKey, to look: inout Look) {
    guard look.snapshots[key] == nil, let role = roles[key.role], role.end == nil else { return }
    guard let snapshot = self.look(at: key) else { return }
    look.snapshots[key] = snapshot
    for other in index.holders(of: snapshot.inode) { add(other, to: &look) }
  }

  /// What a descriptor's socket is like now; nil if the descriptor is none.
  ///
  /// At the end of both directions the kernel closes the socket and carries on its connection by
  /// itself: the descriptor says CLOSED, the connection is in TIME_WAIT, and that is what is meant.
  func look(at key: SocketKey) -> SocketSnapshot? {
    guard var snapshot = roles[key.role]?.look(at: key.fd) else { return nil }
    if let memory = queuedMemory(of: snapshot) { snapshot.receiveMemory = memory }
    if snapshot.isUnix { complete(&snapshot, since: known(key)) }
    guard snapshot.tcpState == .closed, let old = known(key), old.inode == snapshot.inode,
      let state = old.tcpState, canLeadToTimeWait(state, key), let pair = old.pair,
      lookUpSurely(pair)?.state == .timeWait
    else { return snapshot }
    snapshot.tcpState = .timeWait
    (snapshot.local, snapshot.remote) = (old.local, old.remote)
    return snapshot
  }

  /// From ESTABLISHED after its own `shutdown`: the rest can have passed since the last look.
  private func canLeadToTimeWait(_ state: TCPState, _ key: SocketKey) -> Bool {
    switch state {
    case .finWait1, .finWait2, .closing, .timeWait: true
    case .established: roles[key.role]?.sockets[ending: key.fd].hasShutWriting == true
    default: false
    }
  }

  /// What a UDP socket's queue takes in memory, as ss(8) shows it: the socket's own figure goes down
  /// late, when several datagrams were read or the last one.
  private func queuedMemory(of snapshot: SocketSnapshot) -> Int? {
    guard snapshot.receiveMemory > 0, snapshot.protocolNumber == ProtocolNumber.udp,
      let local = snapshot.local, let diagnosis = diagnosis(on: snapshot.host)
    else { return nil }
    let entry = try? diagnosis.lookup(
      protocolNumber: ProtocolNumber.udp, local: local, remote: snapshot.remote)
    // Of several sockets on one port, the kernel answers for one.
    return entry?.inode == snapshot.inode ? entry?.receiveQueue : nil
  }

  /// A closed peer has no inode any more: it is known by the one it had.
  private func complete(_ snapshot: inout SocketSnapshot, since old: SocketSnapshot?) {
    guard let diagnosis = diagnosis(on: snapshot.host),
      let entry = try? diagnosis.lookUpUnix(inode: snapshot.inode)
    else { return }
    if entry.isListening {
      snapshot.acceptQueue = entry.receiveQueue
      snapshot.backlog = entry.sendQueue
    }
    snapshot.shutdown = entry.shutdown
    snapshot.peerInode = entry.peerInode
    guard entry.peerInode == 0, snapshot.remote != nil, let old, old.inode == snapshot.inode else {
      return
    }
    snapshot.peerInode = old.peerInode
  }

  private func addReceivers(of destination: Touch.Destination, to look: inout Look) {
    guard let sender = look.snapshots[destination.socket] else { return }
    let receivers = receivers(
      protocolNumber: sender.protocolNumber, at: destination.address, from: sender.host)
    for key in receivers { add(key, to: &look) }
  }

  private func addPeers(of key: SocketKey, _ snapshot: SocketSnapshot, to look: inout Look) {
    let old = known(key)
    if let pair = snapshot.pair { addPeer(of: pair, to: &look) }
    if let pair = old?.pair, pair != snapshot.pair { addPeer(of: pair, to: &look) }
    for inode in [snapshot.peerInode, old?.peerInode ?? 0] where inode != 0 {
      for peer in index.holders(of: inode) { add(peer, to: &look) }
    }
  }

  /// The other end of a connection, or for datagrams and for a connection that is not yet accepted,
  /// the socket that is bound there.
  private func addPeer(of pair: AddressPair, to look: inout Look) {
    if let peer = index[pair.reversed] { return add(peer, to: &look) }
    if let orphan = orphans[pair.reversed] { return add(orphan, pair.reversed, to: &look) }
    for key in receivers(of: pair) { add(key, to: &look) }
  }

  private func add(_ orphan: Orphans.Orphan, _ pair: AddressPair, to look: inout Look) {
    guard pair.protocolNumber == ProtocolNumber.tcp else { return }
    let entry = orphan.state == .closeWait ? lookUp(pair) : lookUpSurely(pair)
    look.orphans[pair] = Orphans.Orphan(key: orphan.key, state: entry?.state ?? .closed)
  }

  /// The descriptor that holds the other end of a connection.
  func heldPeer(of pair: AddressPair) -> SocketKey? { index[pair.reversed] }

  /// The sockets that what is sent to an address from that host can reach.
  func receivers(
    protocolNumber: Int32, at address: SocketAddress, from host: Int
  ) -> [SocketKey] {
    places(of: address, from: host).flatMap {
      index.receivers(protocolNumber: protocolNumber, at: address, on: $0)
    }
  }

  /// Those that are bound where a connection's other end is.
  func receivers(of pair: AddressPair) -> [SocketKey] {
    receivers(
      protocolNumber: pair.protocolNumber, at: pair.remote, from: hostNumber(of: pair))
  }

  /// Every descriptor that is known for a socket.
  func holders(of inode: UInt64) -> [SocketKey] { index.holders(of: inode) }

  /// Whose a Unix socket was that nobody holds any more; nil if that was long ago.
  func formerHolder(of inode: UInt64) -> SocketKey? { formerUnix[inode] }

  // MARK: Taking note

  /// Makes a look what is known, and says what changed, in the order of the descriptors.
  /// `accepted`: descriptors that accept has given since the last one.
  func commit(_ look: Look, accepted: Set<SocketKey>) -> [SocketKey: [StateChange]] {
    var changes: [SocketKey: [StateChange]] = [:]
    // In their order, so that of several new ones the highest is the newest.
    for key in look.snapshots.keys.sorted() {
      guard let snapshot = look.snapshots[key] else { continue }
      add(commit(key, snapshot, isAccepted: accepted.contains(key)), of: key)
    }
    for (pair, orphan) in look.orphans {
      add(commit(orphan, pair, since: orphans[pair]?.state), of: orphan.key)
    }
    return changes

    func add(_ new: [StateChange], of key: SocketKey) {
      if !new.isEmpty { changes[key, default: []] += new }
    }
  }

  private func commit(
    _ key: SocketKey, _ snapshot: SocketSnapshot, isAccepted: Bool
  ) -> [StateChange] {
    guard let role = roles[key.role] else { return [] }
    let old = role.sockets[key.fd]
    if let old, old.inode == snapshot.inode {
      if old.pair != snapshot.pair || old.local != snapshot.local {
        index.remove(key, old)
        index.add(key, snapshot)
      }
      role.sockets.update(key.fd, snapshot)
      return snapshot.changes(since: old, fd: key.fd)
    }
    if let old { index.remove(key, old) }
    index.add(key, snapshot)
    if snapshot.seesPackets { packetSockets.insert(key) } else { packetSockets.remove(key) }
    // What was under way to a new holder is nobody's no more.
    if let pair = snapshot.pair { orphans.remove(pair) }
    role.sockets.open(key.fd, snapshot)
    switch snapshot.tcpState {
    // Nothing else ends a connection that nobody has closed; who it was is not known any more.
    case .closed where isAccepted: role.sockets[ending: key.fd].reset = .unexplained(from: nil)
    case .closeWait: role.sockets[ending: key.fd].hasPeerFinished = true
    default: break
    }
    return snapshot.changes(since: nil, fd: key.fd, isAccepted: isAccepted)
  }

  private func commit(
    _ orphan: Orphans.Orphan, _ pair: AddressPair, since old: TCPState?
  ) -> [StateChange] {
    if orphan.state == .closed { orphans.remove(pair) } else { orphans.set(pair, orphan) }
    guard let old, old != orphan.state else { return [] }
    return [
      StateChange(
        fd: orphan.key.fd, property: .state, from: old.name, to: orphan.state.name,
        local: pair.local,
        remote: pair.remote, orphaned: true)
    ]
  }

  /// The descriptor is gone; its connection, if there was one, is an orphan from now on.
  func close(_ key: SocketKey) -> (pair: AddressPair, orphan: Orphans.Orphan)? {
    guard let role = roles[key.role], let snapshot = role.sockets[key.fd] else { return nil }
    index.remove(key, snapshot)
    packetSockets.remove(key)
    role.sockets.close(key.fd)
    guard index.holders(of: snapshot.inode).isEmpty else { return nil }
    if snapshot.isUnix { remember(key, snapshot.inode) }
    guard let pair = snapshot.pair, let state = snapshot.tcpState else { return nil }
    let orphan = Orphans.Orphan(key: key, state: state)
    orphans.set(pair, orphan)
    return (pair, orphan)
  }
}

extension Network {
  func noteGivenUp(_ pair: AddressPair, _ key: SocketKey) {
    if givenUp.count >= Orphans.followed { givenUp = [:] }
    givenUp[pair] = key
  }

  /// As many closed Unix sockets as orphans are remembered.
  private func remember(_ key: SocketKey, _ inode: UInt64) {
    if formerUnix.count >= Orphans.followed { formerUnix = [:] }
    formerUnix[inode] = key
  }
}

/// The numbers of <netinet/in.h>.
enum ProtocolNumber {
  static let tcp: Int32 = 6
  static let udp: Int32 = 17
}

extension SocketSnapshot {
  fileprivate var seesPackets: Bool {
    type == Int32(SOCK_RAW.rawValue) || family == AF_PACKET
  }
}
