/// An address of AF_PACKET (packet(7)): a network interface, and what is read from it.
struct LinkAddress {
  /// The Ethernet type, in host order: 0x0800 for IPv4, 3 for all, 0 for none.
  let protocolNumber: UInt16
  /// 0 for every interface.
  let interface: Int32
  let hardwareType: UInt16
  /// PACKET_HOST 0, BROADCAST 1, MULTICAST 2, OTHERHOST 3, OUTGOING 4.
  let packetType: UInt8
  let addressLength: UInt8
  /// As far as the kernel gave it.
  let hardware: ArraySlice<UInt8>
  /// Of the whole struct sockaddr_ll: strace takes no shorter one for one.
  let isComplete: Bool

  /// Nil for an address of another family.
  init?(_ address: SocketAddress) {
    guard case .other(17, let bytes) = address, bytes.count >= 10 else { return nil }
    protocolNumber = UInt16(bigEndian: number(bytes, at: 0))
    interface = number(bytes, at: 2)
    hardwareType = number(bytes, at: 6)
    packetType = bytes[8]
    addressLength = bytes[9]
    hardware = bytes[10...].prefix(Int(min(addressLength, 8)))
    isComplete = bytes.count >= 18
  }

  /// `AF_PACKET lo ETH_P_IP outgoing 00:00:00:00:00:00`
  func text(on interfaces: InterfaceNames) -> String {
    let place =
      interface == 0 ? "any" : interfaces.name(of: interface) ?? "interface \(interface)"
    let type = Int(protocolNumber)
    let carried = type == 0 ? "no-protocol" : LinkAddress.types[type] ?? hexadecimal(type)
    let direction = LinkAddress.directions[Int(packetType)].map { [$0] } ?? []
    let station = hardware.map(twoDigits).joined(separator: ":")
    return (["AF_PACKET", place, carried] + direction + (station.isEmpty ? [] : [station]))
      .joined(separator: " ")
  }

  /// What is for this machine alone needs no word.
  private static let directions = [
    1: "broadcast", 2: "multicast", 3: "to-another-host", 4: "outgoing",
  ]

  /// linux/if_ether.h
  private static let types: [Int: String] = [
    0x1: "ETH_P_802_3", 0x3: "ETH_P_ALL", 0x4: "ETH_P_802_2", 0x60: "ETH_P_LOOP",
    0x800: "ETH_P_IP", 0x806: "ETH_P_ARP", 0x8100: "ETH_P_8021Q", 0x86dd: "ETH_P_IPV6",
    0x8847: "ETH_P_MPLS_UC", 0x8863: "ETH_P_PPP_DISC", 0x8864: "ETH_P_PPP_SES",
    0x888e: "ETH_P_PAE", 0x88a8: "ETH_P_8021AD", 0x88b5: "ETH_P_802_EX1",
  ]

  /// linux/if_arp.h
  private static let hardwareTypes: [Int: String] = [
    0: "ARPHRD_NETROM", 1: "ARPHRD_ETHER", 512: "ARPHRD_PPP", 768: "ARPHRD_TUNNEL",
    769: "ARPHRD_TUNNEL6", 772: "ARPHRD_LOOPBACK", 776: "ARPHRD_SIT", 778: "ARPHRD_IPGRE",
    801: "ARPHRD_IEEE80211", 0xfffe: "ARPHRD_NONE", 0xffff: "ARPHRD_VOID",
  ]

  private static let packetTypes: [Int: String] = [
    0: "PACKET_HOST", 1: "PACKET_BROADCAST", 2: "PACKET_MULTICAST", 3: "PACKET_OTHERHOST",
    4: "PACKET_OUTGOING", 5: "PACKET_LOOPBACK", 6: "PACKET_USER", 7: "PACKET_KERNEL",
  ]

  /// nil where strace shows the bytes.
  var straceText: String? {
    guard isComplete else { return nil }
    let names = { (table: [Int: String], number: Int, unknown: String) in
      table[number] ?? "\(number == 0 ? "0" : hexadecimal(number)) /* \(unknown)_??? */"
    }
    let station = hardware.map { $0 == 0 ? "00" : hexadecimal(Int($0)) }
    return "{sa_family=AF_PACKET"
      + ", sll_protocol=htons(\(names(LinkAddress.types, Int(protocolNumber), "ETH_P")))"
      + ", sll_ifindex=\(interface == 0 ? "0" : interfaceText(interface, .own))"
      + ", sll_hatype=\(names(LinkAddress.hardwareTypes, Int(hardwareType), "ARPHRD"))"
      + ", sll_pkttype=\(names(LinkAddress.packetTypes, Int(packetType), "PACKET"))"
      + ", sll_halen=\(addressLength)"
      + (station.isEmpty ? "" : ", sll_addr=[\(station.joined(separator: ", "))]") + "}"
  }
}

/// An address of AF_NETLINK (netlink(7)): which of the process's sockets, and which groups it hears.
struct NetlinkAddress: CustomStringConvertible {
  let padding: UInt16
  /// 0 is the kernel's, and that of a socket not bound yet.
  let port: UInt32
  /// One bit a group.
  let groups: UInt32

  /// Nil for an address of another family.
  init?(_ address: SocketAddress) {
    guard case .other(16, let bytes) = address, bytes.count >= 10 else { return nil }
    padding = number(bytes, at: 0)
    port = number(bytes, at: 2)
    groups = number(bytes, at: 6)
  }

  /// `AF_NETLINK port 4711 groups 0x5`
  var description: String {
    "AF_NETLINK port \(port)" + (groups == 0 ? "" : " groups \(hexadecimal(Int(groups)))")
  }

  /// strace has `%#08x` for the groups.
  var straceText: String {
    let digits = String(groups, radix: 16)
    let zeros = String(repeating: "0", count: max(0, (groups == 0 ? 8 : 6) - digits.count))
    return "{sa_family=AF_NETLINK, "
      + (padding == 0 ? "" : "nl_pad=\(hexadecimal(Int(padding))), ")
      + "nl_pid=\(Int32(bitPattern: port)), nl_groups=\(groups == 0 ? "" : "0x")\(zeros)\(digits)}"
  }
}
