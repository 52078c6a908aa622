extension Command {
  static let save = Command(
    "save", "make a lesson of what was done so far", in: .lessons,
    .file("the lesson that is written, such as my-lesson.md; nothing is overwritten"),
    discussion: """
      What was done in the session is performed once more, in fresh roles, and written as a lesson that \
      replays and verifies: a step ends where something has happened, its goals are proposed from what \
      changed, and the lines are its solution. What only showed something is left out, and a port that \
      you typed to bind to is one that the kernel chooses: yours may be taken elsewhere. Then it is \
      yours: say in words what is to be done, rename the steps, and try `learn ./my-lesson.md`.
      """,
    examples: [
      Example(["socket tcp", "bind 0", "listen", "save /dev/null"], shows: "/dev/null")
    ]
  ) { path in .lesson(.save(path)) }
}
