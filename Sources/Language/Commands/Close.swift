internal import Log
internal import SystemCalls

extension Command {
  static let close = Command(
    "close", "give a descriptor back to the kernel", in: .sockets,
    .socket(),
    discussion: """
      The last close of a TCP socket ends its side of the connection with a FIN; if data was \
      waiting to be read, with a RST. The kernel then finishes by itself what is left: the \
      socket may stay in FIN_WAIT_2 or TIME_WAIT though no process has it any more.
      """,
    examples: [Example(["socket tcp", "close"], shows: "close(3) = 0")],
    errors: [PossibleError("EBADF", "the descriptor is not open")]
  ) { socket in .act(.close(socket)) }
}
