extension Command {
  static let code = Command(
    "code", "show the last line in C, Python and Swift", in: .facts,
    discussion: """
      What the current role did last, as the lines of a program: in each language as export would \
      write them, with the man pages' prototypes of the calls. Where the terminal is wide enough the \
      three stand side by side.
      """,
    examples: [
      Example(
        ["socket tcp", "code"], shows: "socket.socket(socket.AF_INET, socket.SOCK_STREAM)"),
      Example(["code"], shows: "you have made no call yet"),
    ],
    order: { .code })
}
