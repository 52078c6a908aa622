extension Command {
  static let next = Command(
    "next", "go on with the lesson", in: .lessons,
    discussion: """
      Plays the next command of a demonstration, as Enter alone does; when a step is done, goes on \
      to the next one. If exploring has changed what that step builds on, it is restored first.
      """,
    examples: [
      Example(["learn first-client", "next"], shows: "socket(AF_INET, SOCK_STREAM, 0) = 3")
    ]
  ) { () in .lesson(.next) }
}
