extension SocketOption {
  /// What turns ancillary data on, for recvmsg (unix(7), ip(7), ipv6(7)).
  static let messageOptions: [SocketOption] = [
    SocketOption("SO_PASSCRED", 16, of: 1, .flag, "recvmsg tells who sent: SCM_CREDENTIALS"),
    SocketOption(
      "SO_TIMESTAMP", 29, of: 1, .flag, "recvmsg tells when a datagram arrived",
      straceName: "SO_TIMESTAMP_OLD"),
    SocketOption(
      "IP_PKTINFO", 8, of: 0, .flag, "recvmsg tells which address and interface a datagram came to"),
    SocketOption("IP_RECVTTL", 12, of: 0, .flag, "recvmsg tells how many hops a datagram had left"),
    SocketOption(
      "IP_RECVERR", 11, of: 0, .flag, "errors that come back are queued, for recvmsg MSG_ERRQUEUE"),
    SocketOption("IPV6_V6ONLY", 26, of: 41, .flag, "a socket on :: takes no IPv4"),
    SocketOption(
      "IPV6_RECVPKTINFO", 49, of: 41, .flag, "as IP_PKTINFO, for IPv6"),
    SocketOption("IPV6_RECVERR", 25, of: 41, .flag, "as IP_RECVERR, for IPv6"),
  ]
}
