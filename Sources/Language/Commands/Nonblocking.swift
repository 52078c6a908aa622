internal import Log
internal import SystemCalls

extension Command {
  static let nonblocking = Command(
    "nonblocking", "have calls on a socket fail with EAGAIN instead of waiting", in: .waiting,
    .socket(),
    .nonblocking(),
    discussion: """
      Two calls, as in C: fcntl with F_GETFL asks for the flags, F_SETFL puts them back with or \
      without O_NONBLOCK. From then on recv, send and accept never wait: what would wait fails with \
      EAGAIN. connect begins the handshake and fails with EINPROGRESS: poll write tells when it is \
      over, getsockopt SO_ERROR how it ended. socket tcp nonblocking and accept4 nonblocking need no \
      fcntl.
      """,
    examples: [
      Example(["socket tcp", "nonblocking on"], shows: "fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0"),
      Example(["socket udp", "bind 0", "nonblocking on @3", "recv"], shows: "EAGAIN"),
    ],
    errors: [PossibleError("EBADF", "the descriptor is not open")]
  ) { socket, setting in
    .act(
      .multiplex(.nonblocking(socket == .unnamed ? setting.socket : socket, setting.isOn)))
  }
}
