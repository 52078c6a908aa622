private let row = OptionRows(level: OptionLevel.tcp)

extension SocketOption {
  /// tcp(7)
  static let tcpOptions = usual + rare.map(\.asRare)

  private static let usual = [
    row("TCP_NODELAY", 1, .flag, "send small segments at once, without Nagle's wait"),
    row("TCP_CORK", 3, .flag, "hold back what does not fill a segment, until it is off again"),
    row("TCP_QUICKACK", 12, .flag, "acknowledge at once; the kernel turns it off again by itself"),
    row("TCP_MAXSEG", 2, .size, "the most that a segment carries, in bytes", in: 88...32767),
    row(
      "TCP_KEEPIDLE", 4, .duration(.seconds), "silence before the first keepalive probe",
      in: 1...32767),
    row("TCP_KEEPINTVL", 5, .duration(.seconds), "time between keepalive probes", in: 1...32767),
    row(
      "TCP_KEEPCNT", 6, .integer, "keepalive probes without an answer before ETIMEDOUT", in: 1...127
    ),
    row(
      "TCP_USER_TIMEOUT", 18, .duration(.milliseconds),
      "give up on data that is not acknowledged for so long", in: 0...Int32.max),
    row("TCP_SYNCNT", 7, .integer, "how often connect sends its SYN again", in: 1...127),
    row("TCP_LINGER2", 8, .duration(.seconds), "how long FIN_WAIT_2 lasts after close"),
    row(
      "TCP_DEFER_ACCEPT", 9, .duration(.seconds),
      "accept gives a connection only once it has data"),
    row("TCP_CONGESTION", 13, .text, "the congestion control: cubic, reno, …"),
    row("TCP_INFO", 11, .structure(256), "all that the kernel knows; info reads it", .readOnly),
    row("TCP_FASTOPEN", 23, .integer, "data may come with the SYN; how many such may wait"),
    row("TCP_FASTOPEN_CONNECT", 30, .flag, "the first send goes out with the SYN"),
    row("TCP_NOTSENT_LOWAT", 25, .size, "not writable while more than this is not yet sent"),
  ]

  private static let rare = [
    row("TCP_WINDOW_CLAMP", 10, .size, "offer the peer no larger window"),
    row("TCP_THIN_LINEAR_TIMEOUTS", 16, .flag, "thin streams retransmit without doubling the wait"),
    row("TCP_THIN_DUPACK", 17, .flag, "does nothing any more; kept for old programs"),
    row("TCP_FASTOPEN_NO_COOKIE", 34, .flag, "fast open without having met the peer before"),
    row("TCP_SAVE_SYN", 27, .flag, "keep each client's SYN for the server to look at", in: 0...2),
    row("TCP_SAVED_SYN", 28, .structure(256), "the SYN that was kept; asking drops it", .consumed),
    row(
      "TCP_CC_INFO", 26, .structure(20), "what the congestion control tells of itself", .readOnly),
    row("TCP_TIMESTAMP", 24, .integer, "the clock of the timestamps it sends", .consumed),
    row("TCP_INQ", 36, .flag, "recvmsg tells how much is still to be read", in: 0...1),
    row("TCP_TX_DELAY", 37, .duration(.microseconds), "send everything so much later"),
    row("TCP_ULP", 31, .text, "a protocol that the kernel speaks on top, such as tls"),
    row(
      "TCP_REPAIR", 19, .integer, "stop the connection's clockwork, to move it elsewhere",
      in: -1...1),
  ]
}
