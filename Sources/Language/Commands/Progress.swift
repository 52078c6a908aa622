extension Command {
  static let progress = Command(
    "progress", "show how far you are in every lesson", in: .lessons,
    Parameter<Bool>.keyword("reset", "forget it all and start over, after asking"),
    discussion: """
      It is kept from one session to the next. sockratic lesson progress --json shows it to \
      programs.
      """,
    examples: [Example(["progress"], shows: "first-client")]
  ) { isReset in .lesson(isReset ? .resetProgress : .progress) }
}
