internal import Log
internal import SystemCalls

extension Command {
  static let getsockname = Command(
    "getsockname", "ask which address a socket has", in: .sockets,
    .socket(),
    discussion: """
      After bind 0 it tells the port that the kernel chose. A socket that is not bound has the \
      address 0.0.0.0:0.
      """,
    examples: [
      Example(["socket udp", "bind 127.0.0.1:0", "getsockname"], shows: "getsockname(3")
    ],
    errors: [
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket in .act(.getsockname(socket)) }
}
