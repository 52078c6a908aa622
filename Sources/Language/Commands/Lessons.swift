extension Command {
  static let lessons = Command(
    "lessons", "list the lessons", in: .lessons,
    discussion: """
      learn with a number or a name starts one.
      """,
    examples: [
      Example(["lessons"], shows: "first-client")
    ]
  ) { () in .lesson(.lessons) }
}
