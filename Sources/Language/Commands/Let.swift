extension Command {
  static let `let` = Command(
    "let", "give a name to a value", in: .scripts,
    .binding(),
    discussion: """
      {NAME} puts the value in wherever it stands in a later command, also within quotes. \
      server.port and the like are observed now; result, errno and received speak of the current \
      role's last call. A text in quotes is taken as it is.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "bind 0", "listen", "let port = server.port", "client> socket tcp",
          "connect 127.0.0.1:{port}",
        ], shows: "client @3   CLOSED → ESTABLISHED"),
      Example(
        [
          "server> socket udp", "bind 0", "client> socket udp", "connect server",
          "client> send \"a word\"", "server> recv", "server> let word = received",
          "client> send \"you said {word}\"",
        ], shows: "you said a word"),
    ]
  ) { binding in .bind(binding) }
}
