extension Command {
  static let wait = Command(
    "wait", "wait for a role, or until a fact holds", in: .facts,
    .role("the role"),
    .until(),
    .timeLimit(),
    discussion: """
      Without until: until the role waits in no call any more. Only what has no fixed moment \
      needs it, such as a peer outside this session: a script takes its next line by itself when \
      all is at rest.
      """,
    examples: [
      Example(
        ["server> socket tcp", "bind 0", "listen", "wait server until state == LISTEN for 2s"],
        shows: "listen(3, 128) = 0")
    ]
  ) { role, fact, time in .wait(role: role, until: fact, milliseconds: time) }
}
