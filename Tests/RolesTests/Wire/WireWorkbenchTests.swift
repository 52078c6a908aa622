internal import Foundation
internal import Log
internal import Testing

@testable import Roles

/// Partners, probes and inputs on the wire.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct WireWorkbenchTests {
  @Test(arguments: [
    ("peer echo on bob", "socket tcp", "10.0.0.2"),
    ("peer echo on 10.0.0.2:0", "socket tcp", "10.0.0.2"),
    ("peer echo on [fd00::2]:0", "socket tcp6", "[fd00::2]"),
    ("peer echo udp on bob", "socket udp", "10.0.0.2"),
  ])
  func `a partner on a host answers across the wire`(
    peer: String, socket: String, address: String
  ) throws {
    let text = try transcript(
      of: """
        wire up
        \(peer)
        role client on alice
        \(socket)
        connect echo
        send hello
        expect "hello" within 5s
        peer stop echo
        wire

        """)
    #expect(text.contains(" is at \(address):"), "\(text)")
    #expect(text.contains("connect(3, \(address):"), "\(text)")
    #expect(!text.contains("gave up") && text.contains("is stopped: "), "\(text)")
  }

  @Test func `the router answers a ping, refuses what else it is sent, and is no host's name`()
    throws
  {
    let text = try transcript(
      of: """
        wire up
        role client on alice
        socket icmp
        connect 10.0.0.254:0
        send hex 0800000000000001
        recv
        close
        socket udp
        connect 10.0.0.254:7
        send hello
        wire show
        getaddrinfo bob

        """)
    #expect(text.contains("alice → router") && text.contains("router → alice"), "\(text)")
    #expect(
      text.contains("bob is a host of the wire, a name that Sockratic alone knows"), "\(text)")
  }

  @Test func `a lost segment to a partner is waited for`() throws {
    let text = try transcript(
      of: """
        wire up
        peer echo on bob
        role client on alice
        socket tcp; connect echo
        wire drop next data from bob
        send hello
        expect "hello" within 5s
        wire show

        """)
    #expect(text.contains("bob:PORT1 → alice:PORT2") && text.contains("retransmission"), "\(text)")
  }

  @Test(arguments: [
    ("wire up; peer echo on bob; socket tcp; connect echo", "echo is on a host, which is reached"),
    (
      "wire up; peer echo; role client on alice; socket tcp; connect echo",
      "echo is on this machine, and a host on the wire reaches only the wire"
    ),
    (
      "wire up; server> socket tcp; bind 0; listen; role client on alice; socket tcp; connect server",
      "server is on this machine, and a host on the wire reaches only the wire"
    ),
    ("wire up; peer http on carl", "a partner is at an IPv4 or IPv6 address"),
    ("peer http on bob", "there is no wire"),
    ("wire up; role client on alice; socket tcp; connect carol:9000", "no host is called carol"),
    ("wire up; probe bob 9000", "bob is a host, which is reached from the wire alone"),
  ])
  func `what is out of reach is said, with a next step`(statements: String, reason: String) throws {
    let script = statements.replacing("; ", with: "\n") + "\n"
    let program = try Program(sockratic: ["run", "-"], input: .text(script))
    #expect(try program.finish(within: 60) == .status(1))
    #expect(program.errorText.contains(reason), "\(program.errorText)")
    #expect(program.errorText.split(separator: "\n").count > 3, "no advice: \(program.errorText)")
  }

  @Test func `the end of the wire is the end of the partners on it, and of no others`() throws {
    let text = try transcript(
      of: """
        peer discard
        wire up
        peer echo on bob
        wire down
        peer

        """)
    let after = text.components(separatedBy: "> wire down\n").last ?? ""
    #expect(after.contains("127.0.0.1:") && !after.contains("10.0.0.2:"), "\(text)")
  }

  @Test func `a probe goes out from the host of the current role`() throws {
    let text = try transcript(
      of: """
        wire up
        role server on bob
        socket tcp; bind *:9000; listen
        role client on alice
        probe bob 8999-9000
        probe 127.0.0.1 9000
        probe fd00::2 9000
        wire cut
        probe 10.0.0.2 9000 within 200ms

        """)
    let answers = text.components(separatedBy: "probe ").dropFirst()
    let expected = [
      ["1 open", "1 closed"], ["1 closed"], ["1 closed"], ["1 filtered"],
    ]
    try #require(answers.count == expected.count, "\(text)")
    for (answer, parts) in zip(answers, expected) {
      for part in parts { #expect(answer.contains(part), "\(part) is missing in\n\(answer)") }
    }
  }

  @Test(arguments: [
    ("wire cut", "has lost"), ("wire cut from bob", "has lost"),
    ("wire drop every SYN", "has lost"), ("wire hold every SYN-ACK", "holds"),
  ])
  func `a probe that the wire lets nowhere blames no firewall`(order: String, verb: String) throws {
    let text = try transcript(
      of: """
        wire up
        role server on bob
        socket tcp; bind *:9000; listen
        role client on alice
        \(order)
        probe 10.0.0.2 9000 within 200ms
        wire clear
        probe 10.0.0.2 9000

        """
    ).replacing("\n  # ", with: " ")
    #expect(
      text.contains(
        "9000  filtered  -        no answer: \(verb == "holds" ? "held" : "lost") on the wire"),
      "\(text)")
    #expect(text.contains("The wire \(verb) the SYNs, or what was answered:"), "\(text)")
    #expect(!text.contains("firewall") && !text.contains("sent again after"), "\(text)")
    #expect(text.contains("1 open"), "\(text)")
  }

  @Test func `a broadcast is seen to arrive at every host`() throws {
    let text = try transcript(
      of: """
        wire up alice bob carl
        role one on bob
        socket udp; bind *:9000
        role two on carl
        socket udp; bind *:9000
        role client on alice
        socket udp; set SO_BROADCAST on
        sendto 10.0.0.255:9000 hello

        """)
    let after = text.components(separatedBy: "> sendto").last ?? ""
    #expect(after.contains("  one @3      receive queue 0 → 5\n"), "\(text)")
    #expect(after.contains("  two @3      receive queue 0 → 5\n"), "\(text)")
  }

  @Test func `what is tried on a service goes out from the host, too`() throws {
    let text = try transcript(
      of: """
        wire up
        peer rude on 10.0.0.2:9000
        role client on alice
        fuzz bob:9000 "hello" times 20 seed 1

        """)
    #expect(text.contains("fuzz 10.0.0.2:9000, seed 1"), "\(text)")
    #expect(!text.contains("needs your word") && !text.contains("nobody answers"), "\(text)")
  }
}
