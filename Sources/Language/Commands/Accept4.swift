internal import Log
internal import SystemCalls

extension Command {
  static let accept4 = Command(
    "accept4", "accept, with flags for the new socket", in: .waiting,
    .socket("the listening socket, such as @3; without it the newest one that listens"),
    .acceptFlags(),
    discussion: """
      The connection does not inherit O_NONBLOCK from the listening socket, on Linux. accept4 gives \
      it SOCK_NONBLOCK or SOCK_CLOEXEC in the same call. Whether accept4 itself waits is a matter of \
      the listening socket.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept4 nonblocking",
        ], shows: "accept4(3, SOCK_NONBLOCK) = 4 from 127.0.0.1:")
    ],
    errors: [
      PossibleError("EINVAL", "the socket does not listen, or there is no such flag"),
      PossibleError("EAGAIN", "the socket is non-blocking and no connection waits"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EOPNOTSUPP", "sockets of this type, such as UDP, have no connections"),
      PossibleError("EMFILE", "the role has as many descriptors as it may"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, flags in .act(.multiplex(.accept4(socket, flags: flags))) }
}
