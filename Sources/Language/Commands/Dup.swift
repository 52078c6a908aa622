internal import Log
internal import SystemCalls

extension Command {
  static let dup = Command(
    "dup", "give a socket a second descriptor", in: .sockets,
    .socket(),
    discussion: """
      Both numbers stand for the same open socket: what one of them does, the other sees, flags such \
      as O_NONBLOCK included. close takes one number away; the connection ends with the last. So it \
      is after fork, where parent and child have one each. shutdown does not count: it ends at once.
      """,
    examples: [
      Example(
        ["socketpair", "dup @3", "close @3", "send @5 hi", "recv @4"], shows: "recv(4, \"hi\""),
      Example(["dup @9"], shows: "EBADF"),
    ],
    errors: [
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("EMFILE", "the role has as many descriptors as it may"),
    ]
  ) { socket in .act(.descriptor(.dup(socket))) }

  static let dup2 = Command(
    "dup2", "give a socket a descriptor of one's choice", in: .sockets,
    .socket(),
    .newDescriptor(),
    discussion: """
      As dup, with the number that is named. If that was open it is closed first, silently: it is \
      how a server (inetd) makes a connection the standard input and output of another program.
      """,
    examples: [
      Example(["socketpair", "dup2 @3 @7", "send @7 hi", "recv @4"], shows: "recv(4, \"hi\""),
      Example(["socket tcp", "dup2 @9 @3"], shows: "EBADF"),
    ],
    errors: [
      PossibleError("EBADF", "the descriptor is not open, or the other is out of range"),
      PossibleError("EINTR", "the call was interrupted by a signal"),
    ]
  ) { socket, new in .act(.descriptor(.dup2(socket, new))) }
}
