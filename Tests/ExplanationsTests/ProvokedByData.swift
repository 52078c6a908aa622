import Glibc
import SystemCalls

@testable import Explanations

private let dontWait = Int32(MSG_DONTWAIT)
private let outOfBand = Int32(MSG_OOB)

/// `send` and `sendto`, which meet the same failures.
let sendProvocations = ["send", "sendto"].flatMap(sending) + sendtoProvocations

private func sending(_ name: String) -> [Provocation] {
  [
    Provocation(name, "EPIPE", "the peer has closed") { bench in
      let (client, server) = try bench.connection()
      bench.close(server)
      _ = bench.trySend(client)
      try settle(client, until: Int16(POLLHUP))
      return bench.trySend(
        name, client, mentions: ["has closed the connection", "@\(client)", "`close`"])
    },
    Provocation(name, "EPIPE", "after its own SHUT_WR") { bench in
      let (client, _) = try bench.connection()
      shutdown(client, 1)
      return bench.trySend(
        name, client, mentions: ["@\(client)", "FIN_WAIT", "its own sending side"])
    },
    Provocation(name, "EPIPE", "never connected") { bench in
      let fd = try bench.tcp()
      return bench.trySend(name, fd, mentions: ["@\(fd)", "was never connected", "`connect "])
    },
    Provocation(name, "ECONNRESET", "the peer closed with bytes unread") { bench in
      let (client, server) = try resetting(bench)
      bench.close(server)
      try settle(client, until: Int16(POLLERR))
      return bench.trySend(name, client, mentions: ["RST", "`close`"])
    },
    Provocation(name, "EAGAIN", "MSG_DONTWAIT and a full buffer") { bench in
      let (client, server) = try bench.connection()
      fill(client)
      return bench.trySend(
        name, client, length: 1 << 20, flags: dontWait,
        mentions: ["@\(client)", "MSG_DONTWAIT", "`server> recv @\(server)`"])
    },
    Provocation(name, "ECONNREFUSED", "an earlier datagram found nobody") { bench in
      let (fd, address) = try deadPeer(bench)
      _ = bench.trySend(fd)
      return bench.trySend(
        name, fd, mentions: ["earlier datagram to \(text(of: address))", "ICMP", "`server> bind"])
    },
    Provocation(name, "EMSGSIZE", "a datagram that is too long") { bench in
      let fd = try bench.udp()
      try bench.connect(fd, .loopback(port: 9))
      return bench.trySend(
        name, fd, length: 65508, mentions: ["65508", "65507", "127.0.0.1:9"])
    },
    Provocation(name, "EOPNOTSUPP", "MSG_OOB on UDP") { bench in
      let fd = try bench.udp()
      try bench.connect(fd, .loopback(port: 9))
      return bench.trySend(name, fd, flags: outOfBand, mentions: ["MSG_OOB", "@\(fd)", "UDP"])
    },
    Provocation(name, "EDESTADDRREQ", "UDP without a peer") { bench in
      let fd = try bench.udp()
      return bench.trySend(name, fd, mentions: ["@\(fd)", "`sendto "])
    },
    Provocation(name, "ENOTCONN", "a Unix socket without a peer") { bench in
      let fd = try bench.unix()
      return bench.trySend(name, fd, mentions: ["@\(fd)", "UNCONNECTED"])
    },
  ]
}

private let sendtoProvocations = [
  Provocation("sendto", "EINVAL", "port 0") { bench in
    bench.trySend(
      "sendto", try bench.udp(), to: .loopback(port: 0), mentions: ["port 0", "`sendto "])
  },
  Provocation("sendto", "EACCES", "a broadcast address") { bench in
    bench.trySend(
      "sendto", try bench.udp(), to: .ipv4(0x7fff_ffff, port: 9),
      mentions: ["127.255.255.255:9", "SO_BROADCAST"])
  },
  Provocation("sendto", "EAFNOSUPPORT", "an IPv6 address for an IPv4 socket") { bench in
    bench.trySend(
      "sendto", try bench.udp(), to: ipv6Loopback.with(port: 9), mentions: ["IPv4 UDP", "[::1]:9"])
  },
  Provocation("sendto", "ENETUNREACH", "from ::1 to an IPv4 address") { bench in
    let fd = try bench.socket("client", AF_INET6, 2)
    let local = try bench.bind(fd, ipv6Loopback)
    let mapped = SocketAddress.ipv6(
      IPv6Bytes(high: 0, low: 0xffff_7f00_0001), port: 9, scope: 0)
    return bench.trySend("sendto", fd, to: mapped, mentions: [text(of: local)])
  },
]

/// `recv` and `recvfrom`, and what only needs a connection.
let receiveProvocations = ["recv", "recvfrom"].flatMap(receiving) + peerless

private func receiving(_ name: String) -> [Provocation] {
  [
    Provocation(name, "ENOTCONN", "never connected") { bench in
      let fd = try bench.tcp()
      return bench.tryReceive(name, fd, mentions: ["@\(fd) (CLOSED)", "`connect`"])
    },
    Provocation(name, "ENOTCONN", "a listening socket") { bench in
      let (fd, address) = try bench.listener("client")
      return bench.tryReceive(
        name, fd, mentions: ["only listens on \(text(of: address))", "accept"])
    },
    Provocation(name, "EAGAIN", "MSG_DONTWAIT and nothing there") { bench in
      let (client, server) = try bench.connection()
      return bench.tryReceive(
        name, client, flags: dontWait, mentions: ["server @\(server)", "MSG_DONTWAIT", "`recv`"])
    },
    Provocation(name, "EINVAL", "MSG_OOB and no urgent data") { bench in
      let (client, server) = try bench.connection()
      return bench.tryReceive(
        name, client, flags: outOfBand, mentions: ["MSG_OOB", text(of: try bench.local(server))])
    },
    Provocation(name, "EINVAL", "a Unix socket without a peer") { bench in
      bench.tryReceive(
        name, try bench.unix(), mentions: ["Unix stream socket", "`connect ./s.sock`"])
    },
    Provocation(name, "EOPNOTSUPP", "MSG_OOB on a Unix datagram socket") { bench in
      let fd = try bench.unix("client", 2)
      return bench.tryReceive(name, fd, flags: outOfBand, mentions: ["MSG_OOB", "@\(fd)"])
    },
    Provocation(name, "ECONNRESET", "the peer closed with bytes unread") { bench in
      let (client, server) = try resetting(bench)
      bench.close(server)
      try settle(client, until: Int16(POLLERR))
      return bench.tryReceive(name, client, mentions: ["RST", "`close`"])
    },
    Provocation(name, "ECONNREFUSED", "an earlier datagram found nobody") { bench in
      let (fd, address) = try deadPeer(bench)
      _ = bench.trySend(fd)
      return bench.tryReceive(name, fd, mentions: ["datagram to \(text(of: address))", "ICMP"])
    },
  ]
}

private let peerless = [
  Provocation("shutdown", "ENOTCONN", "never connected") { bench in
    let fd = try bench.tcp()
    return bench.tryPlain("shutdown", fd, how: 1, mentions: ["@\(fd) (CLOSED)", "`connect`"])
  },
  Provocation("shutdown", "ENOTCONN", "the connection is over") { bench in
    let (client, server) = try bench.connection()
    shutdown(server, 1)
    try settle(client, until: Int16(POLLIN))
    shutdown(client, 1)
    let end = try bench.local(server)
    try settle(client, until: Int16(POLLHUP))
    return bench.tryPlain("shutdown", client, how: 1, mentions: ["@\(client)", text(of: end)])
  },
  Provocation("shutdown", "EINVAL", "a direction that does not exist") { bench in
    let (client, _) = try bench.connection()
    return bench.tryPlain("shutdown", client, how: 9, mentions: ["not 9", "`shutdown SHUT_WR`"])
  },
  Provocation("getpeername", "ENOTCONN", "never connected") { bench in
    let fd = try bench.udp()
    let other = try bench.udp("server")
    _ = try bench.bind(other)
    return bench.tryPlain(
      "getpeername", fd, mentions: ["@\(fd) (UNCONNECTED)", "`connect server`"])
  },
]

/// A connection whose server's end has bytes that it has not read.
private func resetting(_ bench: Bench) throws -> (client: Int32, server: Int32) {
  let (client, server) = try bench.connection()
  _ = bench.trySend(client, length: 10)
  try settle(server, until: Int16(POLLIN))
  return (client, server)
}

/// A UDP socket connected to a port where nobody is.
private func deadPeer(_ bench: Bench) throws -> (Int32, SocketAddress) {
  let probe = try bench.udp("server")
  let address = try bench.bind(probe)
  // Connected to itself it takes from nobody else, and keeps the port from other programs.
  try bench.connect(probe, address)
  let fd = try bench.udp()
  try bench.connect(fd, address)
  return (fd, address)
}

/// Waits, with a deadline, until poll reports this event.
func settle(_ fd: Int32, until event: Int16) throws {
  var waiting = pollfd(fd: fd, events: event, revents: 0)
  let deadline = time(nil) + 5
  repeat { _ = poll(&waiting, 1, 100) } while waiting.revents & event == 0 && time(nil) < deadline
  try prepare(waiting.revents & event != 0, "the event did not come")
}

/// Sends until the buffer is full.
func fill(_ fd: Int32) {
  let bytes = [UInt8](repeating: 0, count: 1 << 16)
  var pauses = 0
  while pauses < 5 {
    if send(fd, bytes, bytes.count, dontWait) > 0 { continue }
    // The receiving side may still take some: full is full only after a while.
    pauses += 1
    var waiting = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
    _ = poll(&waiting, 1, 20)
  }
}
