extension Command {
  static let options = Command(
    "options", "list a socket's options", in: .facts,
    .socket(),
    .keyword("all", "also those that few programs need"),
    discussion: """
      What differs from a socket of this kind that was just made is marked with a star and comes \
      with what it was then, and with who has changed it: set is a setsockopt, inherited one on the \
      listening socket that the connection was accepted from, kernel the kernel by itself. It \
      is learnt from outside: the role makes no call for it. help settings says what each means.

      member of lists the multicast groups that the socket has joined, each with its interface and the \
      senders that it takes, as the kernel has them at the moment.
      """,
    examples: [
      Example(
        ["socket tcp", "set nodelay on", "options"], shows: "*  TCP_NODELAY"),
      Example(["socket udp", "options all"], shows: "UDP_CORK"),
      Example(
        ["socket udp", "join 239.1.2.3 on lo", "options"], shows: "member of  239.1.2.3 on lo"),
    ]
  ) { socket, all in .options(socket, all: all) }
}
