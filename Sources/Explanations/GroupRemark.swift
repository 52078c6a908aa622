internal import SystemCalls

/// What a socket that has joined a group still lacks: the group is an address, not a port.
func joined(_ success: Success) -> Remark? {
  if case .optionValue(.outgoing(_, let interface?))? = success.call["optval"], interface != 0 {
    return numberedInterface
  }
  guard case .option(let name)? = success.call["optname"], let socket = success.socket, socket.isUDP
  else { return nil }
  if name == "IP_MULTICAST_LOOP", case .optionValue(.integer(0))? = success.call["optval"] {
    return loopOff
  }
  guard joins.contains(name) else { return nil }
  if socket.local?.port ?? 0 == 0 {
    return Remark(
      id: "join.unbound",
      text: "\(success.here) has joined the group and is bound to no port: nothing comes to it yet."
        + " `bind *:9000` has it receive what is sent to port 9000 of the group.", once: false)
  }
  guard let local = socket.local, !local.isWildcard, !isGroup(local) else {
    return Remark(
      id: "join.next",
      text:
        "What is sent to the group's port \(socket.local?.port ?? 0) comes to \(success.here) now"
        + "\(success.recipe(port: socket.local?.port ?? 0))",
      once: true)
  }
  return Remark(
    id: "join.bound-elsewhere",
    text:
      "\(success.here) is bound to \(text(of: local)) and takes only what is sent to that address,"
      + " not to the group's. Bind a new socket to every address, as in `bind *:9000`, before"
      + " `join`.", once: false)
}

private let loopOff = Remark(
  id: "setsockopt.multicast-loop",
  text:
    "The kernel makes no copy for this machine's own members any more. What leaves through lo comes"
    + " back all the same, for that is what lo does: try it on another interface.", once: true)

private let numberedInterface = Remark(
  id: "setsockopt.interface-number",
  text:
    "The kernel keeps the interface by its number, and getsockopt tells of IP_MULTICAST_IF only an"
    + " address: it goes on saying 0.0.0.0, and `options` marks no change.", once: true)

extension Success {
  /// How another socket sends to the group.
  fileprivate func recipe(port: UInt16) -> String {
    guard case .optionValue(.membership6(let group, let interface))? = call["optval"] else {
      return ": another `socket udp` can `sendto` it, with \(usualSource)."
    }
    let name = situation.interfaces.name(of: interface)
    if name == "lo" {
      return
        ", but nobody can send it: lo has no route for groups of IPv6 (ff00::/8). Another interface,"
        + " as `interfaces` lists them, carries them; lo carries those of IPv4: `socket udp`, `join"
        + " 239.1.2.3 on lo`."
    }
    let place = interface == 0 ? "" : "%\(name ?? "\(interface)")"
    let host = socket?.isOnWire == true ? " on another host" : ""
    return ": another `socket udp6`\(host) can `sendto [\(group)\(place)]:\(port) hello`."
  }

  /// What names the interface by which a group is reached: the loopback, or the way to other hosts.
  fileprivate var usualSource: String {
    guard socket?.isOnWire == true, let name = situation.interfaceToOthers else {
      return "`set ip_multicast_if 127.0.0.1` on loopback"
    }
    return "`set ip_multicast_if \(name)` on another host"
  }
}

private func isGroup(_ address: SocketAddress) -> Bool {
  switch address {
  case .ipv4(let host, _): host >> 28 == 14
  case .ipv6(let host, _, _): host.high >> 56 == 0xff
  default: false
  }
}

private let joins: Set = [
  "IP_ADD_MEMBERSHIP", "IP_ADD_SOURCE_MEMBERSHIP", "IPV6_JOIN_GROUP", "IPV6_ADD_MEMBERSHIP",
]
