extension Command {
  static let allow = Command(
    "allow", "take responsibility for testing an address", in: .testing,
    .allowedHosts(),
    discussion: """
      What loads or searches a service needs it, unless it stays on this machine: probe, fuzz, and \
      floods, which are more than 64 KiB in one send, and a connect or a send in a repeat. Such \
      traffic can harm what it reaches and looks like an attack: allow what is yours, or what its \
      owner has asked you to test.

      At the prompt it asks once more; in a script the line itself is the consent. A lesson cannot \
      allow anything. It holds until the session ends.
      """,
    examples: [
      Example(["allow 192.168.1.0/24", "allow"], shows: "192.168.1.0/24"),
      Example(
        ["allow", "socket udp", "repeat 2 { sendto 192.0.2.1:9 x }"], shows: "needs your word first"
      ),
    ]
  ) { hosts in .allow(hosts) }
}
