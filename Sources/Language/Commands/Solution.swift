extension Command {
  static let solution = Command(
    "solution", "show one way to reach this step's goals", in: .lessons,
    discussion: """
      It is shown and not played: type it, or something else that reaches the goals. skip plays it.
      """,
    examples: [
      Example(["learn first-client", "goto listen", "solution"], shows: "server> listen")
    ]
  ) { () in .lesson(.solution) }
}
