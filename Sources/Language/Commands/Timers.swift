extension Command {
  static let timers = Command(
    "timers", "show what the kernel will do next by itself, and when", in: .facts,
    .socket("the socket, such as @4; without it all of the role's, closed ones included"),
    discussion: """
      A connection has a timer for the one thing that it waits for: to send again what is not \
      acknowledged, to ask a peer that is silent whether it is there (SO_KEEPALIVE), to ask one \
      that has no room whether it has some now, or to forget a connection that has ended \
      (TIME_WAIT).
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "set keepalive on",
          "connect server", "timers",
        ], shows: "keepalive"),
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server",
          "server> accept", "client> close", "server> close @4", "client> timers",
        ], shows: "TIME_WAIT"),
    ]
  ) { socket in .timers(socket) }
}
