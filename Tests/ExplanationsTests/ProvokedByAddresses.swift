import Glibc
import SystemCalls

@testable import Explanations

private let elsewhere = SocketAddress.ipv4(0x0808_0808, port: 0)
let ipv6Loopback = SocketAddress.ipv6(.loopback, port: 0, scope: 0)

let bindProvocations = [
  Provocation("bind", "EADDRINUSE", "another role is bound there") { bench in
    let server = try bench.tcp("server")
    let address = try bench.bind(server)
    return bench.tryBind(
      try bench.tcp(), address,
      mentions: ["server @\(server) is bound to \(text(of: address)) (CLOSED)", "`bind 0`"])
  },
  Provocation("bind", "EADDRINUSE", "the wildcard overlaps with a listener") { bench in
    let (server, address) = try bench.listener()
    let any = SocketAddress.any(port: address.port ?? 0)
    return bench.tryBind(
      try bench.tcp(), any,
      mentions: ["server @\(server)", "(LISTEN)", text(of: any), "`server> close @\(server)`"])
  },
  Provocation("bind", "EADDRINUSE", "another program is bound there") { bench in
    let address = try bench.bind(try bench.udp("server"))
    var attempt = bench.tryBind(try bench.udp(), address, mentions: ["program", text(of: address)])
    attempt.situation.others = []
    return attempt
  },
  Provocation("bind", "EADDRINUSE", "TIME_WAIT") { bench in
    let (client, server) = try bench.connection()
    let local = try bench.local(server)
    var orphan = bench.view(server)
    let listening = bench.situation("server", nil).others.first { $0.state == "LISTEN" }
    bench.close(server)
    var byte: UInt8 = 0
    _ = recv(client, &byte, 1, 0)
    bench.close(client)
    if let fd = listening?.fd { bench.close(fd) }
    orphan.orphaned = true
    orphan.state = "TIME_WAIT"
    bench.orphans = [orphan]
    return bench.tryBind(
      try bench.tcp("server"), local,
      mentions: ["TIME_WAIT", "60 s", text(of: local), "SO_REUSEADDR"])
  },
  Provocation("bind", "EADDRNOTAVAIL", "another machine's address") { bench in
    bench.tryBind(try bench.tcp(), elsewhere, mentions: ["8.8.8.8", "`bind 0`"])
  },
  Provocation("bind", "EINVAL", "twice") { bench in
    let fd = try bench.tcp()
    let address = try bench.bind(fd)
    return bench.tryBind(
      fd, .loopback(port: 0), mentions: ["@\(fd) is bound to \(text(of: address)) already"])
  },
  Provocation("bind", "EINVAL", "a length that is too short") { bench in
    bench.tryBind(try bench.tcp(), .loopback(port: 0), length: 3, mentions: ["addrlen says 3"])
  },
  Provocation("bind", "EINVAL", "a Unix path for a TCP socket") { bench in
    bench.tryBind(
      try bench.tcp(), .unixPath(Array("./s".utf8)), mentions: ["IPv4 TCP socket", "./s is a Unix"])
  },
  Provocation("bind", "EINVAL", "a link-local address without its interface") { bench in
    let linkLocal = SocketAddress.ipv6(
      IPv6Bytes(high: 0xfe80_0000_0000_0000, low: 1), port: 0, scope: 0)
    return bench.tryBind(try bench.tcp6(), linkLocal, mentions: ["[fe80::1]:0", "scope"])
  },
  Provocation("bind", "ENODEV", "a link-local address on an interface that is not there") { bench in
    let linkLocal = SocketAddress.ipv6(
      IPv6Bytes(high: 0xfe80_0000_0000_0000, low: 1), port: 0, scope: 999_999)
    return bench.tryBind(try bench.tcp6(), linkLocal, mentions: ["[fe80::1%999999]:0"])
  },
  Provocation("bind", "EAFNOSUPPORT", "an IPv6 address for an IPv4 socket") { bench in
    bench.tryBind(try bench.tcp(), ipv6Loopback, mentions: ["IPv4 TCP socket", "[::1]:0", "IPv6"])
  },
]

let listenerProvocations = [
  Provocation("listen", "EADDRINUSE", "two sockets that share a port by SO_REUSEADDR") { bench in
    let (first, second) = (try bench.tcp("server"), try bench.tcp("server"))
    for fd in [first, second] { bench.option(fd, SOL_SOCKET, SO_REUSEADDR, 1) }
    let address = try bench.bind(first)
    _ = try bench.bind(second, address)
    try prepare(listen(first, 1) == 0, "listen")
    return bench.tryListen(
      second, mentions: ["server @\(first) already listens on \(text(of: address))"])
  },
  Provocation("listen", "EOPNOTSUPP", "UDP") { bench in
    let fd = try bench.udp("server")
    return bench.tryListen(fd, mentions: ["@\(fd)", "UDP socket", "`socket tcp`"])
  },
  Provocation("listen", "EINVAL", "connected") { bench in
    let (client, _) = try bench.connection()
    return bench.tryListen(client, mentions: ["@\(client)", "ESTABLISHED"])
  },
  Provocation("listen", "EINVAL", "a Unix socket without a name") { bench in
    bench.tryListen(try bench.unix("server"), mentions: ["`bind ./s.sock`"])
  },
  Provocation("accept", "EINVAL", "bound, but not listening") { bench in
    let fd = try bench.tcp("server")
    _ = try bench.bind(fd)
    return bench.tryAccept(fd, mentions: ["@\(fd) is CLOSED", "`listen`"])
  },
  Provocation("accept", "EINVAL", "on the connection instead of the listener") { bench in
    let (_, server) = try bench.connection()
    return bench.tryAccept(server, mentions: ["@\(server)", "ESTABLISHED", "`accept @"])
  },
  Provocation("accept", "EOPNOTSUPP", "UDP") { bench in
    let fd = try bench.udp("server")
    return bench.tryAccept(fd, mentions: ["@\(fd)", "UDP socket", "`recvfrom`"])
  },
  Provocation("accept", "EAGAIN", "an empty queue, and a socket that does not block") { bench in
    let (fd, address) = try bench.listener()
    _ = fcntl(fd, F_SETFL, O_NONBLOCK)
    return bench.tryAccept(fd, mentions: [text(of: address), "empty"])
  },
  Provocation("accept", "EMFILE", "every descriptor taken") { bench in
    let (fd, address) = try bench.listener()
    try bench.connect(try bench.tcp(), address)
    guard try fillDescriptors() != nil else { return nil }
    return bench.tryAccept(fd, mentions: ["RLIMIT_NOFILE", "stays in the queue of @\(fd)"])
  },
]
