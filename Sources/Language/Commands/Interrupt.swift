extension Command {
  static let interrupt = Command(
    "interrupt", "interrupt the call in which a role waits", in: .roles,
    Parameter<String>.role("the role; the current one if left out").orNothing(),
    discussion: """
      The role gets a signal, SIGINT, and its call fails with EINTR. Control-C does the same to \
      the current role. A role that waits in no call is left alone.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "server> accept",
          "interrupt server",
        ], shows: "EINTR")
    ]
  ) { role in .interrupt(role) }
}
