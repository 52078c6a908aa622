internal import SystemCalls

/// Socket options in Swift.
extension SwiftWriter {
  mutating func optionLines(_ call: ProgramCall, _ target: String) -> [String] {
    guard case .option(let name)? = call.call["optname"] else { return [] }
    let level = levelText(call.call.constant("level"))
    let option = optionText(name)
    if call.call.name == "setsockopt" {
      guard case .optionValue(let value)? = call.call["optval"] else { return [] }
      helpers.insert(.setOption)
      return ["try setOption(\(target), \(level), \(option), \(expression(value)))"]
    }
    helpers.insert(.getOption)
    let type = SocketOption.named(name)?.type ?? .integer
    let room = type.swiftRoom
    return [
      "print(\"\(name):\", try getOption(\(target), \(level), \(option), \(room)))"
    ]
  }

  private func levelText(_ level: String) -> String {
    level.hasPrefix("IPPROTO") ? "Int32(\(level))" : level
  }

  private mutating func optionText(_ name: String) -> String {
    let isSeen = ["SO_", "TCP_", "IP_", "IPV6_"].contains(where: name.hasPrefix)
    if isSeen, !unknownToSwift.contains(name) { return name }
    constants[name] = Int(SocketOption.named(name)?.number ?? 0)
    return name
  }

  private func expression(_ value: OptionValue) -> String {
    switch value {
    case .integer(let number), .error(let number), .named(let number, _), .interface(let number):
      "Int32(\(number))"
    case .linger(let on, let seconds): "linger(l_onoff: \(on), l_linger: \(seconds))"
    case .time(let seconds, let microseconds):
      "timeval(tv_sec: \(seconds), tv_usec: \(microseconds))"
    case .outgoing(let local, nil): "in_addr(s_addr: \(quad(local)))"
    case .membership(let group, let local, nil):
      "ip_mreq(imr_multiaddr: in_addr(s_addr: \(quad(group))), "
        + "imr_interface: in_addr(s_addr: \(quad(local))))"
    case .membership(let group, let local, let interface?):
      "ip_mreqn(imr_multiaddr: in_addr(s_addr: \(quad(group))), "
        + "imr_address: in_addr(s_addr: \(quad(local))), imr_ifindex: \(interface))"
    default: "\(value.bytes) as [UInt8]"
    }
  }

  private func quad(_ host: UInt32) -> String {
    "inet_addr(\"\(SocketAddress.ipv4(host, port: 0).hostText ?? "")\")"
  }
}

extension OptionType {
  /// A value to be written over.
  fileprivate var swiftRoom: String {
    switch self {
    case .flag, .integer, .size, .duration, .error, .named, .interface, .networkInterface:
      "Int32(0)"
    case .linger: "linger()"
    case .time: "timeval()"
    case .unsigned: "UInt64(0)"
    default: "[UInt8](repeating: 0, count: \(size))"
    }
  }
}

/// Options that Swift's Glibc module does not have.
private let unknownToSwift: Set<String> = ["IPV6_FLOWINFO", "IPV6_FLOWINFO_SEND"]
