extension Command {
  static let leave = Command(
    "leave", "leave the lesson; learn goes on where it was left", in: .lessons,
    discussion: """
      The lesson's roles end, and those that were there before it come back.
      """,
    examples: [
      Example(["server> socket tcp", "learn first-client", "leave", "sockets"], shows: "server @3")
    ]
  ) { () in .lesson(.leave) }
}
