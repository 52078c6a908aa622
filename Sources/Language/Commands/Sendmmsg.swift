internal import Log
internal import SystemCalls

extension Command {
  static let sendmmsg = Command(
    "sendmmsg", "send several messages in one call", in: .data,
    .socket(),
    .envelopes(),
    .flags(),
    discussion: """
      Each message is one as sendmsg sends it, with an address, buffers and ancillary data of its own; \
      over UDP each is a datagram. A server that answers many at once enters the kernel once for all.

      The result is how many went, the first ones. If one cannot be sent, those before it count and \
      nothing is said of the cause: the next call meets it again, and fails if it is the first.
      """,
    examples: [
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          #"client> sendmmsg to server "one" and "two" + "!""#, "server> recv", "server> recv",
        ], shows: #"recv(3, "two!""#),
      Example(
        ["socketpair unix-dgram", #"sendmmsg @3 "a" and zeros 1M"#],
        shows: #"sendmmsg(3, {["a", 1]} = 1, {["#),
      Example(["socket udp", "sendmmsg x and y"], shows: "EDESTADDRREQ"),
    ],
    errors: Command.sendmsg.errors
  ) { socket, envelopes, flags in .act(.sendmmsg(socket, envelopes, flags: flags)) }
}
