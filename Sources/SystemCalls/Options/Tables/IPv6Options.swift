private let row = OptionRows(level: OptionLevel.ipv6)

extension SocketOption {
  /// ipv6(7)
  static let ipv6Options = usual + rare.map(\.asRare)

  private static let usual = [
    row("IPV6_V6ONLY", 26, .flag, "take IPv6 only; off, IPv4 peers come as ::ffff:a.b.c.d"),
    row(
      "IPV6_UNICAST_HOPS", 16, .integer, "how many routers a packet may pass, -1 for the usual",
      in: -1...255),
    row(
      "IPV6_JOIN_GROUP", 20, .membership6, "join a multicast group", .writeOnly,
      straceName: "IPV6_ADD_MEMBERSHIP"),
    row(
      "IPV6_LEAVE_GROUP", 21, .membership6, "leave a multicast group", .writeOnly,
      straceName: "IPV6_DROP_MEMBERSHIP"),
    row("IPV6_MULTICAST_IF", 17, .interface, "the interface that multicast is sent on"),
    row("IPV6_MULTICAST_HOPS", 18, .integer, "how many routers multicast may pass", in: -1...255),
    row(
      "IPV6_MULTICAST_LOOP", 19, .flag, "multicast comes back to members on this machine", in: 0...1
    ),
    row(
      "IPV6_MTU_DISCOVER", 23, .named(.pathMTU6), "whether packets may be cut up by the sender",
      in: 0...5),
    row(
      "IPV6_MTU", 24, .size, "the longest packet that fits the way to the peer",
      in: 1280...Int32.max),
    row("IPV6_RECVPKTINFO", 49, .flag, "recvmsg tells where a datagram was sent to, and came in"),
    row("IPV6_RECVHOPLIMIT", 51, .flag, "recvmsg tells each datagram's hop limit"),
    row("IPV6_RECVERR", 25, .flag, "ICMPv6 errors are queued, and recvmsg reads them"),
    row("IPV6_TCLASS", 67, .integer, "how urgent packets are, -1 for the usual", in: -1...255),
    row("IPV6_RECVTCLASS", 66, .flag, "recvmsg tells each datagram's traffic class"),
    row("IPV6_DONTFRAG", 62, .flag, "refuse what would have to be cut up (EMSGSIZE)"),
  ]

  private static let rare = [
    row("IPV6_MULTICAST_ALL", 29, .flag, "also take what groups of other sockets receive"),
    row("IPV6_JOIN_ANYCAST", 27, .membership6, "take an anycast address, too", .writeOnly),
    row("IPV6_LEAVE_ANYCAST", 28, .membership6, "leave an anycast address", .writeOnly),
    row("IPV6_UNICAST_IF", 76, .networkInterface, "the interface that is sent on"),
    row("IPV6_TRANSPARENT", 75, .flag, "may take addresses that are not this machine's"),
    row("IPV6_FREEBIND", 78, .flag, "bind to an address that is not there yet"),
    row(
      "IPV6_ADDR_PREFERENCES", 72, .named(.addressPreferences),
      "which of several own addresses to send from"),
    row("IPV6_AUTOFLOWLABEL", 70, .flag, "the kernel labels each flow"),
    row("IPV6_FLOWINFO_SEND", 33, .flag, "send the flow label of the address that is given"),
    row("IPV6_MINHOPCOUNT", 73, .integer, "drop packets whose hop limit is less", in: 0...255),
    row(
      "IPV6_RECVORIGDSTADDR", 74, .flag, "recvmsg tells the address before it was translated",
      straceName: "IPV6_ORIGDSTADDR"),
    row("IPV6_PATHMTU", 61, .structure(32), "the path's MTU, and to whom", .readOnly),
    row(
      "IPV6_CHECKSUM", 7, .integer, "where the kernel puts a checksum, -1 for none (raw sockets)"),
    row("IPV6_FLOWINFO", 11, .flag, "recvmsg tells each datagram's flow label"),
    row("IPV6_RECVPATHMTU", 60, .flag, "recvmsg tells when the path's MTU changes"),
    row("IPV6_RECVHOPOPTS", 53, .flag, "recvmsg tells the hop-by-hop options"),
    row("IPV6_RECVRTHDR", 56, .flag, "recvmsg tells the routing header"),
    row("IPV6_RECVDSTOPTS", 58, .flag, "recvmsg tells the destination options"),
    row("IPV6_RECVFRAGSIZE", 77, .flag, "recvmsg tells how large the pieces were"),
  ]
}
