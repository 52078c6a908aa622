internal import Log
internal import SystemCalls

extension Command {
  static let listen = Command(
    "listen", "let a TCP socket be connected to", in: .connections,
    .socket(),
    .integer("BACKLOG", default: 128, "how many connections may wait for accept; 128 if left out"),
    discussion: """
      From now on the kernel answers a client's SYN by itself, and completed connections wait in \
      the accept queue. With a backlog of n, n + 1 fit on Linux. A socket that is not bound \
      listens on every address and a port of the kernel's choice.
      """,
    examples: [
      Example(["socket tcp", "bind 0", "listen"], shows: "listen(3, 128) = 0"),
      Example(["socket tcp", "bind 0", "listen 1"], shows: "listen(3, 1) = 0"),
    ],
    errors: [
      PossibleError("EADDRINUSE", "another socket listens on that port"),
      PossibleError("EINVAL", "the socket is connected"),
      PossibleError("EOPNOTSUPP", "sockets of this type, such as UDP, cannot listen"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, backlog in .act(.listen(socket, backlog: backlog)) }
}
