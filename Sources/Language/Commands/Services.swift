extension Command {
  static let services = Command(
    "services", "look up which port a service has, or which service a port", in: .facts,
    Parameter.service("a service such as http, or a port; all of them if left out").orNothing(),
    discussion: """
      /etc/services gives names to ports. That is no more than a list of habits: anybody may listen \
      on port 80 and speak something else.
      """,
    examples: [Example(["services http"], shows: "http"), Example(["services 22"], shows: "22")]
  ) { service in .names(.services(service)) }
}
