extension Command {
  static let quit = Command(
    "quit", "end the session, and every role with it", in: .session, aliases: ["exit"],
    discussion: "Control-D at an empty line does the same.",
    examples: [Example(["socket tcp", "quit"], shows: "socket(AF_INET, SOCK_STREAM, 0) = 3")]
  ) { () in .quit }
}
