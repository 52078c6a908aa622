internal import Log
internal import SystemCalls

extension Command {
  static let join = Command(
    "join", "join a multicast group", in: .sockets,
    .socket(),
    .group(joining: true),
    discussion: """
      What is sent to the group's address then comes to this socket as well, if its port is the \
      one. A group is joined on one interface: without on, the kernel takes the one that its routes \
      lead to. It is setsockopt with IP_ADD_MEMBERSHIP, with IP_ADD_SOURCE_MEMBERSHIP for one \
      sender, or with IPV6_JOIN_GROUP; leave GROUP undoes it.
      """,
    examples: [
      Example(
        ["socket udp", "join 239.1.2.3 on 127.0.0.1"],
        shows: "IP_ADD_MEMBERSHIP, {imr_multiaddr=239.1.2.3, imr_interface=127.0.0.1}) = 0"),
      Example(
        ["socket udp", "join 239.1.2.3 on lo", "leave 239.1.2.3 on lo"],
        shows: "IP_DROP_MEMBERSHIP"),
      Example(["socket udp", "join 192.0.2.1 on lo"], shows: "EINVAL"),
    ],
    errors: [
      PossibleError("EINVAL", "the address is not that of a group"),
      PossibleError("ENODEV", "there is no such interface, or none leads to the group"),
      PossibleError("EADDRINUSE", "the group was joined already"),
      PossibleError("ENOBUFS", "the socket has joined as many groups as it may"),
      PossibleError("ENOPROTOOPT", "the socket is not one of that IP version"),
      PossibleError("EPROTO", "the socket is a TCP one, which has one peer"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, setting in .act(.setsockopt(socket, setting)) }
}
