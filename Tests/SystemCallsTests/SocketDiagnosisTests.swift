import Glibc
import SystemCalls
import Testing

@Suite struct SocketDiagnosisTests {
  private static let tcp = Int32(6)
  private static let udp = Int32(17)

  @Test(arguments: [SocketAddress.loopback(port: 0), .ipv6(.loopback, port: 0, scope: 0)])
  func `both ends of a connection are found, with their queues`(local: SocketAddress) throws {
    let pair = try Pair(local)
    defer { withExtendedLifetime(pair) {} }
    try pair.send("hello", on: pair.client)
    let (diagnosis, view) = (try SocketDiagnosis(), try ProcessView(pid: getpid()))
    let client = try pair.calls.getsockname(pair.client)
    let answer = try diagnosis.lookup(
      protocolNumber: Self.tcp, local: pair.address, remote: client)
    let server = try #require(answer)
    #expect(server.state == .established)
    #expect(server.local == pair.address)
    #expect(server.remote == client)
    #expect(server.receiveQueue == 5)
    #expect(server.inode == (try view.snapshot(of: pair.server)?.inode))
    let other = try diagnosis.lookup(protocolNumber: Self.tcp, local: client, remote: pair.address)
    #expect(other?.inode == (try view.snapshot(of: pair.client)?.inode))
  }

  @Test func `a listener is found by its own address, with its backlog`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let diagnosis = try SocketDiagnosis()
    let entry = try diagnosis.lookup(protocolNumber: Self.tcp, local: pair.address, remote: nil)
    #expect(entry?.state == .listen)
    #expect(entry?.sendQueue == 7)
    #expect(entry?.remote == nil)
  }

  @Test func `a pair that is gone is not answered with the listener`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let diagnosis = try SocketDiagnosis()
    let nobody = SocketAddress.loopback(port: 1)
    #expect(
      try diagnosis.lookup(protocolNumber: Self.tcp, local: pair.address, remote: nobody) == nil)
    #expect(try diagnosis.lookup(protocolNumber: Self.tcp, local: nobody, remote: nobody) == nil)
    #expect(throws: Errno(EAFNOSUPPORT)) {
      try diagnosis.lookup(protocolNumber: Self.tcp, local: .unixUnnamed, remote: nil)
    }
  }

  @Test func `sockets that no process holds are still found`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let diagnosis = try SocketDiagnosis()
    let client = try pair.calls.getsockname(pair.client)
    pair.closeClient()
    try eventually {
      let entry = try diagnosis.lookup(
        protocolNumber: Self.tcp, local: client, remote: pair.address)
      return entry?.state == .finWait2 && entry?.inode == 0
    }
    pair.closeServer()
    try eventually {
      let entry = try diagnosis.lookup(
        protocolNumber: Self.tcp, local: client, remote: pair.address)
      return entry?.state == .timeWait && entry?.timer == .timeWait && entry?.timerExpiry ?? 0 > 0
    }
  }

  @Test func `an IPv6 socket that talks IPv4 is found by either notation`() throws {
    let pair = try Pair(.ipv6(.any, port: 0, scope: 0), clientFamily: AF_INET)
    defer { withExtendedLifetime(pair) {} }
    let diagnosis = try SocketDiagnosis()
    let client = try pair.calls.getsockname(pair.client)
    let server = try pair.calls.getsockname(pair.server)
    #expect(server.description.hasPrefix("[::ffff:127.0.0.1]:"))
    let peer = try pair.calls.getpeername(pair.server)
    let local = SocketAddress.loopback(port: server.port ?? 0)
    for (one, two) in [(server, peer), (local, client), (server, client)] {
      let entry = try diagnosis.lookup(protocolNumber: Self.tcp, local: one, remote: two)
      #expect(entry?.local == server)
      #expect(entry?.state == .established)
    }
  }

  @Test(arguments: [SocketAddress.loopback(port: 0), .ipv6(.loopback, port: 0, scope: 0)])
  func `UDP sockets are found, connected and not`(local: SocketAddress) throws {
    let family = if case .ipv6 = local { AF_INET6 } else { AF_INET }
    let calls = SocketCalls(observer: Recorder())
    let receiver = try calls.socket(family: family, type: datagram, protocolNumber: 0)
    let sender = try calls.socket(family: family, type: datagram, protocolNumber: 0)
    defer { for socket in [receiver, sender] { close(socket) } }
    try calls.bind(receiver, local)
    let address = try calls.getsockname(receiver)
    try calls.connect(sender, address)
    let client = try calls.getsockname(sender)
    #expect(Glibc.send(sender, "abc", 3, 0) == 3)
    let diagnosis = try SocketDiagnosis()
    let waiting = try diagnosis.lookup(protocolNumber: Self.udp, local: address, remote: nil)
    #expect(waiting?.state == .closed)
    #expect(waiting?.receiveQueue ?? 0 > 0)
    let connected = try diagnosis.lookup(
      protocolNumber: Self.udp, local: client, remote: address)
    #expect(connected?.state == .established)
    #expect(
      try diagnosis.lookup(
        protocolNumber: Self.udp, local: client, remote: .loopback(port: 1).inFamily(family)) == nil
    )
  }

  @Test func `a dump has every socket, also when it takes many datagrams`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let diagnosis = try SocketDiagnosis()
    var opened: [Int32] = []
    defer { for socket in opened { close(socket) } }
    for _ in 0..<400 {
      let socket = try pair.calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
      opened.append(socket)
      try pair.calls.bind(socket, .loopback(port: 0))
    }
    let udp = try diagnosis.dump(protocolNumber: Self.udp, family: AF_INET)
    let ports = Set(udp.compactMap(\.local.port))
    for socket in opened { #expect(ports.contains(try pair.calls.getsockname(socket).port ?? 0)) }
    let tcp = try diagnosis.dump(protocolNumber: Self.tcp, family: AF_INET)
    #expect(tcp.contains { $0.local == pair.address && $0.state == .listen })
    #expect(tcp.contains { $0.local == pair.address && $0.state == .established })
  }

  @Test(.enabled(if: canRun("ss"), "ss is not installed"))
  func `ss sees the same`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    try pair.send("hello", on: pair.client)
    let diagnosis = try SocketDiagnosis()
    let client = try pair.calls.getsockname(pair.client)
    let found = try diagnosis.lookup(protocolNumber: Self.tcp, local: pair.address, remote: client)
    let entry = try #require(found)
    let filter = "sport = :\(pair.address.port ?? 0) and dport = :\(client.port ?? 0)"
    let line = try Child(["ss", "-Htne", filter]).finish()
    let fields = line.split(separator: " ").map(String.init)
    #expect(fields.count > 5)
    #expect(
      fields[..<5] == [
        "ESTAB", "\(entry.receiveQueue)", "\(entry.sendQueue)",
        entry.local.description, client.description,
      ])
    #expect(line.contains("ino:\(entry.inode)"))
  }
}
