extension Command {
  static let queues = Command(
    "queues", "show what waits in a socket, and how much may", in: .facts,
    .socket("the socket, such as @4; without it all of the role's"),
    discussion: """
      A listening socket has connections that wait for accept, against its backlog. The others have \
      data that waits for recv, and data that was handed to send and is not yet the peer's; each \
      against its buffer, of which the kernel's bookkeeping takes a part. What a Unix or UDP socket \
      has sent and nobody has taken is known by its memory alone: with overhead 768 may be 7 bytes.
      """,
    examples: [
      Example(["socket tcp", "bind 0", "listen 2", "queues"], shows: "accept queue 0 of 3"),
      Example(["socket udp", "bind 0", "queues"], shows: "receive queue"),
    ]
  ) { socket in .queues(socket) }
}
