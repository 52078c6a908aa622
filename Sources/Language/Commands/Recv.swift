internal import Log
internal import SystemCalls

extension Command {
  static let recv = Command(
    "recv", "take data that has arrived", in: .data,
    .socket(),
    .extent(),
    .keyword("discard", "do not keep what arrives, only count it"),
    .flags(),
    discussion: """
      recv answers with what is there, at most SIZE bytes, and waits only if nothing is. TCP is a \
      stream: two sends may arrive in one recv, one send in two. The result 0 is the end: the \
      peer sends no more. recv exactly, recv until and recv all repeat the call.

      For UDP one recv is one datagram; what does not fit into SIZE is lost.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept", "client> send \"hello\"", "server> recv",
        ], shows: "recv(4, \"hello\", 4096, 0) = 5"),
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          "client> sendto server hello", "server> recv 2",
        ], shows: "recv(3, \"he\", 2, 0) = 2"),
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept", "client> send \"a line\\n\"",
          "server> recv until \"\\n\"",
        ], shows: "a line"),
    ],
    errors: [
      PossibleError("ENOTCONN", "the TCP socket is not connected"),
      PossibleError("ECONNRESET", "the peer closed the connection with RST"),
      PossibleError("ECONNREFUSED", "an earlier datagram found nobody at its port"),
      PossibleError("EAGAIN", "nothing is there, and the call must not wait (dontwait)"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EINVAL", "urgent data is asked for, and there is none"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, extent, discard, flags in
    .act(.receive(socket, extent, flags: flags, discard: discard, sender: false))
  }
}
