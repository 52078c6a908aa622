/// The names of fcntl(2), poll(2) and epoll(7), in strace's order.
extension ConstantNames {
  /// The two that concern the file status flags.
  static let fcntlCommands: [Entry] = table([("F_GETFL", 3), ("F_SETFL", 4)])

  /// The low two bits of the file status flags.
  static let accessModes: [Entry] = table([
    ("O_RDONLY", 0), ("O_WRONLY", 1), ("O_RDWR", 2), ("O_ACCMODE", 3),
  ])

  /// Of open(2), by their numbers on x86-64; those that a socket can have are the same on Arm.
  static let fileFlags: [Entry] = table([
    ("O_CREAT", 0x40), ("O_EXCL", 0x80), ("O_NOCTTY", 0x100), ("O_TRUNC", 0x200),
    ("O_APPEND", 0x400), ("O_NONBLOCK", 0x800), ("O_SYNC", 0x10_1000), ("O_DSYNC", 0x1000),
    ("O_DIRECT", 0x4000), ("O_LARGEFILE", 0x8000), ("O_NOFOLLOW", 0x2_0000),
    ("O_NOATIME", 0x4_0000), ("O_CLOEXEC", 0x8_0000), ("O_PATH", 0x20_0000),
    ("O_TMPFILE", 0x41_0000), ("O_DIRECTORY", 0x1_0000), ("FASYNC", 0x2000),
  ])

  static let pollEvents: [Entry] = table([
    ("POLLIN", 0x1), ("POLLPRI", 0x2), ("POLLOUT", 0x4), ("POLLERR", 0x8), ("POLLHUP", 0x10),
    ("POLLNVAL", 0x20), ("POLLRDNORM", 0x40), ("POLLRDBAND", 0x80), ("POLLWRNORM", 0x100),
    ("POLLWRBAND", 0x200), ("POLLMSG", 0x400), ("POLLREMOVE", 0x1000), ("POLLRDHUP", 0x2000),
    ("POLL_BUSY_LOOP", 0x8000),
  ])

  static let epollFlags: [Entry] = table([("EPOLL_CLOEXEC", 0x80000)])

  static let epollOperations: [Entry] = table([
    ("EPOLL_CTL_ADD", 1), ("EPOLL_CTL_DEL", 2), ("EPOLL_CTL_MOD", 3),
  ])

  static let epollEvents: [Entry] = table([
    ("EPOLLIN", 0x1), ("EPOLLPRI", 0x2), ("EPOLLOUT", 0x4), ("EPOLLERR", 0x8), ("EPOLLHUP", 0x10),
    ("EPOLLNVAL", 0x20), ("EPOLLRDNORM", 0x40), ("EPOLLRDBAND", 0x80), ("EPOLLWRNORM", 0x100),
    ("EPOLLWRBAND", 0x200), ("EPOLLMSG", 0x400), ("EPOLLRDHUP", 0x2000),
    ("EPOLLEXCLUSIVE", 0x1000_0000), ("EPOLLWAKEUP", 0x2000_0000), ("EPOLLONESHOT", 0x4000_0000),
    ("EPOLLET", 0x8000_0000),
  ])

  /// Of ioctl(2), those that concern what a socket holds (tcp(7), udp(7), unix(7)). FIONREAD is
  /// SIOCINQ by another name, and SIOCOUTQ is TIOCOUTQ.
  static let ioctlRequests: [Entry] = table([
    ("FIONREAD", 0x541b), ("SIOCINQ", 0x541b), ("SIOCOUTQ", 0x5411), ("TIOCOUTQ", 0x5411),
    ("SIOCATMARK", 0x8905), ("FIONBIO", 0x5421),
  ])
}
