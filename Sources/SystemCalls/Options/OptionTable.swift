extension SocketOption {
  /// Every option, by level and in the order in which they are learnt. Commands, completion, help
  /// and both notations read this table; the numbers are Linux's on x86-64 and Arm.
  public static let all: [SocketOption] =
    socketOptions + ipOptions + ipv6Options + tcpOptions + udpOptions
}

/// Makes the options of one level.
struct OptionRows {
  let level: Int32

  func callAsFunction(
    _ name: String, _ number: Int32, _ type: OptionType, _ summary: String,
    _ access: SocketOption.Access = .full, in range: ClosedRange<Int32>? = nil,
    straceName: String? = nil
  ) -> SocketOption {
    SocketOption(name, number, of: level, type, summary, access, in: range, straceName: straceName)
  }
}

/// The second argument of setsockopt(2).
enum OptionLevel {
  static let ip: Int32 = 0
  static let socket: Int32 = 1
  static let tcp: Int32 = 6
  static let udp: Int32 = 17
  static let ipv6: Int32 = 41
}
