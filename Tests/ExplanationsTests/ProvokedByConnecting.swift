import Glibc
import SystemCalls

@testable import Explanations

let connectProvocations = [
  Provocation("connect", "ECONNREFUSED", "nothing listens") { bench in
    // Bound but not listening keeps the port from other programs; the explanation is not told.
    let address = try bench.bind(try bench.tcp("server"))
    var attempt = bench.tryConnect(
      try bench.tcp(), address,
      mentions: [
        "Nothing listens on \(text(of: address))", "RST", "`server> bind \(address.port ?? 0)`",
      ])
    attempt.situation.others = []
    return attempt
  },
  Provocation("connect", "ECONNREFUSED", "bound, but not listening") { bench in
    let server = try bench.tcp("server")
    let address = try bench.bind(server)
    return bench.tryConnect(
      try bench.tcp(), address,
      mentions: [
        "server @\(server) is bound to \(text(of: address)) but has not called listen",
        "`server> listen`",
      ])
  },
  Provocation("connect", "ECONNREFUSED", "a role listens on another port") { bench in
    let (_, listening) = try bench.listener()
    let address = try bench.bind(try bench.tcp())
    var attempt = bench.tryConnect(
      try bench.tcp(), address,
      mentions: ["Nothing listens on \(text(of: address))", "`connect \(text(of: listening))`"])
    attempt.situation.others.removeAll { $0.local == address }
    return attempt
  },
  Provocation("connect", "ECONNREFUSED", "the listener is an IPv6 one") { bench in
    let server = try bench.tcp6("server")
    let address = try bench.bind(server, ipv6Loopback)
    try prepare(listen(server, 1) == 0, "listen")
    // Keeps the IPv4 port from other programs; the explanation is not told.
    let target = try bench.bind(try bench.tcp(), .loopback(port: address.port ?? 0))
    var attempt = bench.tryConnect(
      try bench.tcp(), target,
      mentions: ["server @\(server) listens on \(text(of: address))", "`socket tcp6`"])
    attempt.situation.others.removeAll { $0.local == target }
    return attempt
  },
  Provocation("connect", "EISCONN", "connected already") { bench in
    let (client, server) = try bench.connection()
    return bench.tryConnect(
      client, try bench.local(server),
      mentions: ["@\(client)", text(of: try bench.local(server)), "ESTABLISHED", "`socket tcp`"])
  },
  Provocation("connect", "EISCONN", "a listening socket") { bench in
    let (server, address) = try bench.listener()
    return bench.tryConnect(
      server, address, mentions: ["@\(server) listens on", text(of: address)])
  },
  Provocation("connect", "EINPROGRESS", "does not block, and the queue is full") { bench in
    let address = try fullQueue(bench)
    let fd = try bench.tcp()
    _ = fcntl(fd, F_SETFL, O_NONBLOCK)
    return bench.tryConnect(
      fd, address, mentions: ["@\(fd)", text(of: address), "`poll write @\(fd)`"])
  },
  Provocation("connect", "EALREADY", "a SYN is out already") { bench in
    let address = try fullQueue(bench)
    let fd = try bench.tcp()
    _ = fcntl(fd, F_SETFL, O_NONBLOCK)
    _ = bench.tryConnect(fd, address)
    bench.remembered[fd] = address
    return bench.tryConnect(fd, address, mentions: ["SYN_SENT", text(of: address)])
  },
  Provocation("connect", "ETIMEDOUT", "a full accept queue, one retry") { bench in
    let address = try fullQueue(bench)
    let fd = try bench.tcp()
    bench.option(fd, Int32(IPPROTO_TCP), TCP_SYNCNT, 1)
    return bench.tryConnect(
      fd, address, mentions: ["accept queue of server @", "is full", "`server> accept`"])
  },
  Provocation("connect", "EADDRNOTAVAIL", "the same pair of addresses twice") { bench in
    let (_, address) = try bench.listener()
    let (first, second) = (try bench.tcp(), try bench.tcp())
    for fd in [first, second] { bench.option(fd, SOL_SOCKET, SO_REUSEADDR, 1) }
    let local = try bench.bind(first)
    _ = try bench.bind(second, local)
    try bench.connect(first, address)
    return bench.tryConnect(second, address, mentions: [text(of: local), text(of: address)])
  },
  Provocation("connect", "ENETUNREACH", "TCP to a broadcast address") { bench in
    bench.tryConnect(
      try bench.tcp(), .ipv4(0xffff_ffff, port: 9),
      mentions: ["255.255.255.255", "broadcast", "one host only"])
  },
  Provocation("connect", "ENETUNREACH", "from ::1 to an IPv4 address") { bench in
    let fd = try bench.tcp6()
    let local = try bench.bind(fd, ipv6Loopback)
    let mapped = SocketAddress.ipv6(
      IPv6Bytes(high: 0, low: 0xffff_7f00_0001), port: 9, scope: 0)
    return bench.tryConnect(fd, mapped, mentions: [text(of: local), "[::ffff:127.0.0.1]:9"])
  },
  Provocation("connect", "EACCES", "UDP to a broadcast address") { bench in
    bench.tryConnect(
      try bench.udp(), .ipv4(0xffff_ffff, port: 9),
      mentions: ["255.255.255.255:9", "SO_BROADCAST"])
  },
  Provocation("connect", "EAFNOSUPPORT", "an IPv6 address for an IPv4 socket") { bench in
    bench.tryConnect(
      try bench.tcp(), ipv6Loopback.with(port: 9), mentions: ["IPv4 TCP socket", "[::1]:9"])
  },
  Provocation("connect", "EINVAL", "a Unix path for a TCP socket") { bench in
    bench.tryConnect(
      try bench.tcp(), .unixPath(Array("./s".utf8)), mentions: ["IPv4 TCP socket", "./s"])
  },
  Provocation("connect", "EINVAL", "from loopback to another machine") { bench in
    let fd = try bench.tcp()
    let local = try bench.bind(fd)
    return bench.tryConnect(
      fd, .ipv4(0xc000_0201, port: 9), mentions: [text(of: local), "192.0.2.1:9"])
  },
]

/// A listener whose accept queue is full: the next SYN gets no answer.
func fullQueue(_ bench: Bench) throws -> SocketAddress {
  let (_, address) = try bench.listener(backlog: 0)
  for _ in 0..<3 {
    let fd = try bench.tcp("other")
    _ = fcntl(fd, F_SETFL, O_NONBLOCK)
    _ = withSockaddr(address) { connect(fd, $0, $1) }
    // The first is established at once; those that follow stay in SYN_SENT.
    var waiting = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
    _ = poll(&waiting, 1, 50)
  }
  return address
}
