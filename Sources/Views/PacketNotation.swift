public import Log
internal import SystemCalls

/// A packet in words.
struct PacketNotation {
  var packet: PacketSeen
  /// Ports, windows and what else differs from run to run.
  var isFull: Bool
  /// How long before this one the same segment was sent, in nanoseconds, if it was.
  var sinceLastTime: UInt64?

  /// `alice → bob`, `alice:43210 → bob:9000`
  var way: String { "\(sender) → \(receiver)" }

  /// `SYN seq 0, retransmission, dropped`
  var text: String {
    ([content] + packet.remarks.map(timed) + reset + [packet.fate.text].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// `retransmission after 204 ms`, `spurious retransmission after 1 s: that had arrived`
  private func timed(_ remark: String) -> String {
    guard let sinceLastTime, let range = remark.firstRange(of: "retransmission") else {
      return remark
    }
    let time = durationText(microseconds: Int(sinceLastTime / 1000))
    return "\(remark[..<range.upperBound]) after \(time)\(remark[range.upperBound...])"
  }

  private var sender: String {
    packet.from + (isFull ? port(of: packet.source) : "")
  }

  /// What is no host's stands for itself; a group, or a broadcast, is named beside the host that hears
  /// of it.
  private var receiver: String {
    let address = packet.destination
    if case .malformed = packet.content { return "?" }
    guard isFull else { return packet.to ?? host(of: address) }
    guard let name = packet.to else { return whole(address) }
    return address.isOfManyHosts ? "\(whole(address)) at \(name)" : name + port(of: address)
  }

  /// Of what has no ports, the host alone.
  private func whole(_ address: SocketAddress) -> String {
    port(of: address).isEmpty ? host(of: address) : address.description
  }

  private func port(of address: SocketAddress) -> String {
    address.port.flatMap { $0 == 0 ? nil : ":\($0)" } ?? ""
  }

  private func host(of address: SocketAddress) -> String {
    String(address.with(port: 0).description.dropLast(2))
  }

  /// What it is, without what became of it.
  var content: String {
    switch packet.content {
    case .tcp(let segment): text(of: segment)
    case .udp(let length): "UDP \(counted(length, "byte"))"
    case .icmp(let type, let code, let echo):
      "ICMP \(icmp(type, code))"
        + (echo.map { ", id \($0.identifier), seq \($0.sequence)" } ?? "")
    case .fragment(_, let offset): "a fragment, from byte \(offset) on"
    case .other(let number): "\(protocolText(number)), \(counted(packet.length, "byte"))"
    case .malformed(let why): "no packet: \(why)"
    }
  }

  /// `IGMP`, or `IP protocol 253`
  private func protocolText(_ number: Int) -> String {
    PacketNotation.protocols[number] ?? "IP protocol \(number)"
  }

  /// Of IANA's list, those that one may meet.
  private static let protocols: [Int: String] = [
    2: "IGMP", 4: "IPv4 in IP", 33: "DCCP", 41: "IPv6 in IP", 47: "GRE", 50: "ESP", 51: "AH",
    59: "no next header", 88: "EIGRP", 89: "OSPF", 103: "PIM", 112: "VRRP", 115: "L2TP",
    132: "SCTP", 136: "UDP-Lite", 137: "MPLS in IP",
  ]

  private func text(of segment: PacketSeen.Segment) -> String {
    let flags = segment.flagNames.isEmpty ? "no flag" : segment.flagNames.joined(separator: "-")
    var text = "\(flags) seq \(segment.sequence)"
    if let number = segment.acknowledgement { text += " ack \(number)" }
    if isFull || isAboutWindow { text += " win \(segment.window)" }
    return text + (segment.length > 0 ? ", \(counted(segment.length, "byte"))" : "")
  }

  private var isAboutWindow: Bool { packet.remarks.contains { $0.contains("window") } }

  /// As Wireshark's analysis has it for a connection that is broken off or refused.
  private var reset: [String] {
    guard case .tcp(let segment) = packet.content, segment.flags.contains("R") else { return [] }
    return ["reset"]
  }

  private func icmp(_ type: Int, _ code: Int) -> String {
    let names = packet.source.isIPv6 ? PacketNotation.icmpv6 : PacketNotation.icmp
    return names[[type, code]] ?? names[[type]] ?? "type \(type) code \(code)"
  }

  /// RFC 792.
  private static let icmp: [[Int]: String] = [
    [0]: "echo reply", [8]: "echo request", [11]: "time exceeded", [3]: "unreachable",
    [3, 0]: "network unreachable", [3, 1]: "host unreachable", [3, 2]: "protocol unreachable",
    [3, 3]: "port unreachable", [3, 4]: "too big, and may not be cut in pieces",
  ]

  /// RFC 4443, and RFC 4861 for how neighbours find each other.
  private static let icmpv6: [[Int]: String] = [
    [128]: "echo request", [129]: "echo reply", [1]: "unreachable", [2]: "packet too big",
    [3]: "time exceeded", [1, 0]: "no route", [1, 3]: "address unreachable",
    [1, 4]: "port unreachable", [133]: "router solicitation", [134]: "router advertisement",
    [135]: "neighbour solicitation", [136]: "neighbour advertisement", [143]: "group membership",
  ]
}

extension PacketSeen.Fate {
  /// nil where nothing was done to it.
  fileprivate var text: String? {
    switch verdict {
    case .delivered: changes
    case .lost: "lost"
    case .dropped: "dropped"
    case .cut: "lost: cut"
    case .queueFull: "lost: queue full"
    case .tooBig: "refused: too big"
    case .noHost: "refused: no such host"
    case .malformed: "thrown away"
    case .held: "held"
    case .released: "released"
    }
  }

  private var changes: String? {
    var parts: [String] = []
    if delay > 0 { parts.append("delayed by \(durationText(microseconds: Int(delay / 1000)))") }
    if copies > 1 { parts.append("duplicated") }
    if isCorrupted { parts.append("corrupted") }
    if let overtakes { parts.append("overtakes \(overtakes)") }
    if isKeptBack { parts.append("kept back for up to \(Self.longestKeptText)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static var longestKeptText: String {
    durationText(microseconds: Int(longestKept / 1000))
  }

  /// Whether it never arrives.
  var isLoss: Bool {
    switch verdict {
    case .delivered, .held, .released: false
    default: true
    }
  }
}

extension SocketAddress {
  fileprivate var isIPv6: Bool { if case .ipv6 = self { true } else { false } }
}

/// `  alice → bob   SYN seq 0`: a packet between the calls.
public func packetLine(_ packet: PacketSeen, utf8: Bool) -> String {
  let notation = PacketNotation(packet: packet, isFull: false)
  return safeText(padded("  \(notation.way) ", to: 16) + notation.text, utf8: utf8)
}
