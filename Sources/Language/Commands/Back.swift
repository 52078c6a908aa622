extension Command {
  static let back = Command(
    "back", "go to the step before this one", in: .lessons,
    discussion: """
      What that step builds on is made anew, in fresh roles, by replaying what comes before it.
      """,
    examples: [
      Example(["learn first-client", "goto listen", "back"], shows: "Knock on a closed door")
    ]
  ) { () in .lesson(.back) }
}
