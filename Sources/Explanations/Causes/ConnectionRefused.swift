internal import SystemCalls

extension Cause {
  /// ECONNREFUSED: TCP says it of the SYN, UDP of an earlier datagram, Unix of the name.
  static let connectionRefused = [
    Cause(["connect"], .connectionRefused) { failure in
      if failure.address?.isUnix == true { return refusedByName(failure) }
      return failure.socket?.isDatagram == true ? refusedLate(failure) : refusedSYN(failure)
    },
    Cause(["send", "sendto", "recv", "recvfrom"], .connectionRefused) { failure in
      if failure.socket?.isUnix == true { return refusedByName(failure) }
      return failure.socket?.isStream == true ? refusedSYN(failure) : refusedLate(failure)
    },
  ]
}

private func refusedSYN(_ failure: Failure) -> Explained {
  guard let address = failure.address ?? failure.socket?.remote else {
    return Explained("Nothing listens there, so the kernel answered the SYN with RST.")
  }
  if address.port == 0 {
    return Explained(
      "Nobody can listen on port 0, which stands for any free port in bind, so the kernel answered the"
        + " SYN with RST.", next: connectNext(failure))
  }
  let owners = failure.others.filter { $0.isTCP && $0.owns(address) }
  if let bound = owners.first(where: { $0.state == "CLOSED" && $0.remote == nil }) {
    return Explained(
      "\(bound.name) is bound to \(text(of: bound.local)) but has not called listen, so the kernel"
        + " answered the SYN with RST.", next: "Try `\(bound.role)> listen`.")
  }
  if let other = failure.others.first(where: {
    $0.isUDP && $0.owns(address) && !hasListener(failure)
  }) {
    return Explained(
      "\(other.name) is UDP: it has port \(address.port ?? 0) of UDP, and nothing listens on TCP's port of"
        + " that number, so the kernel answered the SYN with RST.",
      next: "`\(other.maker)` can `connect` to it.")
  }
  let why =
    "Nothing listens on \(text(of: address)), so the kernel"
    + (address.isLoopback || address.isWildcard ? "" : " there") + " answered the SYN with RST."
  return Explained(why, next: whoListens(failure, address))
}

private func hasListener(_ failure: Failure) -> Bool {
  failure.others.contains { $0.isTCP && $0.isListening && $0.local?.port == failure.address?.port }
}

private func whoListens(_ failure: Failure, _ address: SocketAddress) -> String {
  let listeners = failure.others.filter { $0.isTCP && $0.isListening }
  let samePort = listeners.first { $0.local?.port == address.port }
  guard let listener = samePort ?? listeners.first, let local = listener.local else {
    let server = failure.role == "server" ? "other" : "server"
    let port = Int(address.port ?? 0)
    if failure.isElsewhere(address) {
      return onItsHost("socket tcp\(address.needsIPv6 ? "6" : "")", port, " and `listen`")
    }
    let situation = failure.situation
    let maker = "socket tcp\(address.needsIPv6 ? "6" : "")"
    if port < situation.firstUnprivilegedPort, !situation.isPrivileged {
      return "Let a role do it on a port that it may have: `\(server)> \(maker)`,"
        + " `\(server)> bind 0`, `\(server)> listen`."
    }
    return
      "Let a role do it: `\(server)> \(maker)`, `\(server)> bind \(port)`, `\(server)> listen`."
  }
  if local.host?.mapped == nil, failure.socket?.family == Number.inet {
    return "But \(listener.name) listens on \(text(of: local)), which takes a `socket tcp6`."
  }
  if local.isLoopback, listener.host != failure.socket?.host ?? 0 {
    return "But \(listener.name) listens on \(text(of: local)), the loopback of its own host: after"
      + " `bind *:\(local.port ?? 0)` it would be reached from others."
  }
  let way = way(to: listener, failure)
  return "But \(listener.name) listens on \(text(of: local)): try `connect \(way)`."
}

/// What is to be done on the host that was asked, by a role that is there.
private func onItsHost(_ maker: String, _ port: Int, _ end: String = "") -> String {
  "A role on that host could do it: `role NAME on HOST`, then `\(maker)`, `bind *:\(port)`\(end)."
    + " `wire` says which host has the address."
}

extension Failure {
  /// Whether an address is another host's on the wire.
  fileprivate func isElsewhere(_ address: SocketAddress) -> Bool {
    isOnWire && !address.isLoopback && !address.isWildcard
  }
}

/// What to type to reach a listener: one that has every address of another host goes by its name.
private func way(to listener: SocketView, _ failure: Failure) -> String {
  guard let local = listener.local else { return listener.role }
  return listener.host != failure.socket?.host ?? 0 && local.isWildcard
    ? listener.role : reachable(local)
}

/// What to type to reach a socket bound here: the wildcard means loopback.
private func reachable(_ local: SocketAddress) -> String {
  guard local.isWildcard, let port = local.port else { return text(of: local) }
  return local.host == .any ? "[::1]:\(port)" : "127.0.0.1:\(port)"
}

private func refusedLate(_ failure: Failure) -> Explained {
  let to = failure.socket?.remote.map(text(of:)) ?? failure.target
  let port = failure.socket?.remote?.port ?? failure.address?.port ?? 0
  let server = failure.role == "server" ? "other" : "server"
  let address = failure.socket?.remote ?? failure.address
  if let address, let other = failure.others.first(where: { $0.isTCP && $0.owns(address) }) {
    return Explained(
      "An earlier datagram to \(to) was answered with ICMP port unreachable: \(other.name) has that port"
        + " of TCP, and no socket has it of UDP.",
      next: "`\(other.maker)` can `connect` to it.")
  }
  if let address,
    let other = failure.others.first(where: {
      $0.isUDP && $0.owns(address) && $0.remote.map { $0 != address } ?? false
    })
  {
    return Explained(
      "An earlier datagram to \(to) was answered with ICMP port unreachable: \(other.name) is connected to"
        + " \(text(of: other.remote)), and takes nothing from anybody else.",
      next: "A socket that is not connected takes datagrams from everybody.")
  }
  let maker = "socket udp\(address?.needsIPv6 == true ? "6" : "")"
  return Explained(
    "An earlier datagram to \(to) was answered with ICMP port unreachable: no socket is bound there."
      + " UDP reports it late, at the next call on the socket"
      + (failure.socket?.remote == nil ? ", which is not connected: IP_RECVERR is on." : "."),
    next: address.map(failure.isElsewhere) == true
      ? onItsHost(maker, Int(port))
      : "Try `\(server)> \(maker)`, `\(server)> bind \(port)`, then `send` again."
  )
}

private func refusedByName(_ failure: Failure) -> Explained {
  let address = failure.address ?? failure.socket?.remote
  guard let address, address != .unixUnnamed else {
    return Explained(
      "The socket at the other end was closed.", next: "`sockets` shows who is left.")
  }
  let name = text(of: address)
  if let bound = failure.others.first(where: { $0.local == address }) {
    return bound.isStream
      ? Explained(
        "\(bound.name) is bound to \(name) but has not called listen.",
        next: "Try `\(bound.role)> listen`.")
      : Explained("\(bound.name) is bound to \(name) but takes nothing from \(failure.here).")
  }
  if case .unixAbstract = address {
    return Explained(
      "No socket has the name \(name).",
      next: failure.socket?.isDatagram == true
        ? "Another socket must `bind` to it first."
        : "A server must `bind` to it and `listen` first.")
  }
  return Explained(
    failure.situation.file == .other
      ? "\(name) is a file, but no socket."
      : "\(name) exists, but nobody has the socket any more: its owner has closed it, and the file"
        + " stays.",
    next: failure.situation.file == .other
      ? "A server must `bind` to a path that is free."
      : "A server must `unlink \(name)` and `bind` to it anew.")
}
