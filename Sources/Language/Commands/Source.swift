extension Command {
  static let source = Command(
    "source", "run the lines of a file", in: .session,
    .file("the file; in quotes if its name has spaces"),
    discussion: """
      As if they were typed here. At the first line that fails the rest is left. sockratic run \
      FILE does the same without a prompt.
      """,
    examples: [Example(["source /dev/null", "socket tcp"], shows: "= 3")]
  ) { path in .source(path) }
}
