internal import Explanations
internal import Glibc
internal import Language
internal import SystemCalls

/// What the hints have done to the answer, where a learner would miss it.
func remarks(on query: HostQuery, _ addresses: [SocketAddress]) -> [Remark] {
  [
    passive(query, addresses), mapped(query, addresses), numeric(query), addressConfig(query),
    canonical(query), anyType(query),
  ].compactMap { $0 }
}

extension HostQuery {
  /// Whether the answer is the wildcard.
  var isToBind: Bool { host == nil && hints.has("AI_PASSIVE") }
}

private func passive(_ query: HostQuery, _ addresses: [SocketAddress]) -> Remark? {
  guard query.host == nil else {
    return query.hints.has("AI_PASSIVE")
      ? Remark(
        id: "getaddrinfo.passive-name",
        text:
          "AI_PASSIVE says something of NULL alone: with a name or an address it changes nothing.",
        once: true) : nil
  }
  guard query.hints.has("AI_PASSIVE") else {
    return Remark(
      id: "getaddrinfo.null",
      text:
        "Without a name, and without AI_PASSIVE, the answer is the loopback: to connect to a server"
        + " on this host. With `passive` it would be the wildcard, to bind.", once: true)
  }
  let both =
    addresses.count < 2 || query.hints.family != AF_UNSPEC
    ? ""
    : " A server that binds 0.0.0.0 alone has no IPv6 clients; [::] takes both kinds, unless"
      + " IPV6_V6ONLY is on."
  return Remark(
    id: "getaddrinfo.passive",
    text: "Without a name, and with AI_PASSIVE, the answer is the wildcard: a server that binds it"
      + " takes connections at every address of its host.\(both)", once: true)
}

private func mapped(_ query: HostQuery, _ addresses: [SocketAddress]) -> Remark? {
  guard query.hints.has("AI_V4MAPPED") else { return nil }
  if addresses.contains(where: \.isMapped) {
    return Remark(
      id: "getaddrinfo.mapped",
      text: "::ffff: stands before an IPv4 address that is written as IPv6: an IPv6 socket that"
        + " connects there speaks IPv4.", once: true)
  }
  guard query.hints.family != AF_INET6 else { return nil }
  return Remark(
    id: "getaddrinfo.mapped-unused",
    text: "AI_V4MAPPED says something with AF_INET6 alone (`inet6`): otherwise it changes nothing.",
    once: true)
}

extension SocketAddress {
  fileprivate var isMapped: Bool {
    if case .ipv6(let host, _, _) = self { host.mapped != nil } else { false }
  }
}

private func numeric(_ query: HostQuery) -> Remark? {
  guard query.host != nil, query.hints.has("AI_NUMERICHOST") else { return nil }
  return Remark(
    id: "getaddrinfo.numeric",
    text: "With AI_NUMERICHOST only an address in figures is understood, and nobody is asked.",
    once: true)
}

private func addressConfig(_ query: HostQuery) -> Remark? {
  guard query.hints.has("AI_ADDRCONFIG") else { return nil }
  return Remark(
    id: "getaddrinfo.addrconfig",
    text: "AI_ADDRCONFIG leaves out a family of which this host has no address but the loopback's,"
      + " as long as it has one of the other: `interfaces` lists what it has.", once: true)
}

private func canonical(_ query: HostQuery) -> Remark? {
  guard query.hints.has("AI_CANONNAME") else { return nil }
  return Remark(
    id: "getaddrinfo.canonical",
    text:
      "The canonical name is the host's own, where the one that was asked for is but an alias: the"
      + " first one of its line in /etc/hosts, or where the DNS's aliases (CNAME) lead to.",
    once: true)
}

private func anyType(_ query: HostQuery) -> Remark? {
  guard query.hints.type == 0 else { return nil }
  return Remark(
    id: "getaddrinfo.any-type",
    text:
      "With no type in the hints an address comes once for each type of socket that can go there.",
    once: true)
}

/// A number that is no port is no error to the C library.
func remarkOnCutPort(_ service: String) -> String? {
  guard let number = UInt64(service), number > UInt64(UInt16.max) else { return nil }
  return
    "\(service) is no port, for a port has 16 bits: the library keeps the lowest of them, which are"
    + " \(number & 0xffff), and says nothing."
}
