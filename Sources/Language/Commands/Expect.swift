internal import Log
internal import SystemCalls

extension Command {
  static let expect = Command(
    "expect", "receive until a text has come; fail if it does not", in: .data,
    .socket(),
    .keyword("next", "nothing else may come before it"),
    .expectedText(),
    .timeLimit("within"),
    discussion: """
      It receives as recv until does: what comes before the text is skipped, a refusal or an error \
      of the peer's as well, and what stands behind it stays for the next recv. expect next "…" \
      skips nothing: the very next bytes must be the text, or the next datagram begin with it. \
      Where the text does not come in time (the script's deadline if no time is given), the call \
      that waits is interrupted: a real EINTR. That, the end of the stream, or an error fails the \
      line, and what came instead is shown.

      For UDP it looks at one datagram after the other; the rest of the last one is lost.
      """,
    examples: [
      Example(
        [
          "peer http", "socket tcp", "connect http", "send \"GET / HTTP/1.0\\r\\n\\r\\n\"",
          "expect \"200 OK\\r\\n\" within 2s",
        ], shows: "recv(3, \"HTTP/1.1 200 OK\\r\\n\", 17, 0) = 17"),
      Example(
        ["peer half", "socket tcp", "connect half", "expect next \"all\""],
        shows: "expected \"all\" next, but 3 bytes came: \"Tha\""),
      Example(
        [
          "peer silent", "socket tcp", "connect silent", "expect \"welcome\" within 100ms",
        ], shows: "expected \"welcome\" within 100 ms, but nothing came"),
    ],
    errors: [
      PossibleError("EINTR", "the time was over while it waited"),
      PossibleError("ENOTCONN", "the TCP socket is not connected"),
      PossibleError("ECONNRESET", "the peer closed the connection with RST"),
      PossibleError("ECONNREFUSED", "an earlier datagram found nobody at its port"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, next, text, time in .expect(socket, text, isNext: next, milliseconds: time) }
}

extension Parameter where Value == [UInt8] {
  static func expectedText() -> Parameter {
    Parameter("TEXT", "what must come: a word, \"a text\", hex 0d 0a") {
      reader throws(Diagnostic) in
      try reader.shortBytes("a text", usage: "TEXT", until: ["within"])
    }
  }
}
