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
      "SO_TIMESTAMP \(seconds).\(sixDigits(microseconds))"
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
    case .other: "level \(level) type \(type), \(data.count) bytes"
    }
  }

  private func name(of index: Int32, _ interfaces: InterfaceNames) -> String {
    interfaces.name(of: index) ?? "interface \(index)"
  }

  private func sixDigits(_ number: Int64) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 6 - text.count)) + text
  }
}

extension ControlMessage.SocketError: CustomStringConvertible {
  /// `ECONNREFUSED by ICMP type 3 code 3 from 127.0.0.1`
  public var description: String {
    let name = Errno(Int32(truncatingIfNeeded: errno)).name
    switch origin {
    case 2: return "\(name) by ICMP type \(type) code \(code)\(from)"
    case 3: return "\(name) by ICMPv6 type \(type) code \(code)\(from)"
    default: return "\(name) of this machine's own"
    }
  }

  private var from: String {
    switch offender {
    case .ipv4(let host, _)?: " from \(ipv4Text(host))"
    case .ipv6(let host, _, _)?: " from \(host)"
    default: ""
    }
  }
}
