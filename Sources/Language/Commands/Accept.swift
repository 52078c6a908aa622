internal import Log
internal import SystemCalls

extension Command {
  static let accept = Command(
    "accept", "take the next connection from a listening socket", in: .connections,
    .socket("the listening socket, such as @3; without it the newest one that listens"),
    discussion: """
      The connection is a new socket with a descriptor of its own; the listening one goes on \
      listening. If none is there yet, accept waits, and the prompt comes back meanwhile.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept",
        ], shows: "accept(3) = 4 from 127.0.0.1:"),
      Example(["socket tcp", "accept"], shows: "EINVAL"),
    ],
    errors: [
      PossibleError("EINVAL", "the socket does not listen"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EAGAIN", "the socket is non-blocking and no connection waits"),
      PossibleError("EOPNOTSUPP", "sockets of this type, such as UDP, have no connections"),
      PossibleError("EMFILE", "the role has as many descriptors as it may"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket in .act(.accept(socket)) }
}
