internal import Log
internal import SystemCalls

extension Command {
  static let write = Command(
    "write", "send bytes, as to a file", in: .data,
    .socket(),
    .data("what to send"),
    discussion: """
      write is send without flags, and like it may take fewer bytes than it was given. There is no \
      MSG_NOSIGNAL for it: a C program that writes to a connection without a reader has to ignore \
      SIGPIPE, as roles do, or it dies.
      """,
    examples: [
      Example(["socketpair", "write @3 \"hello\"", "recv @4"], shows: "recv(4, \"hello\""),
      Example(["socketpair", "close @4", "write @3 x"], shows: "EPIPE"),
    ],
    errors: Command.send.errors
  ) { socket, data in .act(.descriptor(.write(socket, data))) }

  static let writev = Command(
    "writev", "send several buffers as one", in: .data,
    .socket(),
    .gathered(),
    discussion: """
      The buffers, with + between them, leave in one call (gather output), and over UDP as one \
      datagram: a header and a body need not be copied together first, and Nagle's algorithm does \
      not see two small sends.
      """,
    examples: [
      Example(
        ["socketpair", "writev @3 \"head\" + \"body\"", "read @4"],
        shows: "writev(3, [\"head\", 4], [\"body\", 4], 2) = 8")
    ],
    errors: Command.send.errors
  ) { socket, buffers in .act(.descriptor(.writev(socket, buffers))) }
}
