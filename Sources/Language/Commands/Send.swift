internal import Log
internal import SystemCalls

extension Command {
  static let send = Command(
    "send", "hand data to the kernel for the peer", in: .data,
    .socket(),
    .keyword("all", "repeat the call until everything is sent"),
    .data("what to send: hello, \"a line\\r\\n\", hex 48 65, zeros 1M, …; see help data"),
    .flags(),
    discussion: """
      send returns when the data is in the socket's send buffer, not when the peer has it. It may \
      take less than it was given: its result is how many bytes it took. send all repeats it.

      For UDP each send is one datagram, and the socket must be connected; see sendto. send all \
      makes as many datagrams as it takes, of at most 65507 bytes each.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "client> send \"hello\"",
        ], shows: "send(3, \"hello\", 5, 0) = 5"),
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp", "client> connect server",
          "client> send u16 80 \"hi\" dontwait",
        ], shows: ", 4, MSG_DONTWAIT) = 4"),
    ],
    errors: [
      PossibleError("EPIPE", "this end was shut down for writing, or the peer is gone"),
      PossibleError("ECONNRESET", "the peer answered with RST"),
      PossibleError("EAGAIN", "it would have to wait, and must not (dontwait)"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EMSGSIZE", "the datagram is too large"),
      PossibleError("ENOTCONN", "the TCP socket is not connected (on Linux EPIPE)"),
      PossibleError("EDESTADDRREQ", "the UDP socket is not connected, and no address is given"),
      PossibleError("ECONNREFUSED", "an earlier datagram found nobody at its port"),
      PossibleError("EOPNOTSUPP", "a flag does not exist for this socket"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, all, data, flags in .act(.send(socket, data, flags: flags, all: all, to: nil)) }
}
