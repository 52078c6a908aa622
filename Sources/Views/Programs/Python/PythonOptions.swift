internal import SystemCalls

/// Socket options in Python.
extension PythonWriter {
  mutating func optionLines(_ call: ProgramCall, _ target: String) -> [String] {
    let level = pythonLevel(call.call.constant("level"))
    guard case .option(let name)? = call.call["optname"] else { return ["pass"] }
    let option = pythonOption(name)
    if call.call.name == "setsockopt" {
      guard case .optionValue(let value)? = call.call["optval"] else { return ["pass"] }
      return ["\(target).setsockopt(\(level), \(option), \(expression(value)))"]
    }
    return reading("\(target).getsockopt(\(level), \(option)", name, call)
  }

  private mutating func reading(
    _ start: String, _ name: String, _ call: ProgramCall
  ) -> [String] {
    let type = SocketOption.named(name)?.type
    guard let form = type?.pythonForm else {
      return ["value = \(start))", say("\"\(name):\", value")]
    }
    let size = type?.size ?? 4
    guard !form.isEmpty else {
      return ["value = \(start), \(size))", say("\"\(name):\", value")]
    }
    imports.insert("struct")
    return [
      "value = struct.unpack(\"\(form)\", \(start), \(size)))", say("\"\(name):\", value"),
    ]
  }

  private func pythonLevel(_ level: String) -> String {
    level.first?.isNumber == true ? level : "socket.\(level)"
  }

  private func pythonOption(_ name: String) -> String {
    if pythonOptions.contains(name) { return "socket.\(name)" }
    return "\(SocketOption.named(name)?.number ?? 0)"
  }

  private mutating func expression(_ value: OptionValue) -> String {
    switch value {
    case .integer(let number), .error(let number), .named(let number, _), .interface(let number):
      return "\(number)"
    case .linger(let on, let seconds): return packed("ii", "\(on), \(seconds)")
    case .time(let seconds, let microseconds): return packed("ll", "\(seconds), \(microseconds)")
    case .outgoing(let local, nil): return "socket.inet_aton(\(quad(local)))"
    case .membership(let group, let local, let interface):
      let hosts = "socket.inet_aton(\(quad(group))) + socket.inet_aton(\(quad(local)))"
      return interface.map { "\(hosts) + \(packed("i", "\($0)"))" } ?? hosts
    case .membership6(let group, let interface):
      return "socket.inet_pton(socket.AF_INET6, \"\(group)\") + \(packed("i", "\(interface)"))"
    default: return pythonText(value.bytes)
    }
  }

  private mutating func packed(_ form: String, _ values: String) -> String {
    imports.insert("struct")
    return "struct.pack(\"\(form)\", \(values))"
  }

  private func quad(_ host: UInt32) -> String {
    "\"\(SocketAddress.ipv4(host, port: 0).hostText ?? "")\""
  }
}

extension OptionType {
  /// For struct.unpack; empty for bytes, nil for an int.
  fileprivate var pythonForm: String? {
    switch self {
    case .flag, .integer, .size, .duration, .error, .named, .interface, .networkInterface: nil
    case .linger: "ii"
    case .time: "ll"
    case .credentials: "iII"
    case .unsigned: "Q"
    default: ""
    }
  }
}

/// The options that Python 3.11's socket module has by name.
private let pythonOptions: Set<String> = Set(
  """
  IPV6_CHECKSUM IPV6_DONTFRAG IPV6_DSTOPTS IPV6_HOPLIMIT IPV6_HOPOPTS IPV6_JOIN_GROUP \
  IPV6_LEAVE_GROUP IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_LOOP IPV6_NEXTHOP \
  IPV6_PATHMTU IPV6_PKTINFO IPV6_RECVDSTOPTS IPV6_RECVHOPLIMIT IPV6_RECVHOPOPTS IPV6_RECVPATHMTU \
  IPV6_RECVPKTINFO IPV6_RECVRTHDR IPV6_RECVTCLASS IPV6_RTHDR IPV6_RTHDRDSTOPTS IPV6_TCLASS \
  IPV6_UNICAST_HOPS IPV6_V6ONLY IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_HDRINCL IP_MULTICAST_IF \
  IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_OPTIONS IP_RECVOPTS IP_RECVRETOPTS IP_RECVTOS IP_RETOPTS \
  IP_TOS IP_TRANSPARENT IP_TTL SO_ACCEPTCONN SO_BINDTODEVICE SO_BROADCAST SO_DEBUG SO_DOMAIN \
  SO_DONTROUTE SO_ERROR SO_INCOMING_CPU SO_KEEPALIVE SO_LINGER SO_MARK SO_OOBINLINE SO_PASSCRED \
  SO_PASSSEC SO_PEERCRED SO_PEERSEC SO_PRIORITY SO_PROTOCOL SO_RCVBUF SO_RCVLOWAT SO_RCVTIMEO \
  SO_REUSEADDR SO_REUSEPORT SO_SNDBUF SO_SNDLOWAT SO_SNDTIMEO SO_TYPE TCP_CONGESTION TCP_CORK \
  TCP_DEFER_ACCEPT TCP_FASTOPEN TCP_INFO TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL TCP_LINGER2 \
  TCP_MAXSEG TCP_NODELAY TCP_NOTSENT_LOWAT TCP_QUICKACK TCP_SYNCNT TCP_USER_TIMEOUT \
  TCP_WINDOW_CLAMP
  """.split(separator: " ").map(String.init))
