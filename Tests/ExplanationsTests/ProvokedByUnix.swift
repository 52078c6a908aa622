import Glibc
import SystemCalls
import Testing

@testable import Explanations

private let datagram = Number.datagram

/// What a Unix socket says where TCP and UDP mean something else by it, or say something else.
let unixProvocations = [
  Provocation("connect", "EINVAL", "a Unix socket that listens, to itself") { bench in
    let (fd, path) = try listener(bench, "client")
    return bench.tryConnect(
      fd, path, mentions: ["@\(fd) listens on", "itself", "`socket unix`", "EISCONN"])
  },
  Provocation("connect", "EINVAL", "a Unix socket that listens, to another") { bench in
    let (fd, _) = try listener(bench, "client")
    let (_, path) = try listener(bench, "server")
    return bench.tryConnect(fd, path, mentions: ["makes none.", "connect \(text(of: path))`"])
  },
  Provocation("connect", "EINVAL", "a Unix socket to no name") { bench in
    bench.tryConnect(try bench.unix(), .unixUnnamed, mentions: ["without a name", "./s.sock"])
  },
  Provocation("connect", "EISCONN", "a Unix stream twice") { bench in
    let (_, path) = try listener(bench, "server")
    let fd = try bench.unix()
    try bench.connect(fd, path)
    return bench.tryConnect(fd, path, mentions: ["a Unix stream socket has one", "`socket unix`"])
  },
  Provocation("bind", "EINVAL", "a Unix socket twice") { bench in
    let (fd, _) = try listener(bench, "client")
    return bench.tryBind(fd, path(bench), mentions: ["already", "`socket unix`"])
  },
  Provocation("listen", "EINVAL", "a Unix stream that is connected") { bench in
    let (_, path) = try listener(bench, "server")
    let fd = try bench.unix()
    _ = try bench.bind(fd, .unixUnnamed)
    try bench.connect(fd, path)
    return bench.tryListen(fd, mentions: ["one end of a connection", "`socket unix`"])
  },
  Provocation("accept", "EINVAL", "a Unix stream that does not listen") { bench in
    bench.tryAccept(try bench.unix(), mentions: ["`bind ./s.sock`, then `listen`"])
  },
  Provocation("listen", "EOPNOTSUPP", "Unix datagrams") { bench in
    bench.tryListen(
      try bench.unix("client", datagram), mentions: ["Unix datagram socket", "`socket unix`"])
  },
  Provocation("connect", "EPERM", "a Unix datagram socket that has another peer") { bench in
    let path = try takenSocket(bench)
    return bench.tryConnect(
      try bench.unix("client", datagram), path, mentions: ["connected to another one", "only"])
  },
  Provocation("sendto", "EPERM", "a Unix datagram socket that has another peer") { bench in
    let path = try takenSocket(bench)
    return bench.trySend(
      "sendto", try bench.unix("client", datagram), to: path, mentions: ["datagrams from its peer"])
  },
  Provocation("connect", "EINTR", "a signal while a Unix listener's queue is full") { bench in
    let (_, path) = try listener(bench, "server", backlog: 0)
    try bench.connect(try bench.unix(), path)
    let fd = try bench.unix()
    return try interrupted {
      bench.tryConnect(fd, path, mentions: ["@\(fd) is not connected", "`connect` again"])
    }
  },
]

private func path(_ bench: Bench) -> SocketAddress { .unixPath(Array(bench.path("unix").utf8)) }

/// Its queue has room for one connection more than its backlog.
private func listener(
  _ bench: Bench, _ role: String, backlog: Int32 = 5
) throws -> (Int32, SocketAddress) {
  let path = path(bench)
  let fd = try bench.unix(role)
  _ = try bench.bind(fd, path)
  try prepare(listen(fd, backlog) == 0, "listen")
  return (fd, path)
}

/// Where a datagram socket is that is connected to another one.
private func takenSocket(_ bench: Bench) throws -> SocketAddress {
  let (place, other) = (path(bench), path(bench))
  let (server, friend) = (try bench.unix("server", datagram), try bench.unix("friend", datagram))
  _ = try bench.bind(server, place)
  _ = try bench.bind(friend, other)
  try bench.connect(server, other)
  return place
}

@Suite struct UnixWordingTests {
  /// (call, errno) that Unix sockets meet by unix(7) and its source.
  private static let met: [(String, [String])] = [
    ("bind", ["EINVAL", "EADDRINUSE", "EACCES", "EPERM", "ENOENT", "EROFS"]),
    ("listen", ["EINVAL", "EOPNOTSUPP"]), ("accept", ["EINVAL", "EAGAIN", "EINTR", "EOPNOTSUPP"]),
    (
      "connect",
      [
        "EINVAL", "EISCONN", "EPERM", "EACCES", "EINTR", "EAGAIN", "ECONNREFUSED", "EPROTOTYPE",
        "ENOENT",
      ]
    ),
    ("send", ["EPIPE", "ECONNRESET", "ENOTCONN", "EAGAIN", "ECONNREFUSED", "EINTR", "EMSGSIZE"]),
    ("sendto", ["EINVAL", "EISCONN", "EPERM", "EACCES", "ECONNREFUSED", "EOPNOTSUPP"]),
    ("recv", ["EINVAL", "ENOTCONN", "ECONNRESET", "EAGAIN", "EINTR"]),
    ("shutdown", ["EINVAL", "ENOTCONN"]), ("getpeername", ["ENOTCONN"]),
  ]

  private static let foreign = [
    "`socket tcp", "bind 0", "127.0.0.1", "[::1]", "scope", "SYN", "RST", "ICMP", "firewall",
    "handshake", "route", "port", "is a TCP",
  ]

  @Test(arguments: met.map(\.0), [Number.stream, Number.datagram, Number.sequenced])
  func `a Unix socket is never spoken of in IP's terms`(call: String, type: Int32) throws {
    for name in Self.met.first(where: { $0.0 == call })?.1 ?? [] {
      for state in ["UNCONNECTED", "CONNECTED", "LISTEN"] {
        let text = try said(call, name, type, state)
        for word in Self.foreign { #expect(!text.contains(word), "\(call) \(name): \(text)") }
      }
    }
  }

  private func said(
    _ call: String, _ name: String, _ type: Int32, _ state: String
  ) throws -> String {
    let there = SocketAddress.unixPath(Array("./there".utf8))
    let socket = SocketView(
      role: "client", fd: 3, family: Number.unix, type: type, protocolNumber: 0,
      local: .unixPath(Array("./here".utf8)), remote: state == "CONNECTED" ? there : nil,
      state: state)
    let takesAddress = ["bind", "connect", "sendto"].contains(call)
    let situation = Situation(
      role: "client", socket: socket, others: [socket], isPrivileged: false,
      firstUnprivilegedPort: 1024, otherDescriptors: [])
    let errno = try #require(Errno(name: name))
    return explanation(
      of: Call(
        call,
        [Argument("sockfd", .descriptor(3))]
          + (takesAddress ? [Argument("addr", .address(there))] : [])),
      Outcome(result: -1, errno: errno, nanoseconds: 0), in: situation)
  }
}
