extension Command {
  static let use = Command(
    "use", "choose the socket that calls are made on", in: .roles,
    .socket("the socket, such as @4; without it the newest open one is used again"),
    discussion: """
      A call without @FD takes the role's newest open socket (accept: the newest that listens). \
      After use @4 it takes that one, until it is closed. No call is made.
      """,
    examples: [
      Example(["socket tcp", "socket udp", "use @3", "close"], shows: "close(3) = 0")
    ]
  ) { socket in .use(socket) }
}
