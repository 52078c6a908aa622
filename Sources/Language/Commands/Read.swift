internal import Log
internal import SystemCalls

extension Command {
  static let read = Command(
    "read", "receive bytes, as from a file", in: .data,
    .socket(),
    .readSize(),
    discussion: """
      A socket is a descriptor, and what reads files reads it, too: read is recv without flags. 0 is \
      the end of the stream, as it is the end of a file.
      """,
    examples: [
      Example(["socketpair", "write @3 hello", "read @4"], shows: "read(4, \"hello\", 4096) = 5"),
      Example(["socketpair", "write @3 hello", "read @4 2"], shows: "read(4, \"he\", 2) = 2"),
    ],
    errors: Command.recv.errors
  ) { socket, size in .act(.descriptor(.read(socket, size))) }

  static let readv = Command(
    "readv", "receive into several buffers", in: .data,
    .socket(),
    .buffers(),
    discussion: """
      Bytes fill the first buffer, then the next (scatter input): readv 2 + 4096 takes a header of 2 \
      bytes and what follows apart. recvmsg does that, and more, on sockets alone.
      """,
    examples: [
      Example(
        ["socketpair", "write @3 headbody", "readv @4 4 + 100"],
        shows: "readv(4, [\"head\", 4], [\"body\", 100], 2) = 8")
    ],
    errors: Command.recv.errors
  ) { socket, buffers in .act(.descriptor(.readv(socket, buffers))) }
}
