internal import Log
internal import SystemCalls

extension Command {
  static let socketpair = Command(
    "socketpair", "make two sockets that are each other's peer", in: .sockets,
    .pairKind(),
    discussion: """
      Both ends are the role's own, connected from the beginning, and without names. A program \
      makes a pair before it makes a child process, which then has the other end; here sendmsg fd \
      hands it on. Only AF_UNIX has pairs.
      """,
    examples: [
      Example(["socketpair"], shows: "socketpair(AF_UNIX, SOCK_STREAM, 0) = 0: @3 and @4"),
      Example(
        ["socketpair unix-dgram", "send @3 hello", "recv @4"],
        shows: "recv(4, \"hello\", 4096, 0) = 5"),
      Example(["socketpair AF_INET SOCK_STREAM 0"], shows: "EOPNOTSUPP"),
    ],
    errors: [
      PossibleError("EOPNOTSUPP", "the family has no pairs"),
      PossibleError("EAFNOSUPPORT", "the kernel does not know the address family"),
      PossibleError("EPROTONOSUPPORT", "the protocol does not exist in the family"),
      PossibleError("ESOCKTNOSUPPORT", "the type does not exist in the family"),
      PossibleError("EMFILE", "the role has as many descriptors as it may"),
    ]
  ) { kind in
    .act(.socketpair(family: kind.family, type: kind.type, protocolNumber: kind.protocolNumber))
  }
}
