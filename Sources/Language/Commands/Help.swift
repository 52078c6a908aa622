extension Command {
  static let help = Command(
    "help", "list the commands, or explain one", in: .session,
    Parameter<String>.topic(
      "a command, an errno, or line, data, address, size, flags, settings, facts, words"
    )
    .orNothing(),
    discussion: "A question mark after a command asks the same: bind ?",
    examples: [
      Example(["help"], shows: "listen"),
      Example(["help bind"], shows: "bind [@FD] ADDRESS"),
    ]
  ) { topic in .help(topic) }
}
