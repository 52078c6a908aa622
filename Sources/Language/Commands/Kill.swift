extension Command {
  static let kill = Command(
    "kill", "end a role's process by a signal", in: .roles,
    .role("the role"),
    .signalNumber(default: 9),
    discussion: """
      The kernel closes the sockets of a process that ends, however it ends; the trace shows what \
      its peers see of that. SIGKILL, the default, cannot be caught. Naming the role again starts \
      a new process.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept", "kill server",
        ], shows: "client @3   ESTABLISHED → CLOSE_WAIT")
    ]
  ) { role, signal in .kill(role, signal: signal) }
}
