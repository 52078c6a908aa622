internal import SystemCalls

/// Why getaddrinfo(3) or getnameinfo(3) has failed, and what to try; nil where the answer says it.
func resolverAdvice(_ failure: String, _ host: String, _ service: String?) -> String? {
  switch failure.prefix(while: { $0 != " " }) {
  case "EAI_NONAME":
    "Nobody knows the name \(host): neither /etc/hosts nor a name server has an address for it. A"
      + " host that is not in the DNS has none but its number; `getaddrinfo localhost` always works."
  case "EAI_SERVICE":
    "\(service ?? "The service") is no service over TCP in /etc/services: a port's number does without"
      + " it. `services` lists those that are there."
  case "EAI_AGAIN":
    "No name server has answered for \(host), so whether it exists is not known: there may be none to"
      + " ask (/etc/resolv.conf), or no way to it. Later it may be another matter."
  case "EAI_FAIL": "A name server answered, and not with an address: it refused, or has a fault."
  case "EAI_NODATA", "EAI_ADDRFAMILY":
    "The name \(host) exists, but has no address of a kind that was asked for."
  case "EAI_FAMILY": "An address of this family has no name: only IPv4 and IPv6 have one."
  default: nil
  }
}
