internal import SystemCalls

/// Socket options in C.
extension CWriter {
  mutating func optionLines(_ call: ProgramCall, _ target: String) -> [String] {
    guard case .option(let name)? = call.call["optname"] else { return [] }
    let level = call.call.constant("level")
    let place = "\(target), \(level), \(optionName(name, level))"
    if call.call.name == "setsockopt" {
      guard case .optionValue(let value)? = call.call["optval"] else { return [] }
      let (expression, size) = literal(value)
      return checked("setsockopt(\(place), \(expression), \(size))", call, name: "setsockopt")
    }
    return reading(place, name, call)
  }

  /// Its name, where the library's headers have it.
  private mutating func optionName(_ name: String, _ level: String) -> String {
    if level.hasPrefix("IPPROTO") { includes.insert("netinet/in.h") }
    if level == "IPPROTO_TCP" { includes.insert("netinet/tcp.h") }
    if level == "IPPROTO_UDP" { includes.insert("netinet/udp.h") }
    helpers.insert(.gnu)
    let isKnown = !unknownToC.contains(name)
    return isKnown ? name : "\(SocketOption.named(name)?.number ?? 0) /* \(name) */"
  }

  private mutating func reading(
    _ place: String, _ name: String, _ call: ProgramCall
  ) -> [String] {
    declare("socklen_t", "length")
    let type = SocketOption.named(name)?.type ?? .integer
    let (variable, declared, show) = type.cForm(name)
    declare(declared, variable)
    let pointer = declared.hasSuffix("]") ? variable : "&\(variable)"
    return ["length = sizeof \(variable);"]
      + checked("getsockopt(\(place), \(pointer), &length)", call, [show])
  }

  private mutating func literal(_ value: OptionValue) -> (String, String) {
    switch value {
    case .integer(let number), .error(let number), .named(let number, _), .interface(let number):
      return ("&(int){\(number)}", "sizeof(int)")
    case .linger(let on, let seconds):
      return ("&(struct linger){\(on), \(seconds)}", "sizeof(struct linger)")
    case .time(let seconds, let microseconds):
      includes.insert("sys/time.h")
      return ("&(struct timeval){\(seconds), \(microseconds)}", "sizeof(struct timeval)")
    case .outgoing(let local, nil):
      includes.formUnion(["netinet/in.h", "arpa/inet.h"])
      return ("&(struct in_addr){\(quad(local))}", "sizeof(struct in_addr)")
    case .membership(let group, let local, nil):
      includes.formUnion(["netinet/in.h", "arpa/inet.h"])
      return (
        "&(struct ip_mreq){{\(quad(group))}, {\(quad(local))}}", "sizeof(struct ip_mreq)"
      )
    case .membership(let group, let local, let interface?):
      includes.formUnion(["netinet/in.h", "arpa/inet.h"])
      return (
        "&(struct ip_mreqn){{\(quad(group))}, {\(quad(local))}, \(interface)}",
        "sizeof(struct ip_mreqn)"
      )
    default: return (cText(value.bytes), "\(value.bytes.count)")
    }
  }

  private func quad(_ host: UInt32) -> String {
    "inet_addr(\"\(SocketAddress.ipv4(host, port: 0).hostText ?? "")\")"
  }
}

extension OptionType {
  /// A variable for it, its type, and how it is shown.
  fileprivate func cForm(_ name: String) -> (String, String, String) {
    switch self {
    case .flag, .integer, .size, .duration, .error, .named, .interface, .networkInterface:
      ("value", "int", "printf(\"\(name): %d\\n\", value);")
    case .linger:
      (
        "linger", "struct linger",
        "printf(\"\(name): %d, %d s\\n\", linger.l_onoff, linger.l_linger);"
      )
    case .time:
      (
        "limit", "struct timeval",
        "printf(\"\(name): %ld s, %ld us\\n\", (long)limit.tv_sec, (long)limit.tv_usec);"
      )
    default:
      (
        "bytes_\(size)", "unsigned char[\(size)]",
        "printf(\"\(name): %u bytes\\n\", (unsigned)length);"
      )
    }
  }
}

/// Options that glibc 2.36's headers do not name.
private let unknownToC: Set<String> = ["IPV6_FLOWINFO", "IPV6_FLOWINFO_SEND"]
