internal import SystemCalls

extension Cause {
  /// ENOTCONN and EDESTADDRREQ: there is no other end.
  static let notConnected = [
    Cause(
      ["send", "sendto", "recv", "recvfrom", "shutdown", "getpeername"], .notConnected, noPeer),
    Cause(["send", "sendto"], .destinationRequired) { failure in
      Explained(
        "\(failure.here) is a \(failure.socket?.kind ?? "datagram socket") without a peer, so send does"
          + " not know where to.",
        next:
          "`sendto \(failure.example) \"hi\"` names it each time, `connect \(failure.example)` once."
      )
    },
  ]
}

private func noPeer(_ failure: Failure) -> Explained {
  if failure.state == "LISTEN" { return listener(failure) }
  if let socket = failure.socket, !["UNCONNECTED", "SYN_SENT"].contains(socket.state),
    socket.remote != nil || socket.ending.isAny
  {
    return Explained(
      "The connection of \(failure.here) to \(failure.remote) (\(socket.state)) is over, so it has no"
        + " peer any more.", next: "`close` it.")
  }
  if failure.state == "SYN_SENT" {
    return Explained(
      "\(failure.here) is still connecting (SYN_SENT): there is no peer before the handshake is done.",
      next: "`sockets` shows when it is ESTABLISHED.")
  }
  if failure.socket?.ending.wasRefused == true, failure.state == "CLOSED" {
    return Explained(
      "\(failure.here) (CLOSED) has no connection, because its connect was refused.",
      next: connectNext(failure))
  }
  let purpose = ["shutdown": "shut down", "getpeername": "name"][failure.name] ?? "talk to"
  return Explained(
    "\(failure.here) (\(failure.state)) is connected to nobody, so there is no peer to \(purpose).",
    next: peerNext(failure))
}

/// Where nobody can be connected to, a `connect` to try would only be refused.
private func peerNext(_ failure: Failure) -> String {
  if failure.socket?.isUnix != true, reachable(failure) == nil {
    return "`connect` would give it one"
      + (failure.socket?.isDatagram == true ? "." : ", once somebody listens.")
  }
  return connectNext(failure)
}

private func listener(_ failure: Failure) -> Explained {
  let own = failure.others.first {
    $0.role == failure.role && $0.local == failure.socket?.local && !$0.isListening && !$0.orphaned
  }
  return Explained(
    "\(failure.here) only listens on \(failure.local); each connection is a socket of its own, which"
      + " accept returns.",
    next: own.map { "Try `\(failure.name) @\($0.fd)`." } ?? "Try `accept`.")
}

/// A `connect` that would work now, if some role can be connected to.
func connectNext(_ failure: Failure) -> String {
  guard failure.socket?.isUnix != true else { return unixNext(failure) }
  if let socket = failure.socket, socket.ending.isAny {
    return "`close` it; a new `\(socket.maker)` can `connect`."
  }
  return "Try `connect \(reachable(failure)?.role ?? failure.example)`."
}

/// Another role's socket that this one could be connected to.
private func reachable(_ failure: Failure) -> SocketView? {
  failure.others.first {
    $0.type == failure.socket?.type && $0.family == failure.socket?.family
      && $0.role != failure.role && $0.local?.port ?? 0 != 0
      && ($0.isListening || $0.isUDP)
  }
}

private func unixNext(_ failure: Failure) -> String {
  let target = failure.others.first {
    $0.isUnix && $0.type == failure.socket?.type && $0.role != failure.role && !$0.orphaned
      && ($0.isListening || $0.isDatagram) && $0.local != .unixUnnamed
  }
  return "Try `connect \(target?.role ?? "./s.sock")`."
}
