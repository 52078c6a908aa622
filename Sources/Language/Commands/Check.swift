extension Command {
  static let check = Command(
    "check", "say whether a fact holds; in a script, fail if not", in: .facts,
    .fact("what must hold, such as server.state == LISTEN; see help facts"),
    discussion: """
      server.state speaks of any of the role's sockets, server@4.state of one. Without a role it \
      is the current one. The comparisons are == and !=, and for numbers also < <= > >=.
      """,
    examples: [
      Example(
        ["server> socket tcp", "bind 0", "listen", "check server.state == LISTEN"],
        shows: "listen(3, 128) = 0")
    ]
  ) { fact in .check(fact) }
}
