extension OptionValue: CustomStringConvertible {
  /// As C has it: `1`, `IP_PMTUDISC_DO`, `{l_onoff=1, l_linger=5}`, `"cubic"`.
  public var description: String { text(on: .own) }

  /// The same in a network with these interfaces.
  public func text(on interfaces: InterfaceNames) -> String {
    switch self {
    case .integer(let number): "\(number)"
    case .error(let number): number == 0 ? "0" : Errno(number).description
    case .named(let number, let names): names.text(number)
    case .time(let seconds, let microseconds): "{tv_sec=\(seconds), tv_usec=\(microseconds)}"
    case .text(let bytes): straceQuoted(bytes.prefix { $0 != 0 })
    case .interface(let number), .networkInterface(let number): interfaceText(number, interfaces)
    case .unsigned(let number): "\(number)"
    case .outgoing(let local, let interface):
      interface.map { "{imr_ifindex=\(interfaceText($0, interfaces))}" } ?? ipv4Text(local)
    case .membership(let group, let local, let interface):
      "{imr_multiaddr=\(ipv4Text(group)), "
        + (interface.map { "imr_ifindex=\(interfaceText($0, interfaces))" }
          ?? "imr_interface=\(ipv4Text(local))") + "}"
    case .sourceMembership(let group, let local, let source):
      "{imr_multiaddr=\(ipv4Text(group)), imr_interface=\(ipv4Text(local)), "
        + "imr_sourceaddr=\(ipv4Text(source))}"
    case .membership6(let group, let interface):
      "{ipv6mr_multiaddr=\(group), ipv6mr_interface=\(interfaceText(interface, interfaces))}"
    case .linger, .credentials, .bytes: straceText
    }
  }

  /// strace decodes few structures, and takes whatever else is four bytes long for an int.
  var straceText: String {
    switch self {
    case .error(let number): "[\(number == 0 ? "0" : Errno(number).name)]"
    case .linger(let onOff, let seconds): "{l_onoff=\(onOff), l_linger=\(seconds)}"
    case .membership(let group, let local, _):
      "{imr_multiaddr=inet_addr(\"\(ipv4Text(group))\"), "
        + "imr_interface=inet_addr(\"\(ipv4Text(local))\")}"
    case .membership6(let group, let interface):
      "{inet_pton(AF_INET6, \"\(group)\", &ipv6mr_multiaddr), "
        + "ipv6mr_interface=\(interfaceText(interface, .own))}"
    case .credentials(let pid, let uid, let gid):
      "{pid=\(pid), uid=\(Int32(bitPattern: uid)), gid=\(Int32(bitPattern: gid))}"
    default: plainStraceText
    }
  }

  private var plainStraceText: String {
    let bytes = bytes
    guard bytes.count == 4 else { return straceQuoted(bytes, count: bytes.count) }
    let number = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    return "[\(number)]"
  }
}

/// `if_nametoindex("lo")`, or the number where the network has no such interface.
func interfaceText(_ index: Int32, _ interfaces: InterfaceNames) -> String {
  guard let name = interfaces.name(of: index) else { return "\(index)" }
  return "if_nametoindex(\(straceQuoted(Array(name.utf8))))"
}
