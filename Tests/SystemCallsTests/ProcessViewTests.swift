import Foundation
import Glibc
import SystemCalls
import Testing

@Suite struct ProcessViewTests {
  @Test func `a listener's queue, its backlog and its address are seen`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let view = try ProcessView(pid: getpid())
    let snapshot = try #require(try view.snapshot(of: pair.listener))
    #expect(snapshot.tcpState == .listen)
    #expect(snapshot.isListening)
    #expect(snapshot.local == pair.address)
    #expect(snapshot.remote == nil)
    #expect(snapshot.acceptQueue == 0)
    #expect(snapshot.backlog == 7)
    let second = try pair.calls.socket(family: AF_INET, type: stream, protocolNumber: 0)
    defer { close(second) }
    try pair.calls.connect(second, pair.address)
    try eventually { try view.snapshot(of: pair.listener)?.acceptQueue == 1 }
  }

  @Test(arguments: [SocketAddress.loopback(port: 0), .ipv6(.loopback, port: 0, scope: 0)])
  func `a connection's queues, bytes and states are seen`(local: SocketAddress) throws {
    let pair = try Pair(local)
    defer { withExtendedLifetime(pair) {} }
    let view = try ProcessView(pid: getpid())
    try pair.send("hello", on: pair.client)
    try eventually { try view.snapshot(of: pair.server)?.receiveQueue == 5 }
    let server = try #require(try view.snapshot(of: pair.server))
    #expect(server.tcpState?.name == "ESTABLISHED")
    #expect(server.local == pair.address)
    #expect(server.remote == (try pair.calls.getsockname(pair.client)))
    #expect(server.bytesReceived == 5)
    #expect(server.family == (pair.address.isLoopback && local.description.hasPrefix("[") ? 10 : 2))
    let client = try #require(try view.snapshot(of: pair.client))
    #expect(client.bytesSent == 5)
    #expect(client.peerWindow > 0)
    #expect(client.inode != server.inode)
    try pair.calls.shutdown(pair.client, how: 1)
    try eventually { try view.snapshot(of: pair.server)?.tcpState == .closeWait }
    try eventually { try view.snapshot(of: pair.client)?.tcpState == .finWait2 }
  }

  @Test func `a full window leaves bytes that were not sent`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let view = try ProcessView(pid: getpid())
    let data = [UInt8](repeating: 1, count: 1 << 20)
    var written = 0
    while true {
      let count = data.withUnsafeBytes { Glibc.send(pair.client, $0.baseAddress, $0.count, 0x40) }
      guard count > 0 else { break }
      written += count
    }
    let client = try #require(try view.snapshot(of: pair.client))
    let server = try #require(try view.snapshot(of: pair.server))
    #expect(client.notSent > 0)
    #expect(client.sendQueue >= client.notSent)
    #expect(server.receiveQueue > 0)
    #expect(client.sendQueue + server.receiveQueue >= written)
  }

  @Test func `datagrams that wait and that were dropped are counted`() throws {
    let calls = SocketCalls(observer: Recorder())
    let receiver = try calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    let sender = try calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    defer { for socket in [receiver, sender] { close(socket) } }
    try calls.bind(receiver, .loopback(port: 0))
    let address = try calls.getsockname(receiver)
    let view = try ProcessView(pid: getpid())
    #expect(try view.snapshot(of: sender)?.remote == nil)
    try calls.connect(sender, address)
    #expect(try view.snapshot(of: sender)?.remote == address)
    #expect(try view.snapshot(of: receiver)?.receiveMemory == 0)
    #expect(Glibc.send(sender, "", 0, 0) == 0)
    try eventually { try view.snapshot(of: receiver)?.receiveMemory ?? 0 > 0 }
    #expect(try view.snapshot(of: receiver)?.receiveQueue == 0)
    let data = [UInt8](repeating: 1, count: 60_000)
    for _ in 0..<200 { Glibc.send(sender, data, data.count, 0) }
    try eventually { try view.snapshot(of: receiver)?.drops ?? 0 > 0 }
    #expect(try view.snapshot(of: receiver)?.tcpState == nil)
  }

  @Test func `Unix sockets have names, peers and queues`() throws {
    let calls = SocketCalls(observer: Recorder())
    let name = SocketAddress.unixAbstract(Array("sockratic-view-\(getpid())".utf8))
    let listener = try calls.socket(family: AF_UNIX, type: stream, protocolNumber: 0)
    let client = try calls.socket(family: AF_UNIX, type: stream, protocolNumber: 0)
    defer { for socket in [listener, client] { close(socket) } }
    try calls.bind(listener, name)
    try calls.listen(listener, backlog: 2)
    try calls.connect(client, name)
    let view = try ProcessView(pid: getpid())
    #expect(try view.snapshot(of: listener)?.isListening == true)
    #expect(try view.snapshot(of: client)?.isListening == false)
    #expect(try view.snapshot(of: client)?.remote == name)
    #expect(try view.snapshot(of: client)?.local == .unixUnnamed)
    let server = try calls.accept(listener).0
    defer { close(server) }
    #expect(Glibc.send(client, "abc", 3, 0) == 3)
    #expect(try view.snapshot(of: server)?.receiveQueue == 3)
  }

  @Test func `a descriptor that is no socket, and one that is not open`() throws {
    let view = try ProcessView(pid: getpid())
    let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    #expect(try view.snapshot(of: file) == nil)
    #expect(throws: Errno(EBADF)) { try view.snapshot(of: 100_000) }
    #expect(throws: Errno(EBADF)) { try view.snapshot(of: -1) }
  }

  @Test func `another process's sockets are seen while it sleeps, and its end is noticed`() throws {
    let child = try Child([probe, "accept"])
    let pid = try #require(Int32(child.line()))
    let entry = child.line()
    let number = try #require(Int32(entry.dropFirst("accept(".count).prefix { $0 != "," }))
    let view = try ProcessView(pid: pid)
    try eventually { try view.runState() == UInt8(ascii: "S") }
    let listener = try #require(try view.snapshot(of: number))
    #expect(listener.tcpState == .listen)
    let open = try view.descriptors()
    #expect(open.first { $0.fd == number }?.socketInode == listener.inode)
    #expect(open.first { $0.fd == 1 }.map { $0.socketInode == nil } == true)
    #expect(try view.snapshot(of: number + 1)?.tcpState == .closed)
    #expect(try view.snapshot(of: 1) == nil)
    kill(pid, SIGKILL)
    _ = child.finish()
    #expect(throws: Errno(ESRCH)) { try view.runState() }
    #expect(throws: Errno(ESRCH)) { try view.snapshot(of: number) }
    #expect(throws: Errno.self) { try view.descriptors() }
    #expect(throws: Errno(ESRCH)) { try ProcessView(pid: pid) }
  }

  @Test func `a look leaves nothing open, and keeps its own descriptors at 200 and above`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    let view = try ProcessView(pid: getpid())
    _ = try SocketDiagnosis()
    let inode = try #require(try view.snapshot(of: pair.server)).inode
    for _ in 0..<100 { _ = try view.snapshot(of: pair.server) }
    #expect(try view.descriptors().filter { $0.socketInode == inode }.map(\.fd) == [pair.server])
    let own = try view.descriptors().map(\.fd).filter { $0 >= 200 }
    #expect(own.count >= 3)
  }

  @Test func `the softnet counters are read`() throws {
    let softnet = try SoftnetBacklog()
    #expect(try softnet.counts().waiting >= 0)
    let table = try String(contentsOfFile: "/proc/net/softnet_stat", encoding: .utf8)
    let steered = table.split(separator: "\n").contains {
      Int($0.split(separator: " ")[9], radix: 16) != 0
    }
    #expect(try (softnet.counts().steered > 0) == steered)
  }
}
