internal import Log
internal import SystemCalls

extension Command {
  static let sendto = Command(
    "sendto", "send a datagram to an address", in: .data,
    .socket(),
    .address("to whom: a role's name is where that role is bound"),
    .data("what to send; see help data"),
    .flags(),
    discussion: """
      One call, one datagram, to anybody: no connection is needed. Nobody need be there either, \
      and the call succeeds all the same. A socket that is not bound is given a port by the first \
      sendto.
      """,
    examples: [
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          "client> sendto server hello",
        ],
        shows: "sendto(3, \"hello\", 5, 0, 127.0.0.1:")
    ],
    errors: [
      PossibleError("EPIPE", "this end was shut down for writing, or the peer is gone"),
      PossibleError("ECONNRESET", "the peer answered with RST"),
      PossibleError("EAGAIN", "it would have to wait, and must not (dontwait)"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EMSGSIZE", "the datagram is too large"),
      PossibleError("EISCONN", "the socket is connected, and the kernel minds the address"),
      PossibleError("EACCES", "a broadcast address without SO_BROADCAST"),
      PossibleError("ENETUNREACH", "there is no route to the address"),
      PossibleError("EAFNOSUPPORT", "the address is not of the socket's family"),
      PossibleError("EINVAL", "the address or a flag makes no sense here"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, address, data, flags in
    .act(.send(socket, data, flags: flags, all: false, to: address))
  }
}
