private let row = OptionRows(level: OptionLevel.socket)

extension SocketOption {
  /// socket(7)
  static let socketOptions = usual + rare.map(\.asRare)

  private static let usual = [
    row("SO_REUSEADDR", 2, .flag, "bind although closed connections still have the port"),
    row("SO_REUSEPORT", 15, .flag, "several sockets share one port"),
    row("SO_KEEPALIVE", 9, .flag, "ask a silent peer now and then whether it is there"),
    row("SO_BROADCAST", 6, .flag, "may send datagrams to a broadcast address"),
    row("SO_RCVBUF", 8, .size, "the receive buffer's size in bytes"),
    row("SO_SNDBUF", 7, .size, "the send buffer's size in bytes"),
    row("SO_LINGER", 13, .linger, "what close does with data that is not yet sent"),
    row("SO_RCVTIMEO", 20, .time, "how long recv and accept wait", straceName: "SO_RCVTIMEO_OLD"),
    row(
      "SO_SNDTIMEO", 21, .time, "how long send and connect wait", straceName: "SO_SNDTIMEO_OLD"),
    row("SO_RCVLOWAT", 18, .size, "how many bytes there must be before poll says readable"),
    row("SO_ERROR", 4, .error, "the error that is pending, which asking clears", .consumed),
    row("SO_TYPE", 3, .named(.socketType), "the type that socket was asked for", .readOnly),
    row(
      "SO_DOMAIN", 39, .named(.addressFamily), "the family that socket was asked for", .readOnly),
    row(
      "SO_PROTOCOL", 38, .named(.protocolNumber), "the protocol that the socket speaks", .readOnly),
    row("SO_ACCEPTCONN", 30, .flag, "whether the socket listens", .readOnly),
    row("SO_OOBINLINE", 10, .flag, "urgent data stands in the stream like any other"),
    row("SO_BINDTODEVICE", 25, .text, "take and send packets on this interface only"),
    row(
      "SO_TIMESTAMP", 29, .flag, "recvmsg tells when each datagram came",
      straceName: "SO_TIMESTAMP_OLD"),
    row("SO_PASSCRED", 16, .flag, "recvmsg tells whose process sent (Unix sockets)"),
    row(
      "SO_PEERCRED", 17, .credentials, "the process that connected or listened (Unix sockets)",
      .readOnly),
    row("SO_PRIORITY", 12, .integer, "which queue of the interface packets go to, 0 to 6"),
    row("SO_MARK", 36, .integer, "a number on every packet, for routes and firewalls"),
  ]

  private static let rare = [
    row("SO_SNDLOWAT", 19, .size, "how much room there must be for sending; 1 on Linux", .readOnly),
    row("SO_DONTROUTE", 5, .flag, "send to neighbours only, past every router"),
    row("SO_DEBUG", 1, .flag, "have the kernel keep a record, where it can"),
    row("SO_RCVBUFFORCE", 33, .size, "SO_RCVBUF beyond the limit that all others have", .writeOnly),
    row("SO_SNDBUFFORCE", 32, .size, "SO_SNDBUF beyond the limit that all others have", .writeOnly),
    row("SO_BUF_LOCK", 72, .named(.bufferLock), "which buffers the kernel may not resize"),
    row("SO_BINDTOIFINDEX", 62, .interface, "SO_BINDTODEVICE, the interface by its number"),
    row(
      "SO_TIMESTAMPNS", 35, .flag, "SO_TIMESTAMP in nanoseconds", straceName: "SO_TIMESTAMPNS_OLD"),
    row(
      "SO_TIMESTAMPING", 37, .named(.timestamping), "which stamps are made, sending and receiving",
      straceName: "SO_TIMESTAMPING_OLD"),
    row("SO_PASSSEC", 34, .flag, "recvmsg tells the sender's security label"),
    row("SO_RXQ_OVFL", 40, .flag, "recvmsg tells how many datagrams were dropped before"),
    row("SO_RCVMARK", 75, .flag, "recvmsg tells the packet's mark"),
    row("SO_PEEK_OFF", 42, .integer, "where MSG_PEEK goes on, -1 for the beginning each time"),
    row("SO_SELECT_ERR_QUEUE", 45, .flag, "poll wakes by priority when an error is queued"),
    row("SO_INCOMING_CPU", 49, .integer, "the processor that packets come in on, -1 if none yet"),
    row("SO_INCOMING_NAPI_ID", 56, .integer, "the device queue that packets came from", .readOnly),
    row(
      "SO_BUSY_POLL", 46, .duration(.microseconds), "ask the device so long before sleeping",
      in: 0...Int32.max),
    row("SO_PREFER_BUSY_POLL", 69, .flag, "leave interrupts off where the program polls busily"),
    row("SO_BUSY_POLL_BUDGET", 70, .integer, "packets that one busy poll takes", .writeOnly),
    row("SO_MAX_PACING_RATE", 47, .unsigned, "send no faster, in bytes a second"),
    row(
      "SO_ZEROCOPY", 60, .flag, "allow MSG_ZEROCOPY: send from the program's own memory", in: 0...1),
    row("SO_NO_CHECK", 11, .flag, "send UDP datagrams without a checksum"),
    row("SO_NOFCS", 43, .flag, "send Ethernet frames without their checksum (packet sockets)"),
    row("SO_WIFI_STATUS", 41, .flag, "recvmsg tells whether the radio's frame was acknowledged"),
    row("SO_BSDCOMPAT", 14, .flag, "does nothing any more; kept for old programs"),
    row("SO_BPF_EXTENSIONS", 48, .integer, "how many extensions packet filters have", .readOnly),
    row("SO_DETACH_FILTER", 27, .integer, "take the socket's packet filter off", .writeOnly),
    row("SO_PEERSEC", 31, .text, "the peer's security label (Unix sockets)", .readOnly),
    row("SO_LOCK_FILTER", 44, .flag, "nobody may take the socket's packet filter off any more"),
    row("SO_RESERVE_MEM", 73, .size, "memory that is kept for this socket"),
    row("SO_COOKIE", 57, .unsigned, "a number that this socket alone has", .consumed),
    row(
      "SO_NETNS_COOKIE", 71, .unsigned, "the number of the socket's network namespace", .readOnly),
    row(
      "SO_MEMINFO", 55, .structure(36), "what the socket takes of the kernel's memory", .readOnly),
  ]
}
