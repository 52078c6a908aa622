extension Command {
  static let hint = Command(
    "hint", "show the next hint of this step", in: .lessons,
    discussion: """
      The hints go from the gentlest to the plainest; after the last, all are shown again.
      """,
    examples: [
      Example(
        ["learn first-client", "goto refused", "hint"], shows: "A client needs a socket of its own")
    ]
  ) { () in .lesson(.hint) }
}
