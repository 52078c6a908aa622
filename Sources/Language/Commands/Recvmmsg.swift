internal import Log
internal import SystemCalls

extension Command {
  static let recvmmsg = Command(
    "recvmmsg", "receive several messages in one call", in: .data,
    .socket(),
    .messageCount(),
    .buffersOfEach(),
    .controlRoom(),
    .timeLimit("for", "looked at only once a message has come, as in for 200ms"),
    .flags(),
    discussion: """
      It waits until there are as many messages as it has room for. With MSG_WAITFORONE it waits for \
      the first and takes what there is beside it; with MSG_DONTWAIT it does not wait at all.

      for TIME is no help against waiting: Linux looks at the clock only when a message has come, so \
      that a call with a limit of 1 s can wait for ever for the second one. If one fails, those \
      before it count, and the next call on the socket says why.
      """,
    examples: [
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          "client> sendmmsg to server one and two", "server> recvmmsg 4 of 100 waitforone",
        ], shows: #"recvmmsg(3, {["one", 100]} = 3 from 127.0.0.1:"#),
      Example(
        ["socketpair unix-dgram", "sendmmsg @3 one and two", "recvmmsg @4 2 of 100"],
        shows: #"recvmmsg(4, {["one", 100]} = 3, {["two", 100]} = 3, control 256, 2, 0, NULL) = 2"#),
      Example(["socket udp", "recvmmsg dontwait"], shows: "EAGAIN"),
    ],
    errors: Command.recvmsg.errors
  ) { socket, count, buffers, control, time, flags in
    .act(
      .recvmmsg(
        socket, count: count, into: buffers, control: control, flags: flags, milliseconds: time))
  }
}
