internal import Log
internal import SystemCalls

extension Command {
  static let ioctl = Command(
    "ioctl", "ask the kernel what a socket holds", in: .data,
    .socket(),
    .ioctlRequest(),
    discussion: """
      The oldest of the ways to ask, one number a request. FIONREAD (or SIOCINQ): how many bytes recv \
      could return now, of datagrams the length of the next. SIOCOUTQ: bytes in the send buffer that \
      TCP's peer has not acknowledged. SIOCATMARK: 1 where urgent data was sent before the next byte. \
      FIONBIO on is nonblocking on, by an older name.
      """,
    examples: [
      Example(
        ["socketpair", "send @3 hello", "ioctl @4 FIONREAD"], shows: "ioctl(4, FIONREAD) = 0: 5"),
      Example(["socket udp", "ioctl FIONBIO on", "recv"], shows: "EAGAIN"),
      Example(["socket tcp", "listen", "ioctl FIONREAD"], shows: "EINVAL"),
    ],
    errors: [
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("EINVAL", "the socket listens, so that it holds no data"),
      PossibleError("ENOTTY", "the descriptor takes no such request"),
    ]
  ) { socket, request in .act(.descriptor(.ioctl(socket, request: request.number, request.value))) }

  static let sockatmark = Command(
    "sockatmark", "ask whether urgent data was sent before the next byte", in: .data,
    .socket(),
    discussion: """
      TCP has no second channel: send oob marks a place in the stream (the urgent pointer), and one \
      byte there. recv stops at the mark; recv oob takes the byte. poll says POLLPRI, and sockatmark \
      1 where the stream has been read up to the mark. With SO_OOBINLINE the byte stays in its place \
      and is read like any other, the first one behind the mark.
      """,
    examples: [
      Example(
        [
          "server> socket tcp", "server> bind 0", "server> listen", "client> socket tcp",
          "client> connect server", "server> accept", "client> send hello", "client> send ! oob",
          "server> poll urgent @4", "server> recv @4", "server> sockatmark @4",
        ], shows: "sockatmark(4) = 1"),
      Example(["socket udp", "sockatmark"], shows: "ENOTTY"),
    ],
    errors: [
      PossibleError("EBADF", "the descriptor is not open"),
      PossibleError("ENOTTY", "the descriptor is no stream socket that has urgent data"),
    ]
  ) { socket in .act(.descriptor(.sockatmark(socket))) }
}
