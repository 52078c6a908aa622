internal import Log

extension Command {
  static let states = Command(
    "states", "draw TCP's states with the sockets on them", in: .facts,
    .followedSocket(),
    discussion: """
      TCP's state machine (RFC 9293), each TCP socket of the session where it is now, and the way that \
      it took: what was gone along is drawn bold (in ASCII with = and #). A state in parentheses was \
      passed between two looks: the kernel was there, but not long enough to be seen. Of a socket from \
      accept these are the states that it had before accept returned it.

      With a SOCKET only that one is followed, with the time of each step and what was typed before it.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server",
          "states",
        ], shows: "client @3  CLOSED → (SYN_SENT) → ESTABLISHED"),
      Example(["socket tcp", "bind 0", "listen", "states @3"], shows: "LISTEN"),
      Example(["socket udp", "states"], shows: "no socket of TCP's"),
    ]
  ) { socket in .states(role: socket?.role, descriptor: socket?.descriptor) }
}

extension Parameter where Value == PlottedSocket? {
  /// `@4`, `server@4`.
  static func followedSocket() -> Parameter {
    Parameter("[@FD | ROLE@FD]", "the one to follow; all if left out") {
      reader throws(Diagnostic) in
      reader.offer("[SOCKET]", .several([.descriptors, .roles]))
      guard let token = reader.peek else { return nil }
      let (role, descriptor) = try reader.conversation(token, token.keyword ?? token.text)
      guard let descriptor else {
        throw reader.unexpected(token, expected: "a socket such as @4 or server@4")
      }
      reader.skip()
      return PlottedSocket(role: role ?? reader.factRole, descriptor: descriptor)
    }
  }
}
