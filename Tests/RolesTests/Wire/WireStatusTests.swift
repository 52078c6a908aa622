internal import Foundation
internal import Log
internal import Testing

@testable import Roles

/// What `wire` says of what waits, of what is held and of what was recorded.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct WireStatusTests {
  /// What is printed, without line breaks in notes.
  private func words(of script: String) throws -> String {
    try transcript(of: script).replacing("\n  # ", with: "\n# ").replacing("\n# ", with: " ")
  }

  @Test func `what waits for its packet is listed with what has come, and what is held`() throws {
    let text = try transcript(
      of: """
        wire up
        role client on alice
        socket udp
        wire drop 3rd datagram from alice
        wire drop next SYN between alice and bob
        wire hold every RST
        wire
        wire hold
        sendto bob:9000 one
        sendto bob:9000 second
        wire
        sendto bob:9000 three
        wire release
        wire

        """)
    let orders = "  drop next SYN between alice and bob\n  hold every RST\n  seed 1\n"
    for part in [
      "  drop 3rd datagram from alice\n\(orders)  0 packets so far\n",
      "  drop 3rd datagram from alice: 2 have come\n\(orders)  3 packets so far, 1 held\n"
        + "  alice → bob   UDP 3 bytes, held\n",
      "client\n  bob    10.0.0.2  fd00::2\n\(orders)  5 packets so far\n",
    ] { #expect(text.contains(part), "\(part) is missing in\n\(text)") }
    #expect(text.hasSuffix("so far\n"))
  }

  @Test func `of many held packets the first are listed, and the others counted`() throws {
    let text = try transcript(
      of: """
        wire up
        role client on alice
        socket udp
        wire hold every datagram
        repeat 12 { sendto bob:9000 x }
        wire

        """)
    #expect(text.contains("  hold every datagram: 12 have come\n"), "\(text)")
    #expect(text.contains("12 packets so far, 12 held\n"), "\(text)")
    #expect(text.hasSuffix("UDP 1 byte, held\n  and 4 more\n"), "\(text)")
  }

  @Test func `clear leaves held packets in the hand, and says so`() throws {
    let text = try words(
      of: """
        wire up
        role server on bob
        socket udp; bind *:9000
        role client on alice
        socket udp
        wire hold every datagram
        sendto bob:9000 one
        wire clear from alice
        sendto bob:9000 two
        wire clear
        wire clear from alice
        wire release 1
        wire clear
        wire release
        wire clear
        server> recv
        recv

        """)
    #expect(text.contains("wire clear 2 packets are still held: `wire release` lets them go"))
    #expect(text.contains("wire clear 1 packet is still held: `wire release` lets it go"))
    #expect(text.components(separatedBy: "still held").count == 3, "\(text)")
    #expect(text.contains("\"one\"") && text.contains("\"two\""), "\(text)")
  }

  @Test func `below IPv6's own least MTU it is said what becomes of its packets`() throws {
    let text = try words(
      of: """
        wire up
        role client on alice
        socket udp6
        wire show live
        wire mtu 576
        sendto [fd00::2]:9000 zeros 800
        wire mtu 1280
        sendto [fd00::2]:9000 zeros 800

        """)
    #expect(
      text.contains("wire mtu 576 IPv6 relies on 1280 bytes (RFC 8200): the router can ask for no"),
      "\(text)")
    let live = text.replacing("\n    ", with: " ")
    for part in [
      "  alice → bob   UDP 800 bytes, IPv6 relies on an MTU of 1280, refused: too big\n",
      "  router → alice ICMP packet too big, MTU 1280: IPv6 has none less\n",
      "  alice → bob   UDP 800 bytes\n",
    ] { #expect(live.contains(part), "\(part) is missing in\n\(text)") }
    #expect(text.contains("wire mtu 1280\n"), "\(text)")
  }

  @Test func `the router's packets are in the log, behind what they are about`() throws {
    let log = try log(
      of: "wire up\nrole client on alice\nsocket udp\nsendto 10.0.0.9:9 x\nwire mtu 576\n"
        + "connect bob:9\nsend zeros 1000\n")
    let packets = log.filter { $0.kind == "packet" }
    #expect(packets.compactMap { $0.text("from") } == ["alice", "router", "alice", "router"])
    #expect(packets.compactMap { $0.number("number") } == [1, 2, 3, 4])
    #expect(packets.compactMap { $0.text("fate") }[1] == "delivered")
    #expect(packets.compactMap { $0.number("code") } == [1, 4])
    #expect(packets.map { $0.text("to") }[3] == "alice")
  }

  @Test(.enabled(if: Requirement.tshark, "needs tshark"))
  func `the filter that save names shows each packet once, those of the router among them`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/saved.pcapng"
    let text = try words(
      of: """
        wire up
        role client on alice
        socket udp
        wire loss 100% from alice
        sendto bob:9000 lost
        wire clear
        sendto bob:9000 refused
        sendto 10.0.0.9:9000 nowhere
        wire save \(path)

        """)
    let filter = try #require(text.firstMatch(of: /in Wireshark, `([^`]+)` shows one side/)).output
      .1
    let sent = try PlainWire.tshark(path, String(filter))
    // One that was lost, one and bob's answer, one and the router's.
    #expect(sent.count == 5, "\(sent)")
    #expect(sent.last?.contains("10.0.0.254") == true, "\(sent)")
    #expect(try PlainWire.tshark(path, "frame").count == 8)
    #expect(text.contains("each packet twice"))
  }

  @Test func `what was recorded is there until the next wire, in wire show and in wire save`()
    throws
  {
    let folder = try TemporaryFolder()
    let (during, after) = (folder.path + "/during.pcapng", folder.path + "/after.pcapng")
    let text = try transcript(
      of: """
        wire up
        role client on alice
        socket udp
        sendto bob:9000 hello
        wire save \(during)
        wire show
        wire down
        wire show
        wire save \(after)
        wire up
        wire show
        wire down
        wire show

        """)
    #expect(text.components(separatedBy: "UDP 5 bytes").count == 3, "\(text)")
    #expect(text.components(separatedBy: "no packet has crossed the wire").count == 3, "\(text)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: during)).count > 200)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: during))
        == Data(contentsOf: URL(fileURLWithPath: after)))
  }

  /// In a network of the test's own: what is not refused leads nowhere.
  @Test(
    .enabled(if: Requirement.ownNetwork, "needs unshare and ip"),
    arguments: [
      "socket tcp; connect 10.0.0.1:9000", "socket tcp6; connect [::ffff:10.0.0.2]:9000",
      "socket tcp6; connect [fd00::1]:9000", "socket udp; sendto 10.0.0.2:9000 x",
      "socket udp; sendmsg to 10.0.0.2:9000 x", "socket udp; sendmmsg to 10.0.0.2:9000 a and b",
      "probe 10.0.0.1 80", "fuzz 10.0.0.1:80 x times 1",
    ])
  func `off the wire nothing goes to an address of the wire's`(line: String) throws {
    let script = "role on_wire on alice\nyou> \(line)\n"
    let program = try Program(
      Requirement.inOwnNetwork + [Program.sockratic, "run", "--json", "-"],
      input: .text("wire up\n" + script))
    #expect(try program.finish(within: 60) == .status(1))
    #expect(
      program.errorText.contains("on the wire, and you are not there"), "\(program.errorText)")
    #expect(program.errorText.contains("`role NAME on alice` puts a new role on the wire"))
    let calls = try events(of: program).filter { $0.kind == "called" }
    #expect(calls.allSatisfy { $0.text("call") == "socket" })
  }

  @Test(.enabled(if: Requirement.ownNetwork, "needs unshare and ip"))
  func `whoever means the machine's own network says so, and without a wire nobody has to`() throws
  {
    let text = try transcript(
      of: """
        socket udp
        connect 10.0.0.1:9000
        ! ENETUNREACH
        wire up
        connect 10.0.0.3:9000
        ! ENETUNREACH
        allow 10.0.0.1
        connect 10.0.0.1:9000
        ! ENETUNREACH
        role client on alice
        socket udp; connect 10.0.0.1:9000

        """, within: Requirement.inOwnNetwork)
    #expect(text.hasSuffix("connect(3, 10.0.0.1:9000) = 0\n") || text.contains("= 0\n"), "\(text)")
  }
}
