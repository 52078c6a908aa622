internal import Glibc
internal import Language
internal import SystemCalls

/// Why getaddrinfo(3) has failed, and what to try; nil where the answer says it.
func resolverAdvice(_ failure: String, _ query: HostQuery) -> String? {
  let host = query.host ?? "NULL"
  switch failure.prefix(while: { $0 != " " }) {
  case "EAI_NONAME": return unknown(query)
  case "EAI_SERVICE": return unknownService(query)
  case "EAI_AGAIN":
    return
      "No name server has answered for \(host), so whether it exists is not known: there may be none"
      + " to ask (/etc/resolv.conf), or no way to it. Later it may be another matter."
  case "EAI_FAIL":
    return "A name server answered, and not with an address: it refused, or has a"
      + " fault."
  case "EAI_NODATA", "EAI_ADDRFAMILY": return otherFamily(query)
  case "EAI_BADFLAGS": return badFlags(query)
  case "EAI_FAMILY":
    return "getaddrinfo knows AF_INET, AF_INET6 and AF_UNSPEC, which is either; sockets of another"
      + " family have no host names."
  case "EAI_SOCKTYPE":
    return "No protocol over IP has sockets of that type: SOCK_STREAM is TCP's, SOCK_DGRAM UDP's."
  default: return nil
  }
}

private func unknown(_ query: HostQuery) -> String {
  guard let host = query.host else {
    return query.service == nil
      ? "Name and service are both NULL, so nothing is asked for: one of them must be given."
      : notANumber(query)
  }
  if isServiceAName(query), query.hints.has("AI_NUMERICSERV") { return notANumber(query) }
  if query.hints.has("AI_NUMERICHOST") {
    return "\(host) is no address in figures, and AI_NUMERICHOST says that no name is looked up:"
      + " neither /etc/hosts nor a name server was asked."
  }
  if query.hints.has("AI_ADDRCONFIG"), query.hints.family != AF_UNSPEC {
    return noSuchFamily(query)
  }
  return
    "Nobody knows the name \(host): neither /etc/hosts nor a name server has an address for it. A"
    + " host that is not in the DNS has none but its number; `getaddrinfo localhost` always works."
}

private func isServiceAName(_ query: HostQuery) -> Bool {
  query.service.map { !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
}

private func notANumber(_ query: HostQuery) -> String {
  "\(query.service ?? "The service") is no number, and AI_NUMERICSERV says that no service is looked up"
    + " in /etc/services."
}

private func noSuchFamily(_ query: HostQuery) -> String {
  "AI_ADDRCONFIG leaves out a family of which this host has no address but the loopback's, and"
    + " \(familyText(query)) is the only one asked for. `interfaces` lists what it has."
}

private func familyText(_ query: HostQuery) -> String {
  ConstantTable.addressFamily.text(Int(query.hints.family))
}

private func unknownService(_ query: HostQuery) -> String {
  let service = query.service ?? "The service"
  switch query.hints.type {
  case 0:
    return "\(service) is no service in /etc/services: a port's number does without it. `services`"
      + " lists those that are there."
  case Int32(SOCK_STREAM.rawValue), Int32(SOCK_DGRAM.rawValue):
    let isStream = query.hints.type == Int32(SOCK_STREAM.rawValue)
    return "\(service) is no service over \(isStream ? "TCP" : "UDP") in /etc/services: a port's"
      + " number"
      + " does without it. `services` lists those that are there."
  default:
    return "Services are ports of TCP and UDP: a socket of type"
      + " \(ConstantTable.socketType.text(Int(query.hints.type))) has none."
  }
}

private func otherFamily(_ query: HostQuery) -> String {
  let host = query.host ?? "NULL"
  guard query.hints.family != AF_UNSPEC else {
    return "The name \(host) exists, but has no address of a kind that was asked for."
  }
  let family = familyText(query)
  if let kind = numberKind(host), !query.hints.has("AI_V4MAPPED") {
    return "\(host) is an address of \(kind), and only \(family) is asked for."
      + (kind == "IPv4"
        ? " With AI_V4MAPPED it would come as ::ffff:\(host), for an IPv6"
          + " socket." : "")
  }
  let mapped =
    query.hints.family == AF_INET6
    ? " With AI_V4MAPPED its IPv4 addresses come as ::ffff:a.b.c.d, which an IPv6 socket can connect to."
    : ""
  return "\(host) is there, but no address of it is one of \(family), the only family asked for."
    + mapped
}

/// The kind of an address that is written in figures; nil for a name.
private func numberKind(_ host: String) -> String? {
  if host.contains(":") { return "IPv6" }
  return host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e } ? "IPv4" : nil
}

private func badFlags(_ query: HostQuery) -> String? {
  guard query.host == nil, query.hints.has("AI_CANONNAME") else { return nil }
  return "AI_CANONNAME asks what the name is in full, and NULL is no name."
}

/// Why getnameinfo(3) has failed, and what to try; nil where the answer says it.
func nameAdvice(_ failure: String, _ address: SocketAddress, _ flags: Int32) -> String? {
  switch failure.prefix(while: { $0 != " " }) {
  case "EAI_NONAME" where flags & NI_NAMEREQD != 0:
    flags & NI_NUMERICHOST == 0
      ? "Nobody has a name for \(address.hostText), and NI_NAMEREQD says that its number is no answer."
      : "NI_NUMERICHOST wants the number, and NI_NAMEREQD no number: both cannot be had."
  case "EAI_AGAIN":
    "No name server has answered for \(address.hostText): there may be none to ask (/etc/resolv.conf),"
      + " or no way to it. With numerichost nobody is asked."
  case "EAI_FAMILY": "An address of this family has no name: only IPv4 and IPv6 have one."
  default: nil
  }
}
