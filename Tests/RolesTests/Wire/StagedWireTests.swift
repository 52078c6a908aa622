internal import Foundation
internal import Glibc
internal import Log
internal import SystemCalls
internal import Testing
internal import Wire

@testable import Roles

/// Roles on hosts: what the stage sees of both ends across the wire.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct StagedWireTests {
  @Test(arguments: ["tcp", "tcp6"])
  func `both ends' states are seen across the wire, and the segments that changed them`(
    kind: String
  ) throws {
    let wire = try StagedWire(serverListening: kind)
    let connected = try wire.changes("client> connect bob:9000")
    #expect(connected == ["client @3 CLOSED → ESTABLISHED"])
    #expect(wire.takeFlags() == ["S", "S.", "."])
    try wire.lines("server> accept", "client> send hello", "server> recv")
    #expect(wire.outcome(of: "recv")?.result == 5)
    #expect(wire.takeFlags().first == "P.")
    let halfClosed = try wire.changes("client> close")
    #expect(
      halfClosed == [
        "client @3 ESTABLISHED → FIN_WAIT_2", "server @4 ESTABLISHED → CLOSE_WAIT",
      ])
    let closed = try wire.changes("server> close @4")
    #expect(closed == ["server @4 CLOSE_WAIT → CLOSED", "client @3 FIN_WAIT_2 → TIME_WAIT"])
  }

  @Test func `a role is named by its host, and a wildcard means the host's address`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("client> connect server", "server> accept")
    #expect(wire.state("client", 3) == .established)
    let remote = wire.stage.role(named: "client")?.sockets[3]?.remote
    #expect(remote == .ipv4(0x0a00_0002, port: 9000))
  }

  @Test func `a call that a packet wakes comes back before the stage goes on`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    wire.sitAtPrompt()
    for round in 1...30 {
      try wire.lines("server> accept")
      try wire.lines("client> socket tcp", "client> connect bob:9000")
      #expect(wire.stage.role(named: "server")?.isBusy == false, "accept in round \(round)")
      try wire.lines("server> recv", "client> send hello")
      #expect(wire.stage.role(named: "server")?.isBusy == false, "recv in round \(round)")
    }
  }

  @Test func `each host has a loopback of its own`() throws {
    let wire = try StagedWire(roles: [
      ("client", on: "alice"), ("server", on: "bob"), ("twin", on: "alice"),
    ])
    try wire.lines(
      "server> socket tcp", "server> bind 9000", "server> listen", "twin> socket tcp",
      "twin> bind 9000", "twin> listen", "client> socket tcp")
    let changes = try wire.changes("client> connect 127.0.0.1:9000", "twin> accept")
    #expect(changes.first == "client @3 CLOSED → ESTABLISHED")
    #expect(wire.state("twin", 4) == .established)
    #expect(wire.stage.role(named: "server")?.sockets[3]?.acceptQueue == 0)
    #expect(wire.takeFlags() == [])
  }

  @Test func `a first SYN that is dropped costs connect one initial RTO`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.order(.drop, .syn)
    try wire.lines("client> connect bob:9000", "wait client")
    let outcome = try #require(wire.outcome(of: "connect"))
    #expect(outcome.errno == nil)
    #expect((1_000_000_000..<2_900_000_000).contains(outcome.nanoseconds))
    #expect(wire.takeFlags() == ["(S)", "S", "S.", "."])
  }

  @Test func `a SYN that is dropped leaves connect asleep, and that is rest`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    wire.sitAtPrompt()
    try wire.order(.drop, .syn)
    #expect(try wire.changes("client> connect bob:9000") == ["client @3 CLOSED → SYN_SENT"])
    #expect(wire.stage.isAtRest)
    try wire.lines("wait client for 10s")
    #expect(wire.state("client", 3) == .established)
  }

  @Test(arguments: [1, 3, 8])
  func `the n-th data segment that is dropped is sent exactly once more`(number: Int) throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("client> connect bob:9000", "server> accept")
    try wire.order(.drop, .data, ordinal: number)
    for _ in 1...8 { try wire.lines("client> send 0123456789", "server> recv exactly 10") }
    try wire.lines("wait server")
    #expect(try wire.retransmissions("client", 3) == 1)
    let data = wire.packets.filter {
      if case .tcp(let segment) = $0.content { segment.length > 0 } else { false }
    }
    #expect(data.count == 9)
    #expect(data.filter { $0.fate.verdict == .dropped }.count == 1)
  }

  @Test func `a datagram that is dropped is never sent again`() throws {
    let wire = try StagedWire(serverListening: "udp")
    try wire.order(.drop, .datagram)
    try wire.lines("client> sendto bob:9000 lost", "client> sendto bob:9000 second")
    try wire.lines("server> recvfrom")
    #expect(wire.outcome(of: "recvfrom")?.result == 6)
    try wire.lines("client> sendto bob:9000 third", "server> recvfrom")
    #expect(wire.takeFlags() == ["(UDP 4)", "UDP 6", "UDP 5"])
  }

  @Test func `a FIN that is lost leaves its sender in FIN_WAIT_1 until it is sent again`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("client> connect bob:9000", "server> accept")
    try wire.order(.drop, .fin)
    #expect(
      try wire.changes("client> shutdown write") == ["client @3 ESTABLISHED → FIN_WAIT_1"])
    let changes = try wire.changes("wait server until server@4.state == CLOSE_WAIT for 10s")
    #expect(
      changes == ["client @3 FIN_WAIT_1 → FIN_WAIT_2", "server @4 ESTABLISHED → CLOSE_WAIT"],
      "\(changes)")
  }

  @Test func `what is delayed is on its way, and the stage waits for it`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.set(.delay(60_000_000))
    let changes = try wire.changes("client> connect bob:9000")
    #expect(changes == ["client @3 CLOSED → ESTABLISHED"])
    #expect(try #require(wire.outcome(of: "connect")).nanoseconds >= 120_000_000)
    #expect(wire.stage.role(named: "server")?.sockets[3]?.acceptQueue == 1)
  }

  @Test func `two SYNs that are held cross, and both ends are connected`() throws {
    let wire = try StagedWire(roles: [("left", on: "alice"), ("right", on: "bob")])
    wire.sitAtPrompt()
    try wire.lines(
      "left> socket tcp", "left> bind 10.0.0.1:7001", "right> socket tcp",
      "right> bind 10.0.0.2:7002")
    try wire.order(.hold, .syn)
    try wire.order(.hold, .syn)
    #expect(try wire.changes("left> connect bob:7002") == ["left @3 CLOSED → SYN_SENT"])
    #expect(try wire.changes("right> connect alice:7001") == ["right @3 CLOSED → SYN_SENT"])
    #expect(wire.stage.hosts?.settle(limit: 5_000_000_000)?.held == 2)
    #expect(try wire.stage.release(nil, limit: 5_000_000_000) == 2)
    // Both SYNs crossed: each end answers the other's.
    #expect(wire.takeFlags().filter { $0 == "S." }.count == 2)
    #expect(wire.state("left", 3) == .established)
    #expect(wire.state("right", 3) == .established)
  }

  @Test func `when the wire goes down the roles on it end, and others stay`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("you> socket tcp")
    let pids = ["client", "server"].compactMap { wire.stage.role(named: $0)?.pid }
    let process = try #require(wire.stage.hosts?.pid)
    wire.stage.wireDown(limit: 5_000_000_000)
    #expect(wire.stage.roles.map(\.name) == ["you"])
    #expect(eventually { (pids + [process]).allSatisfy { !isAlive(Int($0)) } })
    try wire.stage.wireUp(["alice", "bob"], seed: 1, limit: 20_000_000_000)
    #expect(wire.stage.hosts?.all.map(\.name) == ["alice", "bob"])
  }

  @Test func `a wire process that is killed is told of, and the stage goes on`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    Glibc.kill(try #require(wire.stage.hosts?.pid), SIGKILL)
    try wire.lines("client> getsockname")
    #expect(
      eventually {
        wire.stage.takeLateNews()
        return wire.stage.hosts?.isGone == true
      })
    try wire.lines("server> close")
  }

  @Test func `a flood crosses the wire whole, and each of its packets is told of`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines(
      "client> connect bob:9000", "server> accept", "server> recv exactly 20M discard",
      "client> send all zeros 20M", "wait server for 60s", "wait client for 60s")
    #expect(wire.stage.role(named: "server")?.history.bytesReceived == 20 << 20)
    let lengths = wire.packets.map { packet -> Int in
      guard case .tcp(let segment) = packet.content, packet.from == "alice" else { return 0 }
      return packet.remarks.isEmpty ? segment.length : 0
    }
    #expect(lengths.reduce(0, +) == 20 << 20)
    #expect(lengths.max() ?? 0 <= 1460)
  }

  @Test func `packets stand in the log behind the call that sent them`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    #expect(
      try wire.story(of: "client> connect bob:9000") == [
        "client called connect", "client left connect", "S", "S.", ".", "client ESTABLISHED",
      ])
    let accepted = try wire.story(of: "server> accept", "server> recv", "client> send hello")
    #expect(
      accepted == [
        "server called accept", "server left accept", "server called recv",
        "server waits in recv", "client called send", "client left send", "P.", ".",
        "server left recv",
      ])
    try wire.order(.drop, .fin)
    #expect(
      try wire.story(of: "client> close") == [
        "client called close", "client left close", "(F.)", "client FIN_WAIT_1",
      ])
  }

  @Test func `what is said of hosts that are not there, or out of reach, names a next step`() throws
  {
    let wire = try StagedWire(serverListening: "tcp")
    for (line, reason) in [
      ("you> socket tcp; connect bob:9000", "bob is a host, which is reached from the wire alone"),
      ("client> connect bob", "a port must follow"), ("bob> socket tcp", "bob"),
      ("you> probe bob 9000", "bob is a host, which is reached from the wire alone"),
    ] {
      let failure = #expect(throws: Program.Failure.self, "\(line)") { try wire.lines(line) }
      #expect(
        failure?.description.contains(reason) == true, "\(line): \(failure?.description ?? "")")
    }
    #expect(throws: Diagnostic.self) { try wire.set(.loss(1), from: "dave") }
    #expect(throws: Diagnostic.self) {
      try wire.stage.spawnedRole(named: "client", onHost: "bob")
    }
    #expect(throws: Diagnostic.self) {
      try wire.stage.wireUp(["carol"], seed: 1, limit: 1_000_000_000)
    }
  }

  @Test func `a capture is saved whole, and over what was there`() throws {
    let wire = try StagedWire(serverListening: "udp")
    let folder = try TemporaryFolder()
    let path = try folder.file("saved.pcapng", "old")
    try wire.lines("client> sendto bob:9000 hello")
    #expect(try wire.stage.saveCapture(to: path, limit: 5_000_000_000).missed == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.starts(with: [0x0a, 0x0d, 0x0d, 0x0a]))
    #expect(bytes.range(of: Data("hello".utf8)) != nil)
    #expect(throws: Diagnostic.self) {
      try wire.stage.saveCapture(to: folder.path + "/none/x.pcapng", limit: 5_000_000_000)
    }
  }

  @Test func `a role may do on a host what it may do elsewhere, and no more`() throws {
    let wire = try StagedWire(roles: [("client", on: "alice")])
    try wire.lines("client> socket tcp", "client> bind 10.0.0.1:80")
    let expected = wire.stage.isPrivileged ? nil : Errno(EACCES)
    #expect(try #require(wire.outcome(of: "bind")).errno == expected)
    try wire.lines("you> socket tcp", "client> interfaces")
    let shown = wire.events.reversed().lazy.compactMap { event -> String? in
      if case .output(let text) = event.kind { text } else { nil }
    }.first
    #expect(shown?.contains("wire0") == true)
    #expect(shown?.contains("10.0.0.1/24") == true)
  }

  @Test func `a role pings a host, and nobody answers where no host is`() throws {
    let wire = try StagedWire(roles: [("client", on: "alice")])
    try wire.lines("client> socket AF_INET SOCK_DGRAM IPPROTO_ICMP")
    try wire.lines("client> sendto 10.0.0.2:0 hex 08 00 00 00 00 00 00 01", "client> recv")
    #expect(wire.outcome(of: "recv")?.result == 8)
    // The identifier is the socket's own.
    let identifier = try #require(wire.stage.role(named: "client")?.sockets[3]?.local?.port)
    let echo = PacketSeen.Echo(identifier: Int(identifier), sequence: 1)
    #expect(
      wire.packets.map(\.content) == [
        .icmp(type: 8, code: 0, echo: echo), .icmp(type: 0, code: 0, echo: echo),
      ])
    // Without it a socket hears nothing of an error that may pass.
    try wire.lines("client> setsockopt IP_RECVERR 1")
    try wire.lines("client> connect 10.0.0.9:0", "client> send hex 08 00 00 00 00 00 00 02")
    try wire.lines("client> recv")
    #expect(wire.outcome(of: "recv")?.errno?.name == "EHOSTUNREACH")
    #expect(wire.packets.suffix(2).map(\.fate.verdict) == [.noHost, .delivered])
    #expect(wire.packets.last?.from == PacketSeen.router)
  }
}
