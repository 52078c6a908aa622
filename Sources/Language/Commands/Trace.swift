extension Command {
  static let trace = Command(
    "trace", "how calls are shown", in: .facts,
    Parameter<TraceMode>.choice(
      "short|full|off", "which; without it, says which it is",
      [
        (word: "short", value: TraceMode.short, about: "as in C, with the library's names"),
        (word: "full", value: TraceMode.full, about: "as strace shows them, byte for byte"),
        (word: "off", value: TraceMode.off, about: "not at all"),
      ]
    ).orNothing(),
    discussion: """
      In full, the names are the kernel's: the library's send is its sendto with no address.
      """,
    examples: [
      Example(["trace full", "socket tcp"], shows: "socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3")
    ]
  ) { mode in .trace(mode) }
}
