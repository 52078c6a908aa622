internal import Log
internal import SystemCalls

extension Command {
  static let sendmsg = Command(
    "sendmsg", "send several buffers as one, and ancillary data", in: .data,
    .socket(),
    .envelope(),
    .flags(),
    discussion: """
      The buffers, with + between them, are gathered into one message: a header and a body need not \
      be copied together first. Over UDP and Unix sockets an address may be named with to.

      Ancillary data is what the kernel itself understands. fd @4 passes a descriptor over a Unix \
      socket: the receiver gets one of its own for the same open socket, and @4 stays open here. \
      credentials says who sends, and the kernel lets only the truth pass, or root. source chooses \
      which of this machine's addresses a UDP datagram comes from (IP_PKTINFO, IPV6_PKTINFO). ttl \
      and tos, hoplimit and tclass over IPv6, are for this one datagram what the options IP_TTL and \
      so on are for all.
      """,
    examples: [
      Example(
        ["socketpair", "sendmsg @3 \"head\" + \"body\"", "recv @4"], shows: "recv(4, \"headbody\""),
      Example(
        ["socketpair", "socket tcp", "sendmsg @3 \"take this\" fd @5", "recvmsg @4"],
        shows: "with SCM_RIGHTS @6"),
      Example(
        [
          "server> socket udp", "server> bind 0", "client> socket udp",
          "client> sendmsg to server u16 5 + \"hello\" source 127.0.0.5", "server> recvmsg",
        ], shows: "from 127.0.0.5:"),
      Example(
        [
          "server> socket udp6", "server> setsockopt IPV6_RECVHOPLIMIT on", "server> bind 0",
          "client> socket udp6", "client> sendmsg to server x hoplimit 3", "server> recvmsg",
        ], shows: "with IPV6_HOPLIMIT 3"),
    ],
    errors: Command.sendto.errors + [
      PossibleError("EPERM", "credentials that are not the role's own"),
      PossibleError("ETOOMANYREFS", "too many passed descriptors are under way"),
    ]
  ) { socket, envelope, flags in .act(.sendmsg(socket, envelope, flags: flags)) }
}
