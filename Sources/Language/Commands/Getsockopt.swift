internal import Log
internal import SystemCalls

extension Command {
  static let getsockopt = Command(
    "getsockopt", "ask how a socket behaves", in: .sockets, aliases: ["get"],
    .socket(),
    .option(),
    discussion: """
      The answer is what the kernel made of it: buffer sizes come back doubled, since the kernel \
      adds room for its own bookkeeping. SO_ERROR is the error that the next call would report, \
      and asking for it clears it. options lists all that a socket has, without a call of its own.
      """,
    examples: [
      Example(
        ["socket tcp", "getsockopt SO_REUSEADDR"],
        shows: "getsockopt(3, SOL_SOCKET, SO_REUSEADDR) = 0: 0"),
      Example(
        ["socket udp", "getsockopt SO_TYPE"],
        shows: "getsockopt(3, SOL_SOCKET, SO_TYPE) = 0: SOCK_DGRAM"),
      Example(
        ["socket udp", "setsockopt SO_RCVBUF 8K", "getsockopt SO_RCVBUF"], shows: "= 0: 16384"),
    ],
    errors: [
      PossibleError("ENOPROTOOPT", "sockets of this kind do not have the option"),
      PossibleError("EOPNOTSUPP", "sockets of this kind have no options of that level"),
      PossibleError("ENOTCONN", "the option is one of a connection"),
      PossibleError("EINVAL", "the option has nothing to say in this state"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, options in
    .act(.getsockopt(socket, options.first, others: options.others))
  }
}
