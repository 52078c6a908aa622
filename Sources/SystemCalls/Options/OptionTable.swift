extension SocketOption {
  /// Every option, by level and in the order in which they are learnt. Commands, completion, help
  /// and both notations read this table; the numbers are Linux's on x86-64 and Arm.
  public static let all: [SocketOption] = socketOptions + tcpOptions + messageOptions

  /// socket(7)
  private static let socketOptions: [SocketOption] = {
    func row(
      _ name: String, _ number: Int32, _ type: OptionType, _ summary: String,
      isReadOnly: Bool = false, straceName: String? = nil
    ) -> SocketOption {
      SocketOption(
        name, number, of: OptionLevel.socket, type, summary, isReadOnly: isReadOnly,
        straceName: straceName)
    }
    return [
      row("SO_REUSEADDR", 2, .flag, "bind although closed connections still have the port"),
      row("SO_REUSEPORT", 15, .flag, "several sockets share one port"),
      row("SO_KEEPALIVE", 9, .flag, "ask a silent peer now and then whether it is there"),
      row("SO_BROADCAST", 6, .flag, "may send datagrams to a broadcast address"),
      row("SO_RCVBUF", 8, .integer, "the receive buffer's size in bytes"),
      row("SO_SNDBUF", 7, .integer, "the send buffer's size in bytes"),
      row("SO_LINGER", 13, .linger, "what close does with data that is not yet sent"),
      row("SO_RCVTIMEO", 20, .time, "how long recv and accept wait", straceName: "SO_RCVTIMEO_OLD"),
      row(
        "SO_SNDTIMEO", 21, .time, "how long send and connect wait", straceName: "SO_SNDTIMEO_OLD"),
      row(
        "SO_ERROR", 4, .error, "the error that is pending, which asking clears", isReadOnly: true),
      row("SO_TYPE", 3, .socketType, "the type that socket was asked for", isReadOnly: true),
    ]
  }()

  /// tcp(7)
  private static let tcpOptions = [
    SocketOption(
      "TCP_NODELAY", 1, of: OptionLevel.tcp, .flag,
      "send small segments at once, without Nagle's wait")
  ]
}

/// The second argument of setsockopt(2).
enum OptionLevel {
  static let socket: Int32 = 1
  static let tcp: Int32 = 6
}
