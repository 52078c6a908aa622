internal import SystemCalls

extension Cause {
  /// ENETUNREACH and EHOSTUNREACH: the way there.
  static let unreachable = [
    Cause(["connect", "send", "sendto"], .networkUnreachable) { failure in
      if let address = failure.address, isNoHost(address), failure.socket?.isTCP ?? true {
        return Explained(
          "\(hostText(of: address)) is a broadcast or multicast address, and TCP speaks with one host only.",
          next: "Try `connect \(failure.example)`.")
      }
      if let address = failure.address ?? failure.socket?.remote, isNoHost(address) {
        return noWayToMany(failure, address)
      }
      if failure.socket?.local?.isLoopback == true {
        return fromLoopback(failure)
      }
      if failure.isOnWire { return beyondTheWire(failure, isEarlier: false) }
      if failure.address?.host?.mapped != nil, failure.situation.options.contains("IPV6_V6ONLY") {
        return Explained(
          "\(failure.target) is an IPv4 address in IPv6's form, and IPV6_V6ONLY keeps"
            + " \(failure.here) to IPv6.",
          next: "Try `setsockopt IPV6_V6ONLY off` before, or `\(failure.maker)` without it.")
      }
      return Explained(
        "This machine has no route to \(failure.target): no interface is on that network, and none leads"
          + " there.", next: "Loopback is always there: `connect \(failure.example)`.")
    },
    Cause(["connect", "send", "sendto", "recv", "recvfrom"], .hostUnreachable) { failure in
      if failure.isOnWire {
        // An unconnected socket is told of what it sent before.
        let isEarlier = failure.call.name != "connect" && failure.socket?.remote == nil
        return beyondTheWire(failure, isEarlier: isEarlier)
      }
      return Explained(
        "No packet reaches \(failure.target): its last network has no such host (nobody answered ARP or"
          + " neighbour discovery), or a router sent ICMP host unreachable, or a route of this machine says unreachable.",
        next: "Loopback is always there: `connect \(failure.example)`.")
    },
    Cause(["send", "sendto", "recv", "recvfrom"], .timedOut) { failure in
      Explained(silence(failure), next: "`close`, `\(failure.maker)`, and `connect` again.")
    },
    Cause(["recv", "recvfrom"], .networkUnreachable) { failure in
      Explained(
        "A router answered an earlier packet to \(failure.remote) with ICMP network unreachable.",
        next: "Loopback is always there: `connect \(failure.example)`.")
    },
  ]
}

/// RFC 9293, section 3.8.3; RFC 5482; RFC 1122, section 4.2.3.6.
private func silence(_ failure: Failure) -> String {
  let options = failure.situation.options
  if options.contains("TCP_USER_TIMEOUT") {
    return
      "\(failure.remote) acknowledged nothing for as long as the socket's TCP_USER_TIMEOUT allows, so"
      + " the kernel gave the connection up: without it, it would have gone on trying for minutes."
  }
  if options.contains("SO_KEEPALIVE"), failure.call.name.hasPrefix("recv") {
    return
      "\(failure.remote) answered nothing any more: neither the keepalive probes nor what may have"
      + " been sent, so the kernel gave the connection up."
  }
  return
    "\(failure.remote) acknowledged nothing that was sent, however often the kernel sent it again, so"
    + " it gave the connection up."
}

private func beyondTheWire(_ failure: Failure, isEarlier: Bool) -> Explained {
  if failure.situation.isWireGone {
    return Explained(
      "The process that carried the wire's packets has ended, and with it the devices of the hosts:"
        + " no way leads from \(failure.role)'s host to \(failure.target).",
      next: "`wire up` makes another, and ends the roles that were on its hosts.")
  }
  let target = isEarlier ? "an earlier packet's target" : failure.target
  return Explained(
    "No host on the wire has the address of \(target): from a host only the wire's hosts are"
      + " reached, and its own loopback.", next: "`wire` lists the hosts and their addresses.")
}

/// Many hosts are reached through an interface: by a route that names it, or by the socket's choice.
private func noWayToMany(_ failure: Failure, _ address: SocketAddress) -> Explained {
  let isIPv6 = failure.socket?.family == Number.inet6 && address.host?.mapped == nil
  let (role, port) = (failure.role, address.port ?? 9000)
  let place = failure.place.lowercased()
  if case .ipv4(.max, _) = address {
    return Explained(
      "A broadcast leaves through an interface, and no route of \(place) names one for"
        + " \(hostText(of: address)).",
      next: failure.isOnWire
        ? "The wire has a broadcast address of its own: `\(role)> set SO_BROADCAST on`,"
          + " `sendto 10.0.0.255:\(port) hello`."
        : "Loopback has a broadcast address of its own: `\(role)> set SO_BROADCAST on`,"
          + " `sendto 127.255.255.255:\(port) hello`.")
  }
  if isIPv6, !failure.isOnWire { return noMulticastRoute(failure, address) }
  let option = isIPv6 ? "IPV6_MULTICAST_IF" : "IP_MULTICAST_IF"
  return Explained(
    "A multicast datagram leaves through one interface, and neither a route of \(place) nor the"
      + " socket names one for \(hostText(of: address)).",
    next: "`\(role)> set \(option) \(failure.usualInterface)` chooses one, then send again."
      + (failure.isOnWire
        ? " On another host, `join \(hostText(of: address)) on \(failure.usualInterface)` receives"
          + " it."
        : ""))
}

/// IPv4 needs no route where an interface is chosen; IPv6 does. The loopback has none, and given one it
/// still delivers nothing.
private func noMulticastRoute(_ failure: Failure, _ address: SocketAddress) -> Explained {
  var next = ""
  if let name = failure.situation.interfaceToOthers, case .ipv6(let group, let port, 0) = address {
    next = "`sendto [\(group)%\(name)]:\(port) hello` tries \(name). "
  }
  return Explained(
    "A multicast datagram of IPv6 needs a route for ff00::/8 on its interface. One that is up with IPv6"
      + " has it, but lo has none, whatever IPV6_MULTICAST_IF says: it carries no groups of IPv6.",
    next: next + "Those of IPv4 it does: `socket udp`, `set IP_MULTICAST_IF lo`.")
}

private func fromLoopback(_ failure: Failure) -> Explained {
  let isIPv6 = failure.socket?.family == Number.inet6
  let name = failure.socket?.isStream == true ? "tcp" : "udp"
  if isIPv6, let host = failure.address?.host, host.mapped != nil {
    return Explained(
      "\(failure.here) is bound to an IPv6 address (\(failure.local)), from which no route leads to an"
        + " IPv4 one.", next: "A new `socket \(name)` can reach \(failure.target).")
  }
  return Explained(
    "\(failure.here) is bound to loopback (\(failure.local)), from which no route leads to"
      + " \(failure.target).",
    next: "A new `socket \(name)\(isIPv6 ? "6" : "")`, not bound, can go anywhere.")
}

/// 224.0.0.0 and above, or ff00::/8: no single host.
private func isNoHost(_ address: SocketAddress) -> Bool {
  switch address {
  case .ipv4(let host, _): host >> 28 == 14 || host == .max
  case .ipv6(let host, _, _): host.high >> 56 == 0xff
  default: false
  }
}
