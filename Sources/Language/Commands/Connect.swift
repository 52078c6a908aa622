internal import Log
internal import SystemCalls

extension Command {
  static let connect = Command(
    "connect", "give a socket its peer", in: .connections,
    .socket(),
    .address("whom: a role's name is where that role is bound"),
    discussion: """
      For TCP the kernel makes the three-way handshake and connect returns when it is done, \
      which needs no accept. For UDP nothing is sent: the socket only remembers the address, \
      and takes datagrams from nobody else.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server",
        ], shows: "client @3   CLOSED → ESTABLISHED"),
      Example(
        ["server> socket tcp", "server> bind 0", "client> socket tcp", "client> connect server"],
        shows: "ECONNREFUSED"),
    ],
    errors: [
      PossibleError("ECONNREFUSED", "nobody listens on that address and port"),
      PossibleError("ETIMEDOUT", "nobody answered"),
      PossibleError("EISCONN", "the socket is connected already"),
      PossibleError("EINPROGRESS", "the socket is non-blocking and the handshake goes on"),
      PossibleError("EALREADY", "the socket is non-blocking and an earlier connect goes on"),
      PossibleError("ENETUNREACH", "there is no route to the address"),
      PossibleError("EHOSTUNREACH", "a router, or this machine, finds no such host"),
      PossibleError("EADDRNOTAVAIL", "no port is free for this end"),
      PossibleError("EADDRINUSE", "this end's address is in use already"),
      PossibleError("EAFNOSUPPORT", "the address is not of the socket's family"),
      PossibleError("EACCES", "a broadcast address, or a rule of the firewall's"),
      PossibleError("EINTR", "the call was interrupted while it waited"),
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTSOCK", "the descriptor is no socket"),
    ]
  ) { socket, address in .act(.connect(socket, address)) }
}
