internal import Foundation
internal import Glibc
internal import Log
internal import SystemCalls
internal import Testing
internal import Wire

@testable import Roles

/// The wire process with programs on its hosts that know nothing of Sockratic.
@Suite(.enabled(if: Requirement.wire && Requirement.python, "needs a TUN device and python3"))
struct WireProcessTests {
  private static let addresses = [
    "AF_INET": ("10.0.0.1", "10.0.0.2"), "AF_INET6": ("fd00::1", "fd00::2"),
  ]

  @Test(arguments: ["AF_INET", "AF_INET6"])
  func `TCP's bytes arrive whole and in order between two hosts`(family: String) throws {
    let wire = try PlainWire()
    let (_, bob) = try #require(Self.addresses[family])
    let server = try wire.python(
      on: 2,
      """
      import socket, sys, hashlib
      s = socket.socket(socket.\(family)); s.bind(("\(bob)", 0)); s.listen()
      print(s.getsockname()[1], flush=True)
      c, peer = s.accept(); h = hashlib.sha256()
      while d := c.recv(65536): h.update(d)
      c.sendall(h.hexdigest().encode()); c.close(); print(peer[0])
      """)
    try server.wait("port", within: 20) { server.outputText.contains("\n") }
    let port = server.outputText.prefix { $0 != "\n" }
    let client = try wire.python(
      on: 1,
      """
      import socket, random, hashlib
      s = socket.create_connection(("\(bob)", \(port)), 20); data = random.Random(1).randbytes(3000000)
      s.sendall(data); s.shutdown(socket.SHUT_WR)
      print(s.recv(100).decode() == hashlib.sha256(data).hexdigest(), s.getsockname()[0])
      """)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "True \(try #require(Self.addresses[family]).0)\n")
    #expect(try server.finish() == .status(0))
  }

  @Test(arguments: ["AF_INET", "AF_INET6"])
  func `a datagram and its answer cross the wire, and nothing else does`(family: String) throws {
    let wire = try PlainWire()
    let (alice, bob) = try #require(Self.addresses[family])
    let echo = try wire.python(
      on: 2,
      """
      import socket
      s = socket.socket(socket.\(family), socket.SOCK_DGRAM); s.bind(("\(bob)", 0))
      print(s.getsockname()[1], flush=True)
      d, peer = s.recvfrom(9000); s.sendto(d + b"!", peer)
      """)
    try echo.wait("port", within: 20) { echo.outputText.contains("\n") }
    let port = try #require(UInt16(echo.outputText.prefix { $0 != "\n" }))
    let client = try wire.python(
      on: 1,
      """
      import socket
      s = socket.socket(socket.\(family), socket.SOCK_DGRAM); s.settimeout(20)
      s.sendto(b"x" * 100, ("\(bob)", \(port))); print(len(s.recv(9000)))
      """)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(client.outputText == "101\n")
    let settled = try #require(wire.settle())
    #expect(settled == (2, 0, 0))
    #expect(wire.packets.map(\.content) == [.udp(length: 100), .udp(length: 101)])
    #expect(wire.packets.map(\.from) == ["alice", "bob"])
    #expect(wire.packets.map(\.to) == ["bob", "alice"])
    #expect(wire.packets[0].source.with(port: 0).description.contains(alice))
    #expect(wire.packets[0].destination.port == port)
  }

  @Test func `ping is answered over IPv4 and IPv6, and by no host that is not there`() throws {
    let wire = try PlainWire(["alice", "bob", "carol"])
    for address in ["10.0.0.3", "fd00::3"] {
      let ping = try wire.python(on: 1, Self.ping(address))
      #expect(try ping.finish() == .status(0), "\(ping.errorText)")
      #expect(ping.outputText == "answered by \(address)\n")
    }
    let stranger = try wire.python(on: 1, Self.ping("10.0.0.9"))
    _ = try stranger.finish()
    #expect(stranger.outputText == "EHOSTUNREACH\n")
  }

  /// An echo request on a socket of ping's kind.
  private static func ping(_ address: String) -> String {
    """
    import errno, socket
    six = ":" in "\(address)"
    s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM, 58 if six else 1)
    s.settimeout(20)
    s.setsockopt(*((41, 25, 1) if six else (0, 11, 1)))
    s.connect(("\(address)", 0))
    s.send(bytes([128 if six else 8, 0, 0, 0, 0, 0, 0, 1]) + b"hello")
    try: d, peer = s.recvfrom(100); print("answered by", peer[0])
    except OSError as e: print(errno.errorcode[e.errno])
    """
  }

  @Test(.enabled(if: Requirement.tshark, "needs tshark"))
  func `tshark finds nothing wrong with what was recorded`() throws {
    let wire = try PlainWire()
    let families = [("AF_INET", "10.0.0.2"), ("AF_INET6", "fd00::2")]
    for (family, bob) in families { try exchange(on: wire, family, bob) }
    wire.set(.loss(0.05))
    wire.set(.delay(2_000_000))
    for (family, bob) in families { try exchange(on: wire, family, bob) }
    let folder = try TemporaryFolder()
    let file = try wire.save(in: folder)
    let bad = try PlainWire.tshark(
      file,
      "_ws.malformed || tcp.checksum.status == 0 || udp.checksum.status == 0"
        + " || ip.checksum.status == 0")
    #expect(bad == [])
    let lost = wire.packets.filter { $0.fate.verdict == .lost }.count
    #expect(lost > 0)
    let sent = try PlainWire.tshark(file, "frame.interface_id == 0")
    #expect(sent.count == wire.packets.count)
    let commented = try PlainWire.tshark(file, "frame.comment == \"lost\"")
    #expect(commented.count == lost)
    let arrived = try PlainWire.tshark(file, "frame.interface_id == 1")
    #expect(arrived.count <= sent.count - lost && arrived.count > 0)
  }

  private func exchange(on wire: PlainWire, _ family: String, _ bob: String) throws {
    let server = try wire.python(
      on: 2,
      """
      import socket
      s = socket.socket(socket.\(family)); s.bind(("\(bob)", 0)); s.listen()
      u = socket.socket(socket.\(family), socket.SOCK_DGRAM); u.bind(("\(bob)", s.getsockname()[1]))
      print(s.getsockname()[1], flush=True)
      c, _ = s.accept()
      while d := c.recv(65536): c.sendall(d[:100])
      """)
    try server.wait("port", within: 20) { server.outputText.contains("\n") }
    let port = server.outputText.prefix { $0 != "\n" }
    let client = try wire.python(
      on: 1,
      """
      import socket
      s = socket.create_connection(("\(bob)", \(port)), 20)
      u = socket.socket(socket.\(family), socket.SOCK_DGRAM)
      for n in range(50): u.sendto(b"u" * n * 20, ("\(bob)", \(port)))
      s.sendall(b"x" * 200000); s.shutdown(socket.SHUT_WR)
      while s.recv(65536): pass
      """)
    #expect(try client.finish() == .status(0), "\(client.errorText)")
    #expect(try server.finish() == .status(0))
  }

  @Test func `a delay is kept within a millisecond`() throws {
    let wire = try PlainWire()
    wire.set(.delay(20_000_000))
    let ping = try wire.python(
      on: 1,
      """
      import select, socket, time
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1); s.settimeout(20)
      s.connect(("10.0.0.2", 0)); took = []
      for n in range(40):
          t = time.monotonic(); s.send(bytes([8, 0, 0, 0, 0, 0, 0, n])); s.recv(100)
          took.append((time.monotonic() - t) * 1000)
      late = []  # how late a busy machine wakes anybody: five wake up for one answer
      for _ in range(40):
          t = time.monotonic(); select.select([], [], [], 0.005)
          late.append((time.monotonic() - t) * 1000 - 5)
      print(min(took), sorted(took)[10], sorted(late)[20])
      """)
    #expect(try ping.finish() == .status(0), "\(ping.errorText)")
    let times = ping.outputText.split(separator: " ").compactMap {
      Double($0.trimmingCharacters(in: .newlines))
    }
    #expect(times[0] >= 40)
    #expect(times[1] < 42 + 5 * times[2], "\(times)")
  }

  @Test func `nothing is said on a wire that nobody uses`() throws {
    let wire = try PlainWire()
    // What a host would say by itself it says when its device comes up: within a second or so.
    let second = try wire.python(on: 1, "import time; time.sleep(1.5)")
    #expect(try second.finish() == .status(0))
    #expect(try #require(wire.settle()) == (0, 0, 0))
  }

  @Test(arguments: [("AF_INET", "10.0.0.2"), ("AF_INET6", "fd00::2")])
  func `what is too big for the wire is told so by ICMP, and TCP sends it in smaller segments`(
    family: String, bob: String
  ) throws {
    let wire = try PlainWire()
    wire.set(.mtu(1300))
    try exchange(on: wire, family, bob)
    _ = try #require(wire.settle())
    let refused = wire.packets.filter { $0.fate.verdict == .tooBig }
    #expect(!refused.isEmpty)
    #expect(refused.allSatisfy { $0.length > 1300 })
    let arrived = wire.packets.filter { $0.fate.verdict == .delivered }
    #expect(arrived.map(\.length).max() == 1300)
  }
}
