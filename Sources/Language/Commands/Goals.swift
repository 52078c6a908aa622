extension Command {
  static let goals = Command(
    "goals", "show this step's goals, and which are met", in: .lessons,
    discussion: """
      Any way of reaching a goal counts, and a goal once met stays met.
      """,
    examples: [
      Example(["learn first-client", "goto listen", "goals"], shows: "[ ] the server listens")
    ]
  ) { () in .lesson(.goals) }
}
