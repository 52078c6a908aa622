extension Command {
  static let explain = Command(
    "explain", "whether errors are explained", in: .facts,
    Parameter<Bool>.choice(
      "on|off", "which; without it, says which it is",
      [
        (word: "on", value: true, about: "why the kernel answered so, and what to try"),
        (word: "off", value: false, about: "the errno alone"),
      ]
    ).orNothing(),
    discussion: "It is on until turned off.",
    examples: [Example(["explain off", "socket tcp", "accept"], shows: "EINVAL")]
  ) { isOn in .explain(isOn) }
}
