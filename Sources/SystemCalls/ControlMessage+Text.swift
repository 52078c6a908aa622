extension ControlMessage: CustomStringConvertible {
  /// `SCM_RIGHTS @4 @5`, `SCM_CREDENTIALS pid 4711 uid 0 gid 0`, `IP_TTL 64`, …; what is not known is
  /// spelled by numbers.
  public var description: String { text(on: .own) }

  /// The same in a network with these interfaces.
  public func text(on interfaces: InterfaceNames) -> String {
    switch content {
    case .rights(let descriptors):
      (["SCM_RIGHTS"] + descriptors.map { "@\($0)" }).joined(separator: " ")
    case .credentials(let pid, let uid, let gid): "SCM_CREDENTIALS pid \(pid) uid \(uid) gid \(gid)"
    case .timestamp(let seconds, let microseconds):
      "SO_TIMESTAMP \(seconds).\(digits(microseconds, 6))"
    case .fineTimestamp(let time): "SO_TIMESTAMPNS \(time)"
    case .timestamps(let times): timestampsText(times)
    case .stampedPacket(let interface, let length):
      "SCM_TIMESTAMPING_PKTINFO on \(name(of: interface, interfaces)), \(length) bytes"
    case .packetInfo(0, let source, 0): "IP_PKTINFO source \(ipv4Text(source))"
    case .packetInfo(let interface, let local, let destination):
      "IP_PKTINFO on \(name(of: interface, interfaces)) to \(ipv4Text(destination))"
        + (local == destination ? "" : " local \(ipv4Text(local))")
    case .packetInfo6(0, let source): "IPV6_PKTINFO source \(source)"
    case .packetInfo6(let interface, let destination):
      "IPV6_PKTINFO on \(name(of: interface, interfaces)) to \(destination)"
    case .hops(let number): level == 0 ? "IP_TTL \(number)" : "IPV6_HOPLIMIT \(number)"
    case .urgency(let number): (level == 0 ? "IP_TOS " : "IPV6_TCLASS ") + hexadecimal(Int(number))
    case .error(let error): (level == 0 ? "IP_RECVERR " : "IPV6_RECVERR ") + error.description
    case .destination(let address): "\(named) \(address.text(on: interfaces))"
    case .pathMTU(let address, let size): "\(named) \(size) to \(hostText(address, interfaces))"
    case .number(let number): "\(named) \(number)"
    case .bits(let number): "\(named) \(hexadecimal(Int(number)))"
    case .label(let bytes): "\(named) \(straceQuoted(bytes.prefix { $0 != 0 }))"
    case .other: otherText
    }
  }

  /// Its type by the name that C has; one whose content is known has it where that was cut.
  private var named: String {
    ControlMessage.names[level]?[type] ?? "level \(level) type \(type)"
  }

  private static let names: [Int32: [Int32: String]] = [
    1: [
      1: "SCM_RIGHTS", 2: "SCM_CREDENTIALS", 3: "SCM_SECURITY", 29: "SO_TIMESTAMP",
      35: "SO_TIMESTAMPNS", 36: "SO_MARK", 37: "SO_TIMESTAMPING", 40: "SO_RXQ_OVFL",
      41: "SO_WIFI_STATUS", 54: "SCM_TIMESTAMPING_OPT_STATS",
    ],
    0: [
      1: "IP_TOS", 2: "IP_TTL", 6: "IP_RECVOPTS", 7: "IP_RETOPTS", 8: "IP_PKTINFO",
      11: "IP_RECVERR", 18: "SCM_SECURITY", 20: "IP_ORIGDSTADDR", 23: "IP_CHECKSUM",
      25: "IP_RECVFRAGSIZE",
    ],
    41: [
      11: "IPV6_FLOWINFO", 25: "IPV6_RECVERR", 50: "IPV6_PKTINFO", 52: "IPV6_HOPLIMIT",
      54: "IPV6_HOPOPTS", 57: "IPV6_RTHDR", 59: "IPV6_DSTOPTS", 61: "IPV6_PATHMTU",
      67: "IPV6_TCLASS", 74: "IPV6_ORIGDSTADDR", 77: "IPV6_RECVFRAGSIZE",
    ],
    6: [36: "TCP_INQ"], 17: [104: "UDP_GRO"],
  ]

  /// Options and extension headers byte for byte, as far as a line should go.
  private var otherText: String {
    guard level == 0 || level == 41, ControlMessage.names[level]?[type] != nil, data.count <= 40
    else { return "\(named), \(data.count) bytes" }
    return ([named] + data.map(twoDigits)).joined(separator: " ")
  }

  /// `SO_TIMESTAMPING software 1764129211.000000017 hardware …`: what was not stamped is left out.
  private func timestampsText(_ times: [Timestamp]) -> String {
    let texts = zip(["software", "legacy", "hardware"], times).filter { $1 != .none }.map {
      "\($0) \($1)"
    }
    return (["SO_TIMESTAMPING"] + (texts.isEmpty ? ["nothing"] : texts)).joined(separator: " ")
  }

  private func hostText(_ address: SocketAddress, _ interfaces: InterfaceNames) -> String {
    guard case .ipv6(let host, _, _) = address else { return address.text(on: interfaces) }
    return host.description
  }

  private func name(of index: Int32, _ interfaces: InterfaceNames) -> String {
    interfaces.name(of: index) ?? "interface \(index)"
  }
}

extension ControlMessage.Timestamp: CustomStringConvertible {
  fileprivate static let none = ControlMessage.Timestamp(seconds: 0, nanoseconds: 0)

  /// Seconds since 1970, with the fraction: `1764129211.000000017`.
  public var description: String { "\(seconds).\(digits(nanoseconds, 9))" }
}

/// With zeros before it.
private func digits(_ number: Int64, _ count: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, count - text.count)) + text
}

extension ControlMessage.SocketError: CustomStringConvertible {
  /// `ECONNREFUSED by ICMP type 3 code 3 from 127.0.0.1`
  public var description: String {
    let name = Errno(Int32(truncatingIfNeeded: errno)).name
    switch origin {
    case 2: return "\(name) by ICMP type \(type) code \(code)\(from)"
    case 3: return "\(name) by ICMPv6 type \(type) code \(code)\(from)"
    case 4: return "\(name): the time \(stamped)"
    case 5: return "\(name): sends \(info) to \(data) without a copy are done"
    default: return "\(name) of this machine's own"
    }
  }

  /// SCM_TSTAMP_SND, SCHED, ACK (linux/errqueue.h), and which of them, where SOF_TIMESTAMPING_OPT_ID
  /// counts them.
  private var stamped: String {
    ["when it left for the device", "when it was queued for it", "when all was acknowledged"]
      .dropFirst(Int(info)).first.map { data == 0 ? $0 : "\($0) (\(data))" } ?? "stage \(info)"
  }

  private var from: String {
    switch offender {
    case .ipv4(let host, _)?: " from \(ipv4Text(host))"
    case .ipv6(let host, _, _)?: " from \(host)"
    default: ""
    }
  }
}
