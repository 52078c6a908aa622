internal import Log
internal import SystemCalls

extension Command {
  static let recvfrom = Command(
    "recvfrom", "take a datagram, and learn who sent it", in: .data,
    .socket(),
    .extent(),
    .keyword("discard", "do not keep what arrives, only count it"),
    .flags(),
    discussion: """
      As recv, and the kernel also writes down the sender's address. It is what a UDP server \
      needs, which serves many clients with one socket.
      """,
    examples: [
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          "client> sendto server hello", "server> recvfrom",
        ], shows: "recvfrom(3, \"hello\", 4096, 0")
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
    .act(.receive(socket, extent, flags: flags, discard: discard, sender: true))
  }
}
