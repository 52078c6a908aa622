internal import Log
internal import SystemCalls

extension Command {
  static let shutdown = Command(
    "shutdown", "end one direction of a connection, or both", in: .connections,
    .socket(),
    .shutdownHow(),
    discussion: """
      shutdown write sends a FIN: the peer reads what was sent, and then EOF, while this end can \
      still receive. shutdown read makes recv answer 0, though Linux still delivers what comes \
      later. The descriptor stays open until close.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "client> shutdown write",
        ], shows: "shutdown(3, SHUT_WR) = 0"),
      Example(["socket tcp", "shutdown write"], shows: "ENOTCONN"),
    ],
    errors: [
      PossibleError("ENOTCONN", "the socket is not connected"),
      PossibleError("EINVAL", "there is no such direction"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, how in .act(.shutdown(socket, how: how)) }
}
