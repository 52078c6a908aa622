extension Command {
  static let sockets = Command(
    "sockets", "list every role's sockets", in: .facts,
    discussion: """
      Descriptor, type, local and remote address, state, and how much is in the receive and the \
      send queue. It is learnt from outside: no role makes a call for it.
      """,
    examples: [Example(["server> socket tcp", "bind 0", "listen", "sockets"], shows: "LISTEN")]
  ) { () in .sockets }
}
