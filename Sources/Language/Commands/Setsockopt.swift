internal import Log
internal import SystemCalls

extension Command {
  static let setsockopt = Command(
    "setsockopt", "change how a socket behaves", in: .sockets, aliases: ["set"],
    .socket(),
    .optionSetting(),
    discussion: """
      A socket has some dozens of options, each with a level: SOL_SOCKET for those of every socket, \
      or the number of the protocol that has it. The command finds the level by itself. help settings \
      lists them, and options shows those of a socket.

      What stands for the value depends on the option: on or off, a number, a size such as 64K, a \
      time such as 200ms, a name. SO_REUSEADDR and SO_REUSEPORT count when bind is called, so they are set \
      before it. setsockopt and set are the same, and so are SO_REUSEADDR and reuseaddr.
      """,
    examples: [
      Example(
        ["socket tcp", "setsockopt SO_REUSEADDR on", "bind 0"],
        shows: "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0"),
      Example(
        ["socket tcp", "setsockopt SO_LINGER 0s"],
        shows: "setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0"),
      Example(
        ["socket udp", "bind 0", "setsockopt SO_RCVTIMEO 20ms", "recv", "wait you"], shows: "EAGAIN"
      ),
      Example(
        ["socket udp", "setsockopt ip_multicast_if 127.0.0.1"],
        shows: "setsockopt(3, IPPROTO_IP, IP_MULTICAST_IF, 127.0.0.1) = 0"),
      Example(["socket udp", "setsockopt TCP_NODELAY on"], shows: "ENOPROTOOPT"),
    ],
    errors: [
      PossibleError(
        "ENOPROTOOPT", "sockets of this kind do not have the option, or none may set it"),
      PossibleError("EINVAL", "the value is out of range, or it is too late for the option"),
      PossibleError(
        "EPERM", "the option needs a privilege that the role does not have (EACCES, too)"),
      PossibleError("EOPNOTSUPP", "sockets of this kind cannot do what the option asks"),
      PossibleError("EDOM", "a time has a million microseconds or more"),
      PossibleError("ENODEV", "there is no such interface, or none leads to the group"),
      PossibleError("EADDRNOTAVAIL", "no interface has the address, or the group was not joined"),
      PossibleError("EADDRINUSE", "the group was joined already"),
      PossibleError("ENOENT", "the kernel has no congestion control of that name"),
      PossibleError("ENOTCONN", "the option is one of a connection"),
      PossibleError("EPROTO", "the option is about groups, and the socket a TCP one"),
      PossibleError("ENOBUFS", "the socket has joined as many groups as it may"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, setting in .act(.setsockopt(socket, setting)) }
}
