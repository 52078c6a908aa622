extension Command {
  static let reset = Command(
    "reset", "begin this step again, from a clean state", in: .lessons,
    discussion: """
      The lesson's roles end, and fresh ones replay what comes before the step.
      """,
    examples: [
      Example(
        ["learn first-client", "goto listen", "server> listen", "reset"],
        shows: "[ ] the server listens")
    ]
  ) { () in .lesson(.reset) }
}
