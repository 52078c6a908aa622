internal import Log

/// What `states` is to draw, and where.
public struct StatesRequest: Hashable, Sendable {
  /// Whose sockets; nil for every role's.
  public var role: String?
  /// The one that is followed.
  public var descriptor: Int32?
  /// nil: on the terminal.
  public var file: String?
}

extension Command {
  static let states = Command(
    "states", "draw TCP's states with the sockets on them", in: .facts,
    .followedSocket(),
    .drawing(after: []),
    discussion: """
      TCP's state machine (RFC 9293), each TCP socket of the session where it is now, and the way that \
      it took: what was gone along is drawn bold (in ASCII with = and #). A state in parentheses was \
      passed between two looks: the kernel was there, but not long enough to be seen. A socket from \
      accept begins as ESTABLISHED: its handshake was over before it had a descriptor.

      With a ROLE only that one's sockets are shown; with @FD or ROLE@FD one socket is followed, with \
      the time of each step and what was typed before it. A FILE that ends in .svg is a drawing for \
      slides, one in .html a page with the drawing and the same as a table. They follow the reader's \
      choice of light or dark, and load nothing.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "client> socket tcp", "connect server",
          "states",
        ], shows: "client @3  CLOSED → (SYN_SENT) → ESTABLISHED"),
      Example(["socket tcp", "bind 0", "listen", "states @3"], shows: "LISTEN"),
      Example(
        ["server> socket tcp", "client> socket tcp", "states client"],
        shows: "a  client @3  CLOSED"),
      Example(["socket udp", "states"], shows: "No socket of TCP's"),
    ]
  ) { socket, file in
    .states(StatesRequest(role: socket?.role, descriptor: socket?.descriptor, file: file))
  }
}

extension Parameter where Value == PlottedSocket? {
  /// `@4`, `server@4`, `server`.
  static func followedSocket() -> Parameter {
    Parameter("[@FD | ROLE[@FD]]", "one socket, or those of one role; all if left out") {
      reader throws(Diagnostic) in
      reader.offer("[SOCKET]", .several([.descriptors, .roles, .files]))
      guard let token = reader.peek, let word = token.keyword, !reader.isFile(word) else {
        return nil
      }
      let (role, descriptor) = try reader.conversation(token, word)
      reader.skip()
      return PlottedSocket(role: role ?? reader.factRole, descriptor: descriptor)
    }
  }
}
