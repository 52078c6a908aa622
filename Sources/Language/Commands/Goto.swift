extension Command {
  static let goto = Command(
    "goto", "go to a step of the lesson", in: .lessons,
    Parameter<String>.step("the step, by its number or its name"),
    discussion: """
      What the step builds on is made anew, in fresh roles, by replaying what comes before it.
      """,
    examples: [
      Example(["learn first-client", "goto 3"], shows: "Open the door")
    ]
  ) { step in .lesson(.goTo(step)) }
}
