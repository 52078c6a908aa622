internal import Foundation
internal import Glibc
internal import Log
internal import Testing

@testable import Roles

/// What a user types about the wire, and sees of it.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct WireCommandTests {
  static let connected = """
    wire up
    role server on bob
    socket tcp; bind *:9000; listen
    role client on alice
    socket tcp
    connect bob:9000
    server> accept

    """

  /// What is printed for the last lines, their own echo left out.
  private func shown(after script: String, _ lines: String) throws -> [Substring] {
    let before = try transcript(of: script + "explain off\n").split(separator: "\n")
    let all = try transcript(of: script + "explain off\n" + lines).split(separator: "\n")
    return all.dropFirst(before.count).filter { !$0.contains("> ") }
  }

  @Test func `a wire is made, listed and taken down`() throws {
    let text = try transcript(
      of: """
        wire
        wire up anna ben
        role server on ben
        role you on anna
        wire loss 5% delay 40ms rate 1mbit
        wire mtu 576 corrupt 0.1% from ben
        wire seed 9
        wire
        wire clear
        wire
        role
        wire down
        wire

        """)
    for part in [
      "  there is no wire; `wire up` makes one",
      "  anna  10.0.0.1  fd00::1\n  ben   10.0.0.2  fd00::2",
      "  anna  10.0.0.1  fd00::1  you\n  ben   10.0.0.2  fd00::2  server",
      "  anna → ben: loss 5%, delay 40ms, rate 1mbit queue 64K",
      "  ben → anna: loss 5%, corrupt 0.1%, delay 40ms, rate 1mbit queue 64K, mtu 576",
      "server\n  seed 9\n  0 packets so far", "host  doing", "server ended: killed by SIGKILL",
    ] { #expect(text.contains(part), "\(part) is missing in\n\(text)") }
    #expect(
      text.hasSuffix("  there is no wire; `wire up` makes one, with the hosts alice and bob\n"))
  }

  @Test func `packets stand between the calls that caused them, the same each time`() throws {
    let script =
      WireCommandTests.connected + """
        explain off
        wire show live
        client> send hello
        wire drop next data
        client> send lost
        server> recv exactly 9
        wait server
        wire show live off
        client> close

        """
    let text = try transcript(of: script)
    let sent = """
      client> send hello
      send(3, "hello", 5, 0) = 5
        alice → bob   PSH-ACK seq 1 ack 1, 5 bytes
        bob → alice   ACK seq 1 ack 6

      """
    #expect(text.contains(sent), "\(text)")
    #expect(text.contains("  alice → bob   PSH-ACK seq 6 ack 1, 4 bytes, dropped\n"), "\(text)")
    #expect(
      text.contains("  alice → bob   PSH-ACK seq 6 ack 1, 4 bytes, retransmission\n"), "\(text)")
    #expect(!text.contains("FIN-ACK"), "\(text)")
    for _ in 1...5 { #expect(try transcript(of: script) == text) }
  }

  @Test func `a list of packets has numbers, times, ports and windows`() throws {
    let lines = try shown(
      after: WireCommandTests.connected, "client> send hello\nwire show\n")
    let first = try #require(lines.first { $0.contains("SYN seq") })
    #expect(
      first.wholeMatch(of: /\s+1  0\.000000  alice:PORT\d → bob:9000\s+SYN seq 0 win \w+/) != nil,
      "\(lines)")
    #expect(lines.contains { $0.hasPrefix("    4  0.") && $0.contains("PSH-ACK seq 1 ack 1 win ") })
  }

  @Test func `a connection that the kernel gave up was not reset`() throws {
    let text = try transcript(
      of: WireCommandTests.connected + """
        client> set user_timeout 300ms
        wire cut
        client> send lost
        client> recv
        wait client for 10s
        server> sockets

        """)
    #expect(text.contains(") = -1 ETIMEDOUT "), "\(text)")
    #expect(text.contains("  client @3   ESTABLISHED → CLOSED\n"), "\(text)")
    #expect(!text.contains("RST"), "\(text)")
  }

  @Test func `whoever is refused on another host is told of the listener by its role's name`()
    throws
  {
    let text = try transcript(
      of: WireCommandTests.connected + "client> socket tcp\nconnect bob:1\nconnect server\n")
    let words = text.replacing("\n  # ", with: " ")
    #expect(words.contains("listens on 0.0.0.0:9000: try `connect server`."), "\(text)")
  }

  @Test func `the wire knows how many packets it has not carried, for whatever reason`() throws {
    let text = try transcript(
      of: WireCommandTests.connected + """
        check wire.dropped == 0
        wire drop next data
        client> send lost
        wait client until client.unacked == 0 for 4s
        check wire.dropped == 1
        wire cut
        client> send "lost, too"
        check wire.dropped >= 2
        let lost = wire.dropped
        wait client until wire.dropped > 2 for 4s

        """)
    #expect(!text.contains("does not hold"), "\(text)")
    let failing = try Program(sockratic: ["run", "-"], input: .text("check wire.dropped == 0\n"))
    #expect(try failing.finish() == .status(1))
    #expect(failing.errorText.contains("there is no wire"), "\(failing.errorText)")
  }

  @Test func `packets are in the JSON log, with all that the README names`() throws {
    let log = try log(of: WireCommandTests.connected + "client> sendto bob:9000 hello\n")
    let packets = log.filter { $0.kind == "packet" }
    #expect(packets.compactMap { $0.number("number") }.prefix(4) == [1, 2, 3, 4])
    let common: Set = [
      "seq", "time", "event", "number", "from", "to", "source", "destination", "protocol", "length",
      "fate", "delay", "copies", "corrupted", "keptBack", "overtakes", "remarks",
    ]
    let segment: Set = ["flags", "sequence", "acknowledgement", "data", "window"]
    for packet in packets { #expect(Set(packet.members.keys) == common.union(segment)) }
    let handshake = packets.prefix(3).map { ($0.members["flags"] as? [String]) ?? [] }
    #expect(handshake == [["SYN"], ["SYN", "ACK"], ["ACK"]])
    let connect = try #require(log.firstIndex { $0.text("call") == "connect" })
    let established = try #require(log.firstIndex { $0.text("to") == "ESTABLISHED" })
    let syn = try #require(log.firstIndex { $0.kind == "packet" })
    #expect(connect < syn && syn < established)
  }

  @Test func `what holds of every packet of a kind is listed, until it is cleared`() throws {
    let text = try transcript(
      of: """
        wire up
        role client on alice
        socket udp
        wire drop every datagram from alice to bob
        wire hold every SYN between alice and bob
        sendto bob:9000 one
        sendto bob:9000 two
        wire show last 1
        wire
        wire clear
        wire
        sendto bob:9000 three
        wire show last 9

        """)
    let standing =
      "  drop every datagram from alice to bob: 2 have come\n"
      + "  hold every SYN between alice and bob\n"
    #expect(text.components(separatedBy: standing).count == 2, "\(text)")
    #expect(text.components(separatedBy: "UDP 3 bytes, dropped").count == 4, "\(text)")
    #expect(text.contains("UDP 5 bytes\n"), "\(text)")
    #expect(!text.contains("left out"), "\(text)")
  }

  @Test func `a packet that was held stands in the list twice, and the list goes on`() throws {
    let lines = try shown(
      after: "wire up\nrole client on alice\nsocket udp\n",
      "wire hold\nsendto bob:9000 one\nsendto bob:9000 two\nwire release\nwire show\n")
    let ends = lines.compactMap { line in
      line.firstRange(of: "UDP ").map { line[$0.upperBound...] }
    }
    #expect(ends == ["3 bytes, held", "3 bytes", "3 bytes, released"], "\(lines)")
  }

  @Test func `a cable that is cut passes nothing until it is mended`() throws {
    let text = try transcript(
      of: """
        wire up
        role server on bob
        socket udp; bind *:9000
        role client on alice
        socket udp; wire show live
        wire cut from alice
        sendto bob:9000 one
        wire mend from alice
        sendto bob:9000 two
        server> recv

        """)
    #expect(text.contains("  alice → bob   UDP 3 bytes, lost: cut\n"), "\(text)")
    #expect(text.contains("recv(3, \"two\", 4096, 0) = 3"), "\(text)")
  }

  @Test(arguments: [
    ("wire loss 5%", "there is no wire"), ("wire save x.pcapng", "there is no wire"),
    ("wire down", "there is no wire"), ("role client on bob", "there is no wire"),
    ("wire release", "there is no wire"), ("wire seed 1", "there is no wire"),
    ("wire drop next SYN", "there is no wire"), ("wire up\nwire up", "the wire is up"),
    ("wire up\nrole client on carl", "no host is called “carl”"),
    ("wire up\nwire loss 1% from carl", "no host is called “carl”"),
    ("wire up; wire loss 1% from carl", "no host is called carl"),
    ("wire up; role client on alice\nrole client on bob", "client is already on alice"),
    (
      "role client\nwire up\nrole client on bob",
      "client is already on this machine, and on no host"
    ),
    ("alice> socket tcp\nwire up alice bob", "“alice” is a role"),
    ("alice>\nwire up", "alice is"), ("wire up\nrole bob", "“bob” is a host"),
    ("wire up\nwire release", "no packet is held"),
    ("wire up\nsocket tcp\nconnect bob:9000", "reached from the wire alone"),
    ("wire up\nwire save /nonexistent/a.pcapng", "cannot be written"),
    ("wire up\nwire save /dev", "cannot be written"),
    (
      "wire up\nrole server on bob\nsocket tcp; bind 9000; listen\nrole client on alice\n"
        + "socket tcp; connect server", "bound to the loopback of its host bob"
    ),
    ("wire up\nwire down\nrole client on bob", "there is no wire"),
  ])
  func `what cannot be done is said, with a next step`(_ script: String, _ reason: String) throws {
    let program = try Program(sockratic: ["run", "-"], input: .text(script + "\n"))
    #expect(try program.finish(within: 60) == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
    let lines = program.errorText.split(separator: "\n")
    // What the system says of a file stands for itself.
    #expect(lines.count > 3 || reason == "cannot be written", "no advice: \(program.errorText)")
  }

  @Test func `the same seed has the same datagrams lost, another has others`() throws {
    func fates(seed: Int) throws -> [String] {
      let log = try log(
        of: """
          wire up
          role client on alice
          socket udp
          wire seed \(seed)
          wire loss 30%
          repeat 60 { sendto bob:9000 x }

          """)
      return log.filter { $0.text("protocol") == "udp" }.compactMap { $0.text("fate") }
    }
    let first = try fates(seed: 3)
    #expect(first.count == 60)
    #expect((6...30).contains(first.count { $0 == "lost" }))
    #expect(try fates(seed: 3) == first)
    #expect(try fates(seed: 4) != first)
  }

  @Test func `a flood of packets is a few lines`() throws {
    let text = try transcript(
      of: WireCommandTests.connected + """
        wire show live
        server> recv exactly 2M discard
        client> send all zeros 2M
        wait server

        """)
    let lines = text.split(separator: "\n").filter { $0.contains("alice →") }
    #expect(lines.count < 40, "\(lines.count)")
    #expect(lines.contains { $0.contains("× ") }, "\(lines)")
  }
}
