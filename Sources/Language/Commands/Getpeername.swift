internal import Log
internal import SystemCalls

extension Command {
  static let getpeername = Command(
    "getpeername", "ask whom a socket is connected to", in: .sockets,
    .socket(),
    discussion: "The address of the other end, for a socket that connect or accept has given one.",
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "client> getpeername",
        ], shows: "getpeername(3"),
      Example(["socket tcp", "getpeername"], shows: "ENOTCONN"),
    ],
    errors: [
      PossibleError("ENOTCONN", "the socket is not connected"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket in .act(.getpeername(socket)) }
}
