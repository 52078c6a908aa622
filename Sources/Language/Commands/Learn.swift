extension Command {
  static let learn = Command(
    "learn", "start a lesson, or go on with the one that was left", in: .lessons,
    Parameter<String>.lesson("its name or number, as `lessons` lists them, or a file").orNothing(),
    discussion: """
      The roles that were there are kept aside and come back with leave: a lesson has fresh ones. \
      Everything else works as ever while a lesson is under way. Without LESSON: the one that was \
      left, or the first that is not finished.
      """,
    examples: [
      Example(["learn first-client"], shows: "A server and its first client")
    ]
  ) { name in .lesson(.learn(name)) }
}
