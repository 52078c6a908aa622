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
        next: "`close`, `socket tcp`, and `connect` again.")
    },
  ]
}

private func brokenPipe(_ failure: Failure) -> Explained {
  switch failure.state {
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
    Explained(
      "\(peerName(failure)) has closed the connection (\(failure.here) is \(failure.state)), so bytes"
        + " sent to it have no reader.", next: "`close` this end too.")
  }
}

private func unconnectedPipe(_ failure: Failure) -> Explained {
  failure.socket?.local?.port ?? 0 == 0
    ? Explained(
      "\(failure.here) (CLOSED) was never connected: TCP's send says EPIPE of that, not ENOTCONN.",
      next: connectNext(failure))
    : Explained(
      "\(failure.here) (CLOSED, \(failure.local)) has no connection, or none any more, so bytes sent to it"
        + " have no reader.", next: "`close` it; a new `socket tcp` can `connect` again.")
}

/// The peer by role where one has it, else by address.
func peerName(_ failure: Failure) -> String {
  if let peer = failure.peer { return sentence(peer.name) }
  return failure.socket?.remote.map { text(of: $0) } ?? "The peer"
}

private func reset(_ failure: Failure) -> Explained {
  if failure.socket?.isUnix == true {
    return Explained(
      "The other end of \(failure.here) was closed with bytes in its queue that it never read, so this"
        + " end learns of a reset, not of an end of file.",
      next: "`close` it.")
  }
  return Explained(
    "\(peerName(failure)) answered with RST: it closed with bytes unread, or was closed already when"
      + " more bytes came. What was on the way is lost.",
    next:
      "`close` it; a new `socket tcp` can `connect` again.")
}
