/// Calls by what they do, under the library's names.
enum CallNames {
  /// Those that send data.
  static let sending: Set = ["send", "sendto", "sendmsg", "sendmmsg", "write", "writev"]
  /// Those that receive data.
  static let receiving: Set = ["recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"]
  /// Those that hand out a connection.
  static let accepting: Set = ["accept", "accept4"]
  /// Those after which a packet can be under way.
  static let moving = sending.union(receiving).union(accepting).union([
    "connect", "shutdown", "close", "dup2",
  ])
  /// Those that nobody outside the role can notice. What `close` closes may be: see `noteClosed`.
  static let quiet: Set = [
    "socket", "socketpair", "bind", "listen", "getsockname", "getpeername", "getsockopt", "fcntl",
    "dup", "close",
  ]
}
