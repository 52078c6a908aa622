internal import SystemCalls

extension Cause {
  /// EPIPE, ECONNRESET and ECONNABORTED: there was an other end.
  static let broken = [
    Cause(["send", "sendto"], .brokenPipe, brokenPipe),
    Cause(["send", "sendto", "recv", "recvfrom"], .connectionReset, reset),
    Cause(["accept"], .connectionAborted) { failure in
      Explained(
        "A connection in the queue of \(failure.here) was reset before accept took it.",
        next: "`accept` waits for the next one.")
    },
    Cause(["send", "sendto", "recv", "recvfrom"], .connectionAborted) { failure in
      Explained(
        "This machine's kernel gave up the connection to \(failure.remote).",
        next: "`close`, `\(failure.maker)`, and `connect` again.")
    },
  ]
}

private func brokenPipe(_ failure: Failure) -> Explained {
  if let ended = knownEnding(failure) { return ended }
  return switch failure.state {
  case "LISTEN":
    Explained(
      "\(failure.here) only listens on \(failure.local); a connection is a socket that accept returns.",
      next: "Try `accept`, then `send`.")
  case "FIN_WAIT_1", "FIN_WAIT_2", "CLOSING", "LAST_ACK", "TIME_WAIT":
    Explained(
      "\(failure.here) (\(failure.state)) has shut down its own sending side: after its FIN to"
        + " \(failure.remote) no byte can follow.", next: "`recv` still reads what the peer sends.")
  case "CLOSED" where failure.socket?.remote == nil: unconnectedPipe(failure)
  default:
    deafPeer(failure)
      ?? Explained(
        "\(closer(failure)) (\(failure.here) is \(failure.state)), so bytes sent to it have no reader.",
        next: "`close` this end too.")
  }
}

/// Of Unix sockets: the peer is open and receives no more.
private func deafPeer(_ failure: Failure) -> Explained? {
  guard let socket = failure.socket, socket.isUnix, socket.peerInode != 0,
    let peer = failure.others.first(where: { $0.inode == socket.peerInode }),
    !peer.orphaned, peer.ending.hasShutReading
  else { return nil }
  return Explained(
    "\(sentence(peer.name)) is open, but has shut down its receiving side, so bytes sent to it have no"
      + " reader.", next: "What it sends still comes: `recv \(failure.here)`.")
}

/// Where it was seen what ended the connection.
private func knownEnding(_ failure: Failure) -> Explained? {
  guard let socket = failure.socket else { return nil }
  if socket.ending.hasShutWriting {
    guard socket.isTCP else {
      return Explained(
        "\(failure.here) has shut down its own sending side, so it can send nothing more.",
        next: "`close` it; `\(socket.maker)` opens another.")
    }
    let isOver = socket.ending.hasPeerFinished || socket.state == "CLOSED"
    return Explained(
      "\(failure.here) (\(socket.state)) has shut down its own sending side: after its FIN to"
        + " \(failure.remote) no byte can follow.",
      next: isOver ? "`close` it." : "`recv` still reads what the peer sends.")
  }
  if let reset = socket.ending.reset {
    let why = socket.ending.isResetTold ? "" : ": \(reset.why)"
    return Explained(
      "RST from \(reset.sender) has ended the connection of \(failure.here)\(why).",
      next: "`close` it; a new `\(socket.maker)` can `connect` again.")
  }
  guard socket.ending.wasRefused, socket.state == "CLOSED" else { return nil }
  return Explained(
    "\(failure.here) (CLOSED) has no connection, because its connect was refused: TCP's send says EPIPE"
      + " of that, not ENOTCONN.", next: connectNext(failure))
}

private func unconnectedPipe(_ failure: Failure) -> Explained {
  failure.socket?.local?.port ?? 0 == 0
    ? Explained(
      "\(failure.here) (CLOSED) was never connected: TCP's send says EPIPE of that, not ENOTCONN.",
      next: connectNext(failure))
    : Explained(
      "\(failure.here) (CLOSED, \(failure.local)) has no connection, or none any more, so bytes sent to it"
        + " have no reader.", next: "`close` it; a new `\(failure.maker)` can `connect` again.")
}

/// The peer by role where one has it, else by address.
func peerName(_ failure: Failure) -> String {
  if let peer = failure.peer { return sentence(peer.name) }
  guard let remote = failure.socket?.remote, remote != .unixUnnamed else { return "The peer" }
  return text(of: remote)
}

private func closer(_ failure: Failure) -> String {
  if let peer = failure.peer, peer.orphaned {
    return sentence("\(possessive(peer.role)) @\(peer.fd) is closed")
  }
  return "\(peerName(failure)) has closed the connection"
}

private func reset(_ failure: Failure) -> Explained {
  if failure.socket?.isUnix == true {
    return Explained(
      "The other end of \(failure.here) was closed with bytes in its queue that it never read, so this"
        + " end learns of a reset, not of an end of file.",
      next: "`close` it.")
  }
  let maker = failure.socket?.maker ?? "socket tcp"
  let reset = failure.socket?.ending.reset
  let sender = reset?.sender ?? failure.peer?.name ?? failure.remote
  let why = (reset ?? .unexplained(from: failure.socket?.remote)).why
  if failure.socket?.ending.isResetTold == true {
    return Explained(
      "The RST that came from \(sender) is told to the program now, once.",
      next: "`close` it; a new `\(maker)` can `connect` again.")
  }
  return Explained(
    "RST came from \(sender): \(why).",
    next: "`close` it; a new `\(maker)` can `connect` again.")
}
