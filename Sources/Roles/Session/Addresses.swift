internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// From an address as typed to one that the kernel takes.
extension Session {
  func resolve(
    _ reference: AddressReference, from fd: Int32, of role: Role
  ) throws(Diagnostic) -> SocketAddress {
    if case .scoped(let address, let port, let interface) = reference {
      return try scoped(address, port, interface, on: role.host)
    }
    return try resolve(reference, for: role.sockets[fd].map(Seeker.init))
  }

  private func scoped(
    _ address: IPv6Bytes, _ port: UInt16, _ interface: String, on host: Int
  ) throws(Diagnostic) -> SocketAddress {
    let scope = try index(ofInterface: interface, on: host)
    return .ipv6(address, port: port, scope: UInt32(scope))
  }

  /// For a socket of that kind; for one over IPv4 where there is none.
  func resolve(
    _ reference: AddressReference, for socket: Seeker?
  ) throws(Diagnostic) -> SocketAddress {
    let isIPv6 = socket?.isIPv6 == true
    switch reference {
    case .literal(let address): return address
    case .loopback(let port):
      return isIPv6 ? .ipv6(.loopback, port: port, scope: 0) : .loopback(port: port)
    case .any(let port): return isIPv6 ? .ipv6(.any, port: port, scope: 0) : .any(port: port)
    case .scoped(let host, let port, let interface):
      return try scoped(host, port, interface, on: socket?.host ?? 0)
    case .role(let name): return try address(ofRole: name, for: socket)
    case .host(let host, let port):
      if let address = try stage.address(ofHost: host, for: socket) {
        return address.with(port: port)
      }
      throw stage.unknownHost(host, try stage.presentHosts())
    case .name(let host, let port):
      if let peer = stage.role(named: host) {
        return try address(ofRole: peer.name, for: socket).with(port: port)
      }
      if let address = try stage.address(ofHost: host, for: socket) {
        return address.with(port: port)
      }
      // Nothing that a name server knows is reached from the wire.
      if let socket, socket.host != 0, host != "localhost" {
        throw stage.unknownHost(host, try stage.presentHosts())
      }
      return try lookUp(host, family: socket?.family ?? AF_INET).with(port: port)
    }
  }

  /// Where a role can be reached: a listening socket first, then the newest bound one, of the kind
  /// that asks; the wildcard means the loopback.
  private func address(
    ofRole name: String, for socket: Seeker?
  ) throws(Diagnostic) -> SocketAddress {
    guard let role = stage.role(named: name) else {
      if let address = try address(ofPartner: name, for: socket) { return address }
      throw Diagnostic(
        "no role is called \(name)",
        advice: socket?.isUnix == true
          ? unixAddressAdvice(name)
          : "`role` lists them; an address looks like 127.0.0.1:9000 or example.org:80", at: name)
    }
    let listening = role.sockets.listeningDescriptors.lazy.compactMap { role.sockets[$0] }
    let bound = role.sockets.boundDescriptors.reversed().lazy.compactMap { role.sockets[$0] }
    let isAlike = { (other: SocketSnapshot) in socket?.isAlike(other) == true }
    let best =
      listening.first(where: isAlike) ?? bound.first { isAlike($0) && $0.remote == nil }
      ?? bound.first(where: isAlike) ?? bound.first { $0.type == socket?.type } ?? bound.first
    guard let local = best?.local else {
      let place = socket?.isUnix == true ? "./\(name)" : "0"
      throw Diagnostic(
        "“\(name)” stands for an address here, and \(has(name)) no socket with one yet",
        advice:
          "`\(name)> bind \(place)` gives it one; what \(name) is to do begins with `\(name)>`",
        at: name)
    }
    if role.host == 0, let socket, socket.host != 0, !socket.isUnix {
      throw offTheWire(name, advice: "`role NAME on HOST` puts a new role there")
    }
    guard role.host != 0, role.host != socket?.host, let host = stage.hostName(of: role) else {
      return local.onLoopback
    }
    if local.isLoopback, let port = local.port {
      throw Diagnostic(
        "\(name) is bound to the loopback of its host \(host), which no other host reaches",
        advice: "`\(name)> bind *:\(port)`, on a new socket, has it reached from everywhere")
    }
    guard local.isWildcard, let address = try stage.address(ofHost: host, for: socket) else {
      return local.onLoopback
    }
    return address.with(port: local.port ?? 0)
  }

  /// nil where no partner of that name runs.
  private func address(
    ofPartner name: String, for socket: Seeker?
  ) throws(Diagnostic) -> SocketAddress? {
    let running = stage.partners.filter { $0.name == name }
    guard let first = running.first else { return nil }
    let transport = socket?.isTCP ?? true ? PartnerTransport.tcp : .udp
    guard let partner = running.first(where: { $0.transport == transport }) else {
      throw refusal(of: first, to: socket)
    }
    try checkReach(of: partner, from: socket?.host ?? 0)
    return partner.address.onLoopback
  }

  private func checkReach(of partner: Partner, from place: Int) throws(Diagnostic) {
    if partner.host == 0, place != 0 {
      throw offTheWire(
        partner.label, advice: "`peer stop \(partner.label)`, then `peer \(partner.label) on HOST`")
    }
    if partner.host != 0, place == 0 {
      throw Hosts.unreachable("\(partner.label) is on a host, which is")
    }
  }

  private func offTheWire(_ name: String, advice: String) -> Diagnostic {
    Diagnostic(
      "\(name) is on this machine, and a host on the wire reaches only the wire", advice: advice)
  }

  /// Why a partner cannot be reached with that socket.
  private func refusal(of partner: Partner, to socket: Seeker?) -> Diagnostic {
    let (name, transport) = (partner.name, partner.transport.rawValue)
    let what = "\(name) is a partner over \(transport.uppercased())"
    if let socket, !socket.isTCP, !socket.isUDP {
      return Diagnostic(
        "\(what), and this socket is none", advice: "`socket \(transport)` makes one")
    }
    guard socket?.isUDP == true else {
      return Diagnostic(
        "\(what), and not over TCP",
        advice: "`socket udp` or `fuzz udp \(name)` is for it; `peer \(name)` starts one over TCP")
    }
    return Diagnostic(
      "\(what), and not over UDP",
      advice: partner.kind.isOverUDP
        ? "`peer \(name) udp` starts one over UDP" : "`socket tcp` or `fuzz \(name)` is for it")
  }

  private func lookUp(_ host: String, family: Int32) throws(Diagnostic) -> SocketAddress {
    try lookUpAll(host, family: family)[0]
  }

  /// Asks the resolver, in a process of its own that can be killed: at least one address.
  func lookUpAll(
    _ host: String, family: Int32 = AF_UNSPEC
  ) throws(Diagnostic) -> [SocketAddress] {
    // A host's name is nobody else's business, and no name server's.
    _ = try stage.address(ofHost: host, for: nil)
    stage.willSleep()
    let answer = try Resolver.lookUp(
      host, family: family, executable: stage.executable, limit: deadline,
      interruption: stage.interruption)
    stage.record(.note(answer.description))
    guard !answer.addresses.isEmpty else {
      throw Diagnostic(
        "\(host) does not resolve: \(answer.failure ?? "no address")",
        advice: "check the spelling, or give an address such as 127.0.0.1:80", at: host)
    }
    return answer.addresses
  }
}

extension SocketAddress {
  /// The wildcard is an address to bind to; to reach what is bound there, go to the loopback.
  var onLoopback: SocketAddress {
    guard isWildcard, let port else { return self }
    if case .ipv4 = self { return .loopback(port: port) }
    return .ipv6(.loopback, port: port, scope: 0)
  }
}
