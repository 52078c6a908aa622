internal import SystemCalls

/// The names of C's constants: the one place that knows where the tables are.
enum SystemConstant {
  /// The number of a constant by its name; nil if the table has no such name.
  static func number(_ name: String, _ table: ConstantTable) -> Int? {
    constants[table]?.first { $0.name == name }?.number
  }

  /// The names of a table, the usual ones first.
  static func names(_ table: ConstantTable) -> [String] { constants[table]?.map(\.name) ?? [] }

  /// `MSG_PEEK|MSG_DONTWAIT`, or a plain number: every part by name or number.
  static func union(_ word: some StringProtocol, _ table: ConstantTable) -> Int? {
    var value = 0
    for part in word.split(separator: "|", omittingEmptySubsequences: false) {
      guard let one = Int(part).flatMap({ $0 >= 0 ? $0 : nil }) ?? number(String(part), table)
      else { return nil }
      value |= one
    }
    return value
  }
}

private let constants: [ConstantTable: [(name: String, number: Int)]] = [
  .addressFamily: [
    ("AF_INET", 2), ("AF_INET6", 10), ("AF_UNIX", 1), ("AF_LOCAL", 1), ("AF_UNSPEC", 0),
    ("AF_NETLINK", 16), ("AF_PACKET", 17),
  ],
  .socketType: [
    ("SOCK_STREAM", 1), ("SOCK_DGRAM", 2), ("SOCK_RAW", 3), ("SOCK_SEQPACKET", 5),
    ("SOCK_NONBLOCK", 0x800), ("SOCK_CLOEXEC", 0x80000),
  ],
  .protocolNumber: [
    ("IPPROTO_TCP", 6), ("IPPROTO_UDP", 17), ("IPPROTO_IP", 0), ("IPPROTO_ICMP", 1),
    ("IPPROTO_IPV6", 41), ("IPPROTO_ICMPV6", 58), ("IPPROTO_RAW", 255),
  ],
  .messageFlags: [
    ("MSG_OOB", 0x1), ("MSG_PEEK", 0x2), ("MSG_DONTROUTE", 0x4), ("MSG_TRUNC", 0x20),
    ("MSG_DONTWAIT", 0x40), ("MSG_EOR", 0x80), ("MSG_WAITALL", 0x100), ("MSG_CONFIRM", 0x800),
    ("MSG_ERRQUEUE", 0x2000), ("MSG_NOSIGNAL", 0x4000), ("MSG_MORE", 0x8000),
    ("MSG_CMSG_CLOEXEC", 0x4000_0000),
  ],
  .shutdownHow: [("SHUT_RD", 0), ("SHUT_WR", 1), ("SHUT_RDWR", 2)],
  .signal: [
    ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6),
    ("SIGBUS", 7), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGUSR1", 10), ("SIGSEGV", 11),
    ("SIGUSR2", 12), ("SIGPIPE", 13), ("SIGALRM", 14), ("SIGTERM", 15), ("SIGCHLD", 17),
    ("SIGCONT", 18), ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGTTIN", 21), ("SIGTTOU", 22),
    ("SIGURG", 23), ("SIGXCPU", 24), ("SIGXFSZ", 25), ("SIGVTALRM", 26), ("SIGPROF", 27),
    ("SIGWINCH", 28), ("SIGIO", 29), ("SIGPWR", 30), ("SIGSYS", 31),
  ],
]
