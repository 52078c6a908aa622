internal import Log
internal import SystemCalls

extension Command {
  static let bind = Command(
    "bind", "give a socket an address of this machine", in: .sockets,
    .socket(),
    .address("the address; 9000 alone is a port on loopback, *:9000 a port on every address"),
    discussion: """
      Port 0 lets the kernel choose a free port; getsockname tells which. Binding says where \
      others will find the socket; only listen opens a TCP socket to connections.

      A socket can be bound once. A client need not bind: connect does it by itself.
      """,
    examples: [
      Example(["socket tcp", "bind 0"], shows: "bind(3, 127.0.0.1:0) = 0"),
      Example(["socket udp6", "bind [::1]:0"], shows: "bind(3, [::1]:0) = 0"),
    ],
    errors: [
      PossibleError("EADDRINUSE", "another socket is bound to that address and port"),
      PossibleError("EADDRNOTAVAIL", "the address is not one of this machine's"),
      PossibleError("EACCES", "the port is below 1024 and the role has no privilege"),
      PossibleError("EINVAL", "the socket is bound already"),
      PossibleError("EAFNOSUPPORT", "the address is not of the socket's family"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, address in .act(.bind(socket, address)) }
}
