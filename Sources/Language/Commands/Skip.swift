extension Command {
  static let skip = Command(
    "skip", "show what this step asks for, and play it", in: .lessons,
    discussion: """
      For goals, one way to reach them; for a quiz, the answer; for a demonstration, the rest of it.
      """,
    examples: [
      Example(["learn first-client", "goto listen", "skip"], shows: "listen(3, 128) = 0")
    ]
  ) { () in .lesson(.skip) }
}
