extension Command {
  static let history = Command(
    "history", "list the lines typed before", in: .session,
    Parameter<Int>.count("N", "how many of the latest").orNothing(),
    discussion: """
      The history is kept from one session to the next. Arrow up goes back in it, Control-R \
      searches it.
      """,
    examples: [Example(["socket tcp", "history 5"], shows: "socket(AF_INET, SOCK_STREAM, 0) = 3")]
  ) { count in .history(count) }
}
