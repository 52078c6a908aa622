extension Command {
  static let repeated = Command(
    "repeat", "carry out a block several times", in: .scripts,
    .count("N", "how often"),
    .counter(),
    .block("commands, on one line or on several; a role may stand before each"),
    discussion: """
      In a block a line's end is as good as a semicolon, a # comment ends with its line, and a } \
      outside quotes ends the block. The first rounds are shown; of the others the calls are \
      counted, and what fails in a new way is shown. ⌃C ends it, and says what was done.

      Each round begins as the role that repeat was typed to. The whole block is read before \
      anything is done.
      """,
    examples: [
      Example(
        [
          "server> socket udp", "bind 0", "client> socket udp", "connect server",
          "repeat 100 as n { client> send \"{n}\"; server> recv }",
        ], shows: "repeat × 100 in "),
      Example(
        ["repeat 3 {", "  socket tcp", "  close", "}"], shows: "close(3) = 0"),
    ]
  ) { count, counter, body in
    .repeated(Repetition(count: count, counter: counter, body: body))
  }
}
