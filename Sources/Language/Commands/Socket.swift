internal import Log
internal import SystemCalls

extension Command {
  static let socket = Command(
    "socket", "make a socket: the kernel's end of a conversation", in: .sockets,
    .socketKind(),
    discussion: """
      socket tcp and socket udp are AF_INET (IPv4) sockets, tcp6 and udp6 AF_INET6 (IPv6) ones; \
      unix, unix-dgram and unix-seqpacket are AF_UNIX ones, for processes of one machine. \
      icmp sees every ICMP packet that comes in, and sends any; ping sends echo requests only. \
      Both need a right that not everybody has, and so does raw, which takes the IP packets of any \
      protocol by its number: socket raw 47 is GRE's. The C spelling is accepted too: socket AF_INET SOCK_STREAM 0. The kernel answers with a \
      descriptor, the lowest number that is free in the role: the first socket is 3, since 0, 1 \
      and 2 are standard input, output and error.

      A new socket has no address and no peer. bind, listen and connect give it those.
      """,
    examples: [
      Example(["socket tcp"], shows: "socket(AF_INET, SOCK_STREAM, 0) = 3"),
      Example(["socket unix"], shows: "socket(AF_UNIX, SOCK_STREAM, 0) = 3"),
      Example(["socket raw 47"], shows: "socket(AF_INET, SOCK_RAW, IPPROTO_GRE) = "),
      Example(["socket AF_INET6 SOCK_DGRAM 0"], shows: "socket(AF_INET6, SOCK_DGRAM, 0) = 3"),
    ],
    errors: [
      PossibleError("EAFNOSUPPORT", "the kernel does not know the address family"),
      PossibleError("EPROTONOSUPPORT", "the protocol does not exist in the family"),
      PossibleError("ESOCKTNOSUPPORT", "the type does not exist in the family"),
      PossibleError("EINVAL", "the type has flags that do not exist"),
      PossibleError("EPERM", "a raw socket, such as icmp, needs the capability CAP_NET_RAW"),
      PossibleError("EACCES", "a ping socket is for the groups of ping_group_range"),
      PossibleError("EMFILE", "the role has as many descriptors as it may"),
    ]
  ) { kind in
    .act(.socket(family: kind.family, type: kind.type, protocolNumber: kind.protocolNumber))
  }
}
