internal import Explanations
internal import SystemCalls

/// The RSTs that a story's sockets met.
struct Resets {
  fileprivate var bySocket: [SocketKey: Reset] = [:]
  fileprivate var said: Set<Reset> = []

  /// Each is told once; one reason that ended many connections, for the first of them.
  mutating func take(_ key: SocketKey) -> Reset? {
    guard let reset = bySocket.removeValue(forKey: key), said.insert(reset).inserted else {
      return nil
    }
    return reset
  }
}

extension RoleSockets {
  /// What a role's own call says of how its connection ends.
  mutating func noteEnding(by call: Call, _ outcome: Outcome) {
    guard let fd = call.descriptor else { return }
    switch call.name {
    case "connect" where outcome.errno?.name == "ECONNREFUSED": self[ending: fd].wasRefused = true
    case "shutdown" where outcome.errno == nil:
      guard case .constant(let how, _)? = call["how"] else { return }
      if how != 1 { self[ending: fd].hasShutReading = true }
      if how != 0 { self[ending: fd].hasShutWriting = true }
    case "setsockopt" where outcome.errno == nil:
      guard case .optionValue(.linger(let isOn, let seconds))? = call["optval"] else { return }
      self[ending: fd].resetsAtClose = isOn != 0 && seconds == 0
    default: break
    }
  }
}

/// How connections ended, told from their states before and after.
extension Network {
  /// To be asked before the look becomes what is known.
  func noteEndings(in look: Look, departed: [SocketKey: SocketView]) -> Resets {
    var resets = Resets()
    let former = FormerSockets(departed)
    for (key, snapshot) in look.snapshots {
      guard let role = roles[key.role], let old = role.sockets[key.fd],
        old.inode == snapshot.inode, let before = old.tcpState, let after = snapshot.tcpState,
        before != after
      else { continue }
      if after == .closed, let pair = old.pair, isHalfOpen(pair) { noteGivenUp(pair, key) }
      var ending = role.sockets[ending: key.fd]
      note(&ending, from: before, to: after, old)
      if after == .closed, ending.isReset(from: before), let pair = old.pair, !isHalfOpen(pair) {
        ending.reset = reason(forResetOf: pair, look, former)
        resets.bySocket[key] = ending.reset
      }
      role.sockets[ending: key.fd] = ending
    }
    return resets
  }

  private func note(
    _ ending: inout Ending, from before: TCPState, to after: TCPState, _ old: SocketSnapshot
  ) {
    switch after {
    case .closeWait, .lastAck, .closing, .timeWait: ending.hasPeerFinished = true
    case .closed:
      // A socket that is still held is CLOSED while the kernel keeps the pair in TIME_WAIT.
      guard ending.hasShutWriting, !ending.hasPeerFinished, let pair = old.pair else { return }
      ending.hasPeerFinished = lookUpSurely(pair)?.state == .timeWait
    case .synSent, .established:
      guard before == .closed else { return }
      let resetsAtClose = ending.resetsAtClose
      ending = Ending()
      ending.resetsAtClose = resetsAtClose
    default: break
    }
  }

  /// Whether the other end goes on: then no RST came from it, but the kernel at this end gave up.
  private func isHalfOpen(_ pair: AddressPair) -> Bool {
    lookUp(pair.reversed)?.state == .established
  }

  private func reason(
    forResetOf pair: AddressPair, _ look: Look, _ former: FormerSockets
  ) -> Reset {
    if let peer = former.connected[pair.reversed] {
      if peer.ending.resetsAtClose { return .onPurpose(role: peer.role, fd: peer.fd) }
      return peer.receiveQueue > 0
        ? .unread(role: peer.role, fd: peer.fd, bytes: peer.receiveQueue)
        : .unexplained(from: pair.remote)
    }
    if let orphan = orphans[pair.reversed] {
      return .closed(role: orphan.key.role, fd: orphan.key.fd)
    }
    if let key = heldPeer(of: pair), let ending = roles[key.role]?.sockets[ending: key.fd],
      ending.hasShutReading, ending.hasShutWriting
    {
      return .shutDown(role: key.role, fd: key.fd)
    }
    if let key = givenUp[pair.reversed] {
      return .givenUp(role: key.role, fd: key.fd)
    }
    if let key = formerListener(of: pair, look, former) {
      return .notAccepted(role: key.role, fd: key.fd)
    }
    return .unexplained(from: pair.remote)
  }

  /// The listener of this address that is none any more.
  private func formerListener(
    of pair: AddressPair, _ look: Look, _ former: FormerSockets
  ) -> SocketKey? {
    let host = hostNumber(of: pair.reversed)
    let isThere = { (view: SocketView) in view.host == host && view.isAt(pair.remote) }
    if let view = former.listening.first(where: isThere) {
      return SocketKey(role: view.role, fd: view.fd)
    }
    return receivers(of: pair).sorted().first {
      known($0)?.isListening == true && look.snapshots[$0]?.isListening == false
    }
  }
}

extension Ending {
  /// Whether a socket that was in this state and is CLOSED now has met an RST. Where it had shut down
  /// both directions it sent that itself.
  fileprivate func isReset(from before: TCPState) -> Bool {
    switch before {
    case .established, .closeWait, .finWait1, .finWait2:
      !hasShutWriting || !hasPeerFinished && !hasShutReading
    default: false
    }
  }
}

/// The sockets that a story closed, found by their addresses.
private struct FormerSockets {
  var connected: [AddressPair: SocketView] = [:]
  var listening: [SocketView] = []

  init(_ departed: [SocketKey: SocketView]) {
    for (_, view) in departed {
      if let pair = view.pair { connected[pair] = view }
      if view.state == TCPState.listen.name { listening.append(view) }
    }
    listening.sort { ($0.role, $0.fd) < ($1.role, $1.fd) }
  }
}

extension SocketView {
  var pair: AddressPair? {
    guard let local = local?.unmapped, let remote = remote?.unmapped else { return nil }
    return AddressPair(
      protocolNumber: protocolNumber, local: local, remote: remote,
      realm: Realm(host: host, remote: remote))
  }

  fileprivate func isAt(_ address: SocketAddress) -> Bool {
    guard let local, local.port == address.port else { return false }
    return local.isWildcard || local.hasSameHost(as: address)
  }
}

extension Stage {
  /// An error that a reset brought is explained as that, and needs no second line.
  func noteTold(of call: Call, _ outcome: Outcome, by role: Role) {
    guard let fd = call.descriptor, let name = outcome.errno?.name,
      ["ECONNRESET", "EPIPE"].contains(name)
    else { return }
    explainedResets.insert(SocketKey(role: role.name, fd: fd))
  }

  /// What to say of a reset beside the socket's new state; nil where a call has told of it.
  func words(for reset: Reset, of key: SocketKey) -> String? {
    if explainedResets.contains(key) { return nil }
    // close says so itself.
    if case .unread(let name, _, _) = reset, let closer = role(named: name), closer.end == nil {
      return nil
    }
    return explanation(of: reset)
  }
}
