internal import Log
internal import SystemCalls

/// Whether something is still on its way between sockets of this machine, so that a role that sleeps
/// now is about to be woken.
final class InFlight {
  let network: Network
  let look: Network.Look
  /// Whether a FIN that has arrived may wait for its acknowledgement.
  let isHurried: Bool
  /// What accept has given since the last look: at that end a handshake is over last.
  private let accepted: Set<SocketKey>
  /// The sockets of the look by their addresses. Where nothing was sent nobody asks for it.
  private lazy var connected = Dictionary(
    look.snapshots.values.compactMap { socket in socket.pair.map { ($0, socket) } }
  ) { first, _ in first }

  init(network: Network, look: Network.Look, isHurried: Bool, accepted: Set<SocketKey>) {
    self.network = network
    self.look = look
    self.isHurried = isHurried
    self.accepted = accepted
  }

  var isAnything: Bool {
    look.orphans.contains { isMoving($0.value.state, $0.key) }
      || look.snapshots.contains { isMoving($0.value, $0.key) }
  }

  /// A closed connection that waits for its peer's kernel, on this machine.
  private func isMoving(_ state: TCPState, _ pair: AddressPair) -> Bool {
    guard [.finWait1, .closing, .lastAck].contains(state) else { return false }
    if pair.realm == .wire { return network.isFinOwed(pair) }
    guard pair.remote.isLoopback || pair.local.hasSameHost(as: pair.remote) else { return false }
    if isHurried, state == .finWait1, network.lookUp(pair.reversed)?.state == .closeWait {
      return false
    }
    return (network.lookUp(pair)?.sendQueue ?? 0) <= 1 && isPeerReading(pair)
  }

  /// A FIN behind data that the peer has no room for stays where it is.
  private func isPeerReading(_ pair: AddressPair) -> Bool {
    guard let peer = network.lookUp(pair.reversed) else { return true }
    return peer.receiveQueue < 1 << 16
  }

  private func isMoving(_ socket: SocketSnapshot, _ key: SocketKey) -> Bool {
    guard let state = socket.tcpState, let pair = socket.pair else { return false }
    if pair.realm == .wire { return isMovingOnWire(socket, pair) }
    guard socket.isLocal else { return false }
    switch state {
    case .synSent: return !isKeptOut(pair)
    case .finWait1, .closing, .lastAck: return !socket.isFINWaiting && socket.sendQueue == 0
    case .established, .closeWait, .finWait2:
      return !accepted.contains(key) && isHandshakeOpen(pair) || isDataMoving(from: socket, pair)
    default: return false
    }
  }

  /// Whether a full queue keeps a connection in SYN_SENT.
  ///
  /// The kernel repeats a SYN when it likes, also between the look and this question: it may be this
  /// very connection that has filled the queue, and then it is SYN_SENT no more.
  private func isKeptOut(_ pair: AddressPair) -> Bool {
    isQueueFull(for: pair) && (network.lookUp(pair)?.state ?? .synSent) == .synSent
  }

  private func isQueueFull(for pair: AddressPair) -> Bool {
    guard let listener = network.lookUpListener(of: pair) else { return false }
    return listener.state == .listen && listener.receiveQueue > listener.sendQueue
  }

  /// The last ACK of the handshake has not arrived, unless the accept queue has no place for it.
  private func isHandshakeOpen(_ pair: AddressPair) -> Bool {
    // Asked first: the handshake that ends after the look-up may be what fills the queue.
    guard peer(of: pair) == nil, !isQueueFull(for: pair) else { return false }
    return network.lookUpSurely(pair.reversed)?.state == .synReceived
  }

  /// Bytes have left this end and not arrived at the other; or bytes wait (Nagle) for an
  /// acknowledgement that the peer's kernel owes within its delay. After a loss the peer has no room,
  /// and that can last.
  private func isDataMoving(from socket: SocketSnapshot, _ pair: AddressPair) -> Bool {
    guard socket.retransmits == 0 else { return false }
    if socket.notSent > 0 { return socket.sendQueue > socket.notSent }
    guard socket.bytesSent > 0, let peer = peer(of: pair), peer.isOpenForData else { return false }
    return socket.bytesSent > peer.bytesReceived
  }

  private func peer(of pair: AddressPair) -> SocketSnapshot? {
    connected[pair.reversed]
  }

  /// Between hosts the wire knows what is on its way. What it cannot know is that a kernel is about to
  /// acknowledge what has arrived.
  private func isMovingOnWire(_ socket: SocketSnapshot, _ pair: AddressPair) -> Bool {
    switch socket.tcpState {
    case .finWait1, .closing, .lastAck: return !socket.isFINWaiting && network.isFinOwed(pair)
    case .established, .closeWait, .finWait2:
      guard socket.retransmits == 0, socket.notSent > 0, socket.sendQueue > socket.notSent,
        let peer = peer(of: pair), peer.isOpenForData
      else { return false }
      let isAnswerLost = network.hosts?.isBroken(pair.reversed) ?? true
      return socket.bytesSent <= peer.bytesReceived && !isAnswerLost
    default: return false
    }
  }
}

extension SocketSnapshot {
  fileprivate var isOpenForData: Bool {
    tcpState == .established || tcpState == .finWait1 || tcpState == .finWait2
  }
}
