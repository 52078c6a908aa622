internal import Log
internal import SystemCalls

extension Command {
  static let recvmsg = Command(
    "recvmsg", "receive into several buffers, with the sender and ancillary data", in: .data,
    .socket(),
    .buffers(),
    .controlRoom(),
    .flags(),
    discussion: """
      Bytes fill the first buffer, then the next: recvmsg 2 + 4096 takes a header of 2 bytes and \
      what follows apart. The kernel says whom a datagram came from, and what it knows besides: \
      passed descriptors (SCM_RIGHTS), and what an option asks for: SO_PASSCRED, SO_TIMESTAMP, \
      IP_PKTINFO, IP_RECVERR.

      MSG_TRUNC in the answer says that a datagram was longer than the buffers, MSG_CTRUNC that the \
      room for ancillary data was too small. recvmsg errqueue takes the errors that IP_RECVERR keeps.
      """,
    examples: [
      Example(
        ["socketpair", "send @3 \"headbody\"", "recvmsg @4 4 + 100"],
        shows: "recvmsg(4, [\"head\", 4], [\"body\", 100], control 256, 0) = 8"),
      Example(
        ["socketpair", "sendmsg @3 x fd @3", "recvmsg @4 control 0"], shows: "with MSG_CTRUNC"),
      Example(
        ["socketpair", "setsockopt @4 SO_PASSCRED on", "send @3 \"hi\"", "recvmsg @4"],
        shows: "with SCM_CREDENTIALS"),
      Example(
        [
          "server> socket udp", "server> setsockopt IP_PKTINFO on", "server> bind 0",
          "client> socket udp", "client> sendto server hello", "server> recvmsg 2",
        ], shows: "with IP_PKTINFO on lo to 127.0.0.1, MSG_TRUNC"),
    ],
    errors: Command.recvfrom.errors
  ) { socket, buffers, control, flags in
    .act(.recvmsg(socket, into: buffers, control: control, flags: flags))
  }
}
