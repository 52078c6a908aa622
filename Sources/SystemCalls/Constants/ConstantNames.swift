/// The names that strace 6.1 knows, as literals: Glibc imports them with mixed types, and lacks some.
enum ConstantNames {
  struct Entry: Sendable {
    let name: String
    let number: Int
  }

  static func table(_ pairs: [(String, Int)]) -> [Entry] {
    pairs.map { Entry(name: $0.0, number: $0.1) }
  }

  static func list(of table: ConstantTable) -> [Entry] {
    switch table {
    case .addressFamily: addressFamilies
    case .socketType: socketTypes + socketTypeFlags
    case .protocolNumber: protocols
    case .messageFlags: messageFlags
    case .shutdownHow: shutdownHows
    case .signal: signals
    case .optionLevel: optionLevels
    case .acceptFlags: socketTypeFlags
    case .fcntlCommand: fcntlCommands
    case .fileFlags: accessModes + fileFlags
    case .pollEvents: pollEvents
    case .epollFlags: epollFlags
    case .epollOperation: epollOperations
    case .epollEvents: epollEvents
    case .ioctlRequest: ioctlRequests
    case .lookUpFlags: lookUpFlags
    case .nameFlags: nameFlags
    }
  }

  /// AF_LOCAL is AF_UNIX by another name, so it stands after it.
  static let addressFamilies: [Entry] = table([
    ("AF_UNSPEC", 0), ("AF_UNIX", 1), ("AF_LOCAL", 1), ("AF_INET", 2), ("AF_AX25", 3),
    ("AF_IPX", 4), ("AF_APPLETALK", 5), ("AF_NETROM", 6), ("AF_BRIDGE", 7), ("AF_ATMPVC", 8),
    ("AF_X25", 9), ("AF_INET6", 10), ("AF_ROSE", 11), ("AF_DECnet", 12), ("AF_NETBEUI", 13),
    ("AF_SECURITY", 14), ("AF_KEY", 15), ("AF_NETLINK", 16), ("AF_PACKET", 17), ("AF_ASH", 18),
    ("AF_ECONET", 19), ("AF_ATMSVC", 20), ("AF_RDS", 21), ("AF_SNA", 22), ("AF_IRDA", 23),
    ("AF_PPPOX", 24), ("AF_WANPIPE", 25), ("AF_LLC", 26), ("AF_IB", 27), ("AF_MPLS", 28),
    ("AF_CAN", 29), ("AF_TIPC", 30), ("AF_BLUETOOTH", 31), ("AF_IUCV", 32), ("AF_RXRPC", 33),
    ("AF_ISDN", 34), ("AF_PHONET", 35), ("AF_IEEE802154", 36), ("AF_CAIF", 37), ("AF_ALG", 38),
    ("AF_NFC", 39), ("AF_VSOCK", 40), ("AF_KCM", 41), ("AF_QIPCRTR", 42), ("AF_SMC", 43),
    ("AF_XDP", 44), ("AF_MCTP", 45),
  ])

  /// The low four bits of socket(2)'s second argument.
  static let socketTypes: [Entry] = table([
    ("SOCK_STREAM", 1), ("SOCK_DGRAM", 2), ("SOCK_RAW", 3), ("SOCK_RDM", 4), ("SOCK_SEQPACKET", 5),
    ("SOCK_DCCP", 6), ("SOCK_PACKET", 10),
  ])

  /// In strace's order.
  static let socketTypeFlags: [Entry] = table([
    ("SOCK_CLOEXEC", 0x80000), ("SOCK_NONBLOCK", 0x800),
  ])

  /// Of AF_INET and AF_INET6.
  static let protocols: [Entry] = table([
    ("IPPROTO_IP", 0), ("IPPROTO_ICMP", 1), ("IPPROTO_IGMP", 2), ("IPPROTO_IPIP", 4),
    ("IPPROTO_TCP", 6), ("IPPROTO_EGP", 8), ("IPPROTO_PUP", 12), ("IPPROTO_UDP", 17),
    ("IPPROTO_IDP", 22), ("IPPROTO_TP", 29), ("IPPROTO_DCCP", 33), ("IPPROTO_IPV6", 41),
    ("IPPROTO_ROUTING", 43), ("IPPROTO_FRAGMENT", 44), ("IPPROTO_RSVP", 46), ("IPPROTO_GRE", 47),
    ("IPPROTO_ESP", 50), ("IPPROTO_AH", 51), ("IPPROTO_ICMPV6", 58), ("IPPROTO_NONE", 59),
    ("IPPROTO_DSTOPTS", 60), ("IPPROTO_MTP", 92), ("IPPROTO_BEETPH", 94), ("IPPROTO_ENCAP", 98),
    ("IPPROTO_PIM", 103), ("IPPROTO_COMP", 108), ("IPPROTO_L2TP", 115), ("IPPROTO_SCTP", 132),
    ("IPPROTO_MH", 135), ("IPPROTO_UDPLITE", 136), ("IPPROTO_MPLS", 137), ("IPPROTO_ETHERNET", 143),
    ("IPPROTO_RAW", 255), ("IPPROTO_MPTCP", 262),
  ])

  /// Of send(2) and recv(2).
  static let messageFlags: [Entry] = table([
    ("MSG_OOB", 0x1), ("MSG_PEEK", 0x2), ("MSG_DONTROUTE", 0x4), ("MSG_CTRUNC", 0x8),
    ("MSG_PROBE", 0x10), ("MSG_TRUNC", 0x20), ("MSG_DONTWAIT", 0x40), ("MSG_EOR", 0x80),
    ("MSG_WAITALL", 0x100), ("MSG_FIN", 0x200), ("MSG_SYN", 0x400), ("MSG_CONFIRM", 0x800),
    ("MSG_RST", 0x1000), ("MSG_ERRQUEUE", 0x2000), ("MSG_NOSIGNAL", 0x4000), ("MSG_MORE", 0x8000),
    ("MSG_WAITFORONE", 0x10000), ("MSG_SENDPAGE_NOTLAST", 0x20000), ("MSG_BATCH", 0x40000),
    ("MSG_NO_SHARED_FRAGS", 0x80000), ("MSG_ZEROCOPY", 0x4000000), ("MSG_FASTOPEN", 0x2000_0000),
    ("MSG_CMSG_CLOEXEC", 0x4000_0000), ("MSG_CMSG_COMPAT", 0x8000_0000),
  ])

  /// Of shutdown(2).
  static let shutdownHows: [Entry] = table([
    ("SHUT_RD", 0), ("SHUT_WR", 1), ("SHUT_RDWR", 2),
  ])

  /// Of setsockopt(2), by the names of the man pages; strace says SOL_TCP and so on.
  static let optionLevels: [Entry] = table([
    ("IPPROTO_IP", 0), ("SOL_SOCKET", 1), ("IPPROTO_TCP", 6), ("IPPROTO_UDP", 17),
    ("IPPROTO_IPV6", 41),
  ])

  /// As the kernel counts them: glibc keeps SIGRTMIN and SIGRT_1 for itself.
  static let signals: [Entry] = table([
    ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6),
    ("SIGBUS", 7), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGUSR1", 10), ("SIGSEGV", 11), ("SIGUSR2", 12),
    ("SIGPIPE", 13), ("SIGALRM", 14), ("SIGTERM", 15), ("SIGSTKFLT", 16), ("SIGCHLD", 17),
    ("SIGCONT", 18), ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGTTIN", 21), ("SIGTTOU", 22),
    ("SIGURG", 23), ("SIGXCPU", 24), ("SIGXFSZ", 25), ("SIGVTALRM", 26), ("SIGPROF", 27),
    ("SIGWINCH", 28), ("SIGIO", 29), ("SIGPWR", 30), ("SIGSYS", 31), ("SIGRTMIN", 32),
    ("SIGRT_1", 33), ("SIGRT_2", 34), ("SIGRT_3", 35), ("SIGRT_4", 36), ("SIGRT_5", 37),
    ("SIGRT_6", 38), ("SIGRT_7", 39), ("SIGRT_8", 40), ("SIGRT_9", 41), ("SIGRT_10", 42),
    ("SIGRT_11", 43), ("SIGRT_12", 44), ("SIGRT_13", 45), ("SIGRT_14", 46), ("SIGRT_15", 47),
    ("SIGRT_16", 48), ("SIGRT_17", 49), ("SIGRT_18", 50), ("SIGRT_19", 51), ("SIGRT_20", 52),
    ("SIGRT_21", 53), ("SIGRT_22", 54), ("SIGRT_23", 55), ("SIGRT_24", 56), ("SIGRT_25", 57),
    ("SIGRT_26", 58), ("SIGRT_27", 59), ("SIGRT_28", 60), ("SIGRT_29", 61), ("SIGRT_30", 62),
    ("SIGRT_31", 63), ("SIGRT_32", 64),
  ])
}
