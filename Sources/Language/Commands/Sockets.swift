extension Command {
  static let sockets = Command(
    "sockets", "list every role's sockets", in: .facts,
    discussion: """
      Descriptor, type, local and remote address, state, and how much is in the receive and the \
      send queue. It is learnt from outside: no role makes a call for it. Of sockets other than TCP's the kernel \
      tells no bytes of the send queue, only the memory that they take: send mem. A descriptor that \
      was passed on, or is a copy, is said to be the same socket as another.
      """,
    examples: [Example(["server> socket tcp", "bind 0", "listen", "sockets"], shows: "LISTEN")]
  ) { () in .sockets }
}
