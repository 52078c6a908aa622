private let row = OptionRows(level: OptionLevel.ip)

extension SocketOption {
  /// ip(7)
  static let ipOptions = usual + rare.map(\.asRare)

  private static let usual = [
    row("IP_TTL", 2, .integer, "how many routers a packet may pass, 1 to 255", in: 1...255),
    row("IP_TOS", 1, .named(.typeOfService), "how urgent packets are, for routers that care"),
    row(
      "IP_MTU_DISCOVER", 10, .named(.pathMTU), "whether packets may be cut up on their way",
      in: 0...5),
    row("IP_MTU", 14, .size, "the longest packet that fits the way to the peer", .readOnly),
    row("IP_ADD_MEMBERSHIP", 35, .membership, "join a multicast group", .writeOnly),
    row("IP_DROP_MEMBERSHIP", 36, .membership, "leave a multicast group", .writeOnly),
    row("IP_MULTICAST_IF", 32, .outgoing, "the interface that multicast is sent on"),
    row(
      "IP_MULTICAST_TTL", 33, .integer, "how many routers multicast may pass; 1 stays at home",
      in: -1...255),
    row("IP_MULTICAST_LOOP", 34, .flag, "multicast comes back to members on this machine"),
    row("IP_PKTINFO", 8, .flag, "recvmsg tells where a datagram was sent to, and came in"),
    row("IP_RECVERR", 11, .flag, "ICMP errors are queued, and recvmsg reads them"),
    row("IP_RECVTTL", 12, .flag, "recvmsg tells each datagram's TTL"),
    row("IP_RECVTOS", 13, .flag, "recvmsg tells each datagram's TOS"),
    row("IP_TRANSPARENT", 19, .flag, "may take addresses that are not this machine's"),
    row("IP_FREEBIND", 15, .flag, "bind to an address that is not there yet"),
    row("IP_BIND_ADDRESS_NO_PORT", 24, .flag, "bind chooses no port: connect does, later"),
    row("IP_HDRINCL", 3, .flag, "the program writes the IP header itself (raw sockets)"),
  ]

  private static let rare = [
    row("IP_MULTICAST_ALL", 49, .flag, "also take what groups of other sockets receive"),
    row("IP_ADD_SOURCE_MEMBERSHIP", 39, .sourceMembership, "join for one sender", .writeOnly),
    row("IP_DROP_SOURCE_MEMBERSHIP", 40, .sourceMembership, "leave for one sender", .writeOnly),
    row("IP_BLOCK_SOURCE", 38, .sourceMembership, "take nothing from one sender", .writeOnly),
    row("IP_UNBLOCK_SOURCE", 37, .sourceMembership, "take from that sender again", .writeOnly),
    row("IP_UNICAST_IF", 50, .networkInterface, "the interface that is sent on"),
    row("IP_RECVOPTS", 6, .flag, "recvmsg tells each datagram's IP options"),
    row("IP_RETOPTS", 7, .flag, "the same, as they would be sent back"),
    row(
      "IP_RECVORIGDSTADDR", 20, .flag, "recvmsg tells the address before it was translated",
      straceName: "IP_ORIGDSTADDR"),
    row("IP_RECVFRAGSIZE", 25, .flag, "recvmsg tells how large the pieces were"),
    row("IP_CHECKSUM", 23, .flag, "recvmsg tells the checksum as the device found it"),
    row(
      "IP_MINTTL", 21, .integer, "drop packets whose TTL is less: they came from further away",
      in: 0...255),
    row("IP_NODEFRAG", 22, .flag, "do not put pieces together (raw sockets)"),
    row("IP_ROUTER_ALERT", 5, .flag, "take packets that are meant for every router (raw sockets)"),
    row("IP_PASSSEC", 18, .flag, "recvmsg tells the packet's security label"),
  ]
}
