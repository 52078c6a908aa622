internal import SystemCalls

extension Cause {
  /// EINVAL: the kernel's vaguest word, told apart by what the socket was.
  static let invalidArguments = [
    Cause(["bind"], .invalidArgument, invalidBind),
    Cause(["listen"], .invalidArgument) { failure in
      if let socket = failure.socket, socket.isUnix, socket.local.map(isUnbound) ?? true {
        return Explained(
          "A Unix socket has no port to be given by itself: it must have a name before it can listen.",
          next: "`bind ./s.sock`, then `listen`.")
      }
      return Explained(
        "\(failure.here) is \(failure.state): it is one end of a connection already, and cannot listen.",
        next: "`\(failure.maker)` opens another, which can `bind` and `listen`.")
    },
    Cause(["accept"], .invalidArgument, notListening),
    Cause(["connect"], .invalidArgument, invalidTarget),
    Cause(["send", "sendto"], .invalidArgument, invalidTarget),
    Cause(["recv", "recvfrom"], .invalidArgument, invalidReceive),
    Cause(["shutdown"], .invalidArgument) { failure in
      Explained(
        "shutdown takes SHUT_RD (0), SHUT_WR (1) or SHUT_RDWR (2), not"
          + " \(failure.call.number("how") ?? -1).", next: "Try `shutdown SHUT_WR`.")
    },
    Cause(["signal"], .invalidArgument) { failure in
      Explained(
        "\(signalName(failure)): nobody may catch or ignore SIGKILL and SIGSTOP, and signal numbers go"
          + " from 1 to 64.", next: "Try `signal SIGPIPE default`.")
    },
  ]
}

private func invalidBind(_ failure: Failure) -> Explained {
  if let length = wrongLength(failure) { return length }
  if let local = failure.socket?.local, !isUnbound(local) {
    return Explained(
      "\(failure.here) is bound to \(text(of: local)) already, and a socket can be bound once.",
      next: "`close` it, or `\(failure.maker)` opens another.")
  }
  if let wrong = wrongFamily(failure) { return wrong }
  if failure.address?.isLinkLocal == true {
    return Explained(
      "\(failure.target) is link-local, the same on every network: it needs a scope, the interface it"
        + " is meant on.", next: "`bind [::1]:0` needs none.")
  }
  return Explained(
    "\(failure.here) (\(failure.state)) cannot be bound to \(failure.target).",
    next: "`\(failure.maker)` and then `\(failure.binding)` start anew.")
}

/// Of another family, a socket that is not bound has an address like any other.
private func isUnbound(_ local: SocketAddress) -> Bool {
  if case .other = local { return true }
  return local.port == 0 || local == .unixUnnamed
}

private func notListening(_ failure: Failure) -> Explained {
  if failure.call.name == "accept4", (failure.call.number("flags") ?? 0) & ~0x80800 != 0 {
    return Explained(
      "The flags of accept4 are SOCK_NONBLOCK and SOCK_CLOEXEC, and no others.",
      next: "`accept4 nonblocking` gives one of them.")
  }
  guard let socket = failure.socket else {
    return Explained("\(failure.here) does not listen.", next: "`listen` first.")
  }
  if socket.state == "LISTEN" {
    return Explained(
      "\(failure.here) stopped listening while accept waited: shutdown took it back to CLOSED.",
      next: "`listen` opens it again.")
  }
  if socket.remote != nil {
    return Explained(
      "\(failure.here) is a connection (\(socket.state), to \(failure.remote)), not a listening socket;"
        + " accept takes one that listens.", next: listenersNext(failure))
  }
  return Explained(
    "\(failure.here) is \(socket.state), not LISTEN: it has no queue of connections to take one from.",
    next: listenerElsewhere(failure)
      ?? (socket.local.map(isUnbound) ?? true
        ? "`\(failure.binding)`, then `listen`." : "`listen` first."))
}

private func listenersNext(_ failure: Failure) -> String {
  let own = failure.others.first { $0.isListening && $0.role == failure.role }
  return own.map { "Try `accept @\($0.fd)`." } ?? listenerElsewhere(failure)
    ?? "`\(failure.listenerMaker)`, `\(failure.binding)` and `listen` make one."
}

/// Another role's listening socket: mostly accept was meant to be its call, and was made as the wrong role.
private func listenerElsewhere(_ failure: Failure) -> String? {
  let isMeant = { (other: SocketView) in other.isListening && other.role != failure.role }
  let listeners = failure.others.filter(isMeant)
  let other = listeners.first { $0.acceptQueue > 0 } ?? listeners.first
  return other.map { "\($0.name) listens: `\($0.role)> accept` takes from its queue." }
}

func invalidTarget(_ failure: Failure) -> Explained {
  if let length = wrongLength(failure) { return length }
  if let wrong = wrongFamily(failure) ?? invalidUnixTarget(failure) ?? invalidPacket(failure) {
    return wrong
  }
  if failure.address?.port == 0, failure.socket.map({ $0.isUDP || $0.isTCP }) ?? true {
    return Explained(
      "No datagram can go to port 0: it means any free port to bind, and nothing to send.",
      next: "`sendto \(failure.example) \"hi\"` names a port.")
  }
  if failure.socket?.local?.isLoopback == true, failure.address?.isLoopback == false {
    return Explained(
      "\(failure.here) is bound to loopback (\(failure.local)), and from there no packet can leave this"
        + " machine for \(failure.target).",
      next: "A new `\(failure.maker)`, not bound, can go anywhere.")
  }
  guard failure.address?.isLinkLocal != true else {
    return Explained(
      "\(failure.target) is link-local, the same on every network: it needs a scope, the interface it"
        + " is meant on.", next: "`connect \(failure.example)` needs none.")
  }
  return Explained(
    "The kernel finds no sense in going from \(failure.local) to \(failure.target): a blackhole route"
      + " swallows it, or it is nobody's address.",
    next: "Try `connect \(failure.example)`.")
}

/// An address that is of another family than the socket, and too short or too odd for it.
func wrongFamily(_ failure: Failure) -> Explained? {
  guard let socket = failure.socket, let address = failure.address else { return nil }
  let given = familyName(address)
  guard socket.isUnix || socket.isIP else { return noAddressHere(failure, socket) }
  let wanted = [1: "Unix", 2: "IPv4", 10: "IPv6"][socket.family] ?? "other"
  guard given != wanted else { return nil }
  return Explained(
    "\(failure.here) is an \(wanted) \(socket.kind), and \(text(of: address)) is an \(given) address."
      .replacing("an Unix", with: "a Unix").replacing("Unix Unix", with: "Unix"),
    next: rightFamily(failure, address, given: given, wanted: wanted))
}

/// A family whose addresses have no notation here.
private func noAddressHere(_ failure: Failure, _ socket: SocketView) -> Explained? {
  guard let address = failure.address, address.isUnix || address.port != nil else { return nil }
  return Explained(
    "\(failure.here) is an \(socket.kind), and \(text(of: address)) is"
      + " \(address.isUnix ? "a Unix" : "an \(familyName(address))") address.",
    next: "Addresses of that family cannot be typed here: `recvfrom` and `getsockname` show them.")
}

/// The name of the socket that is bound to the wildcard and so has the address, too. Kept apart: inlined
/// into its caller it makes the optimiser of Swift 6.3.1 fail.
@inline(never)
private func wildcardOwner(of address: SocketAddress, among others: [SocketView]) -> String? {
  for other in others where other.owns(address) {
    if let local = other.local, local.isWildcard { return other.name }
  }
  return nil
}

/// How to go where it was meant to go, or else an address that this socket takes.
private func rightFamily(
  _ failure: Failure, _ address: SocketAddress, given: String, wanted: String
) -> String {
  let verb = failure.name == "send" ? "connect" : failure.name
  let ending = verb == "sendto" ? " \"hi\"" : ""
  if verb != "bind", wanted == "IPv4", let port = address.port,
    let owner = wildcardOwner(of: address, among: failure.others)
  {
    return "\(owner) takes IPv4, too: try `\(verb) 127.0.0.1:\(port)\(ending)`."
  }
  let isIP = ["IPv4", "IPv6"]
  if verb != "bind", isIP.contains(given), isIP.contains(wanted), let socket = failure.socket {
    let maker = "socket \(socket.isStream ? "tcp" : "udp")\(given == "IPv6" ? "6" : "")"
    return "A new `\(maker)` can reach it with `\(verb)`."
  }
  let example = wanted == "Unix" ? "./s.sock" : wanted == "IPv6" ? "[::1]:9000" : "127.0.0.1:9000"
  return "Give it one like `\(verb) \(example)\(ending)`."
}

private func familyName(_ address: SocketAddress) -> String {
  switch address {
  case .ipv4: "IPv4"
  case .ipv6: "IPv6"
  case .other: "other"
  default: "Unix"
  }
}

private func wrongLength(_ failure: Failure) -> Explained? {
  guard let length = failure.call.number("addrlen"), let address = failure.address else {
    return nil
  }
  let (least, most): (Int, Int) =
    switch address {
    case .ipv4: (16, 128)
    case .ipv6: (24, 128)
    default: (2, 110)
    }
  guard !(least...most).contains(length), wrongFamily(failure) == nil else { return nil }
  return Explained(
    "An address of this family takes \(least) to \(most) bytes, and addrlen says \(length).",
    next: address.isUnix ? "`bind` to a shorter path." : "`bind 0` has the right length.")
}

private func invalidReceive(_ failure: Failure) -> Explained {
  if failure.call.hasFlag(Number.outOfBand) {
    return Explained(
      "MSG_OOB asks for urgent data, and \(failure.remote) has sent none, or it was read"
        + " already, or a plain `recv` has passed over it.",
      next: "`recv` reads the ordinary bytes.")
  }
  if failure.socket?.isUnix == true {
    return Explained(
      "\(failure.here) is a Unix stream socket without a peer: where TCP says ENOTCONN, this one says"
        + " EINVAL.", next: "`connect ./s.sock` first.")
  }
  return Explained(
    "The flags or the buffer make no sense for \(failure.here) (\(failure.state)).",
    next: "Plain `recv` has neither.")
}

private func signalName(_ failure: Failure) -> String {
  switch failure.call.number("signum") ?? failure.call.number("sig") {
  case 9?: "SIGKILL"
  case 19?: "SIGSTOP"
  case let number?: "Signal \(number)"
  case nil: "This signal"
  }
}
