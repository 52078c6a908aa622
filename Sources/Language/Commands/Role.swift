extension Command {
  static let role = Command(
    "role", "list the roles, or make one the current role", in: .roles,
    Parameter<String>.newRole("a new role, or one that exists; spelled as it is here").orNothing(),
    .onHost("where a new role is to be, once the wire is up; see help wire"),
    discussion: """
      A role is a process that makes the calls you type. server> at the beginning of a line \
      makes server the current role, and starts it if it is new. A name one letter off an existing \
      one is refused there as a likely slip; role NAME insists.

      role alone lists the roles and what each is doing.
      """,
    examples: [
      Example(["server> socket tcp", "role"], shows: "server"),
      Example(["server> socket tcp", "role sever", "socket udp"], shows: "SOCK_DGRAM"),
    ]
  ) { name, host in name.map { .role($0, on: host) } ?? .roles }
}
