internal import SystemCalls

extension Cause {
  /// EAGAIN and EINTR: calls that would wait, or were waiting.
  static let blocking = [
    Cause(["accept"], .wouldBlock) { failure in
      Explained(
        "The accept queue of \(failure.here) (\(failure.local)) is empty, and \(impatience(failure)).",
        next:
          "Let a client `connect`, or `poll read \(failure.here)` until one has; then `accept` again."
      )
    },
    Cause(["connect"], .wouldBlock) { failure in
      Explained(
        "\(failure.target) has no room for another connection now, and \(failure.here) does not block.",
        next: "Let the server `accept` one, then `connect` again.")
    },
    Cause(["recv", "recvfrom"], .wouldBlock) { failure in
      if failure.asksErrorQueue { return emptyErrorQueue(failure) }
      if failure.state == "SYN_SENT" { return stillConnecting(failure) }
      return Explained(
        "No \(failure.socket?.isDatagram == true ? "datagram has" : "bytes have") arrived from"
          + " \(peerOrAnyone(failure)), and \(impatience(failure)).",
        next: failure.call.hasFlag(Number.dontWait)
          ? "Plain `recv` waits for some." : "Let \(writer(failure)), then `recv` again.")
    },
    Cause(["send", "sendto"], .wouldBlock) { failure in
      if failure.state == "SYN_SENT" { return stillConnecting(failure) }
      let reader = failure.peer.map { "`\($0.role)> recv @\($0.fd)` makes room." }
      return Explained(
        "The send buffer of \(failure.here) is full: \(failure.target) does not take more now, and"
          + " \(impatience(failure)).",
        next: reader
          ?? (failure.call.hasFlag(Number.dontWait)
            ? "Plain `send` waits for room." : "`poll write \(failure.here)` waits for room."))
    },
    Cause(["accept", "recv", "recvfrom", "send", "sendto"], .interrupted) { failure in
      Explained(
        "A signal woke \(failure.role) while \(isYou(failure.role) ? "you" : "it") waited in \(failure.name) on \(failure.here), before"
          + " anything was done: nothing is lost.",
        next: "`\(failure.name)` again, as a C program would.")
    },
    Cause(["connect"], .interrupted) { failure in
      if failure.isUnix { return stillUnconnected(failure) }
      return Explained(
        "A signal woke \(failure.role) in connect, but the handshake with \(failure.target) goes on without"
          + " it.", next: "`sockets` shows its state; `connect` again waits for it.")
    },
  ]
}

/// MSG_ERRQUEUE of recv(2), IP_RECVERR of ip(7).
private func emptyErrorQueue(_ failure: Failure) -> Explained {
  let isIPv6 = failure.socket?.family == Number.inet6
  let option = isIPv6 ? "IPV6_RECVERR" : "IP_RECVERR"
  return Explained(
    "The error queue of \(failure.here) is empty: no error has come back for what it has sent, or"
      + " \(option) was not on when it came, or it was read already. With MSG_ERRQUEUE nothing"
      + " waits.",
    next: "`setsockopt \(failure.here) \(option) on` has errors kept from then on, and `poll"
      + " read \(failure.here)` says POLLERR when one is there.")
}

extension Failure {
  /// A Unix socket has no such queue, and takes no notice of the flag.
  fileprivate var asksErrorQueue: Bool { call.hasFlag(Number.errorQueue) && !isUnix }
}

private func impatience(_ failure: Failure) -> String {
  if failure.call.hasFlag(Number.dontWait) { return "MSG_DONTWAIT asks not to wait" }
  if failure.socket?.isNonblocking == true { return "the socket does not block" }
  // A call on a socket that does not block returns at once.
  guard failure.nanoseconds > 5_000_000 else { return "the socket does not block" }
  let option = failure.name.hasPrefix("send") ? "SO_SNDTIMEO" : "SO_RCVTIMEO"
  return "\(failure.name) has waited as long as \(option) lets it"
}

private func stillConnecting(_ failure: Failure) -> Explained {
  Explained(
    "\(failure.here) is still connecting to \(failure.remote) (SYN_SENT), and \(impatience(failure)).",
    next: "`poll write \(failure.here)` waits until that is over.")
}

/// Who could bring something to read.
private func writer(_ failure: Failure) -> String {
  if let peer = failure.peer { return "`\(peer.role)> send @\(peer.fd) \"hi\"` bring some" }
  return failure.socket?.remote == nil ? "somebody `sendto` it" : "the peer send some"
}

private func peerOrAnyone(_ failure: Failure) -> String {
  if let peer = failure.peer { return "\(peer.name) (\(failure.remote))" }
  return failure.socket?.remote.map(text(of:)) ?? "anyone"
}
