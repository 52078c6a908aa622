private let row = OptionRows(level: OptionLevel.udp)

extension SocketOption {
  /// udp(7)
  static let udpOptions = [
    row("UDP_CORK", 1, .flag, "several sends make one datagram, until it is off again"),
    row("UDP_SEGMENT", 103, .size, "cut what is sent into datagrams of this size").asRare,
    row("UDP_GRO", 104, .flag, "recvmsg may give several datagrams in one").asRare,
    row("UDP_NO_CHECK6_TX", 101, .flag, "send without a checksum over IPv6").asRare,
    row("UDP_NO_CHECK6_RX", 102, .flag, "take datagrams without one over IPv6").asRare,
  ]
}
