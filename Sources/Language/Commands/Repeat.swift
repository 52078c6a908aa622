extension Command {
  static let repeated = Command(
    "repeat", "carry out a block several times", in: .scripts,
    .count("N", "how often"),
    .pace(),
    .counter(),
    .block("commands, on one line or on several; a role may stand before each"),
    discussion: """
      In a block a line's end is as good as a semicolon, a # comment ends with its line, and a } \
      outside quotes ends the block. The first rounds are shown; of the others the calls are \
      counted, and what fails in a new way is shown. ⌃C ends it, and says what was done.

      With every, each round begins so much later than the one before, as a clock ticks: what a \
      round's calls bring about elsewhere is not waited for, and late rounds are made up for.

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
      Example(
        [
          "server> socket udp", "bind 0", "client> socket udp", "connect server",
          "repeat 5 every 20ms { send tick }",
        ], shows: "repeat × 5 in "),
    ]
  ) { count, every, counter, body in
    .repeated(Repetition(count: count, every: every, counter: counter, body: body))
  }
}
