internal import Foundation
internal import Glibc
internal import Log
internal import SystemCalls
internal import Testing
internal import Wire

@testable import Roles

/// What `info` and `queues` say of bytes is what crossed the wire: without SYN, FIN and repeats.
@Suite(.enabled(if: Requirement.wire, "needs a TUN device"))
struct AccountTests {
  /// Of the data that one host sent to the other: how much was new and how much sent again, and what
  /// of the new the acknowledgements that got through cover.
  private struct Crossed: Equatable {
    var new = 0
    var again = 0
    var acknowledged = 0

    init(_ packets: [PacketSeen], from host: String) {
      var hasFIN = false
      for packet in packets {
        guard case .tcp(let segment) = packet.content, !segment.flags.contains("S") else {
          continue
        }
        if packet.from == host {
          let end = segment.sequence - 1 + segment.length
          let fresh = segment.length == 0 ? 0 : max(0, end - new)
          (new, again) = (new + fresh, again + segment.length - fresh)
          hasFIN = hasFIN || segment.flags.contains("F")
        } else if packet.fate.verdict == .delivered {
          acknowledged = max(acknowledged, (segment.acknowledgement ?? 1) - 1)
        }
      }
      if hasFIN, acknowledged > new { acknowledged = new }
    }

    init(_ info: TCPInfo) {
      new = info.dataSent
      again = info[.bytesRetransmitted]
      acknowledged = info.dataAcknowledged
    }
  }

  private func info(_ wire: StagedWire, _ role: String, _ fd: Int32) throws -> TCPInfo {
    try #require(wire.stage.tcpInfo(of: SocketKey(role: role, fd: fd)))
  }

  private func expectTruth(
    _ wire: StagedWire, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let ends: [(String, Int32, String)] = [("client", 3, "alice"), ("server", 4, "bob")]
    for (role, fd, host) in ends {
      let told = Crossed(try info(wire, role, fd))
      #expect(told == Crossed(wire.packets, from: host), "\(role)", sourceLocation: location)
    }
  }

  @Test func `what the wire doubles is told by the peer, and was not sent again`() throws {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines(
      "wire duplicate 100%", "client> connect server", "server> accept", "client> send hello")
    try wire.lines("server> recv @4", "client> send again", "server> recv @4")
    let told = try info(wire, "client", 3)
    #expect(told[.cameTwice] > 0 && told[.totalRetransmits] == 0, "\(told)")
  }

  private func connected() throws -> StagedWire {
    let wire = try StagedWire(serverListening: "tcp")
    try wire.lines("client> connect bob:9000", "server> accept")
    return wire
  }

  @Test func `a segment that is sent again, a FIN and a SYN change nothing in what was sent`()
    throws
  {
    let wire = try connected()
    try expectTruth(wire)
    try wire.order(.drop, .data)
    try wire.lines("client> send 12345", "server> recv exactly 5", "server> send abc")
    try wire.lines("client> recv exactly 3", "wait client until client@3.unacked == 0")
    try expectTruth(wire)
    #expect(try info(wire, "client", 3)[.bytesRetransmitted] == 5)
    try wire.lines("client> shutdown write", "wait server until server@4.state == CLOSE_WAIT")
    try wire.lines(#"server> send "more""#, "client> recv exactly 4")
    try wire.lines("wait server until server@4.unacked == 0")
    #expect(wire.state("client", 3) == .finWait2)
    try expectTruth(wire)
    #expect(try info(wire, "client", 3).dataAcknowledged == 5)
    #expect(try info(wire, "server", 4).dataAcknowledged == 7)
  }

  @Test func `what is not acknowledged is told in FIN_WAIT_1 and CLOSE_WAIT, the FIN apart`() throws
  {
    let wire = try connected()
    try wire.lines("wire drop every ACK from bob", "client> send 12345", "client> shutdown write")
    let sender = try info(wire, "client", 3)
    #expect(sender.state == .finWait1)
    #expect(sender.dataSent == 5 && sender.dataAcknowledged == 0 && !sender.isFINWaiting)
    try wire.lines("wire clear", "wire drop every ACK from alice", "server> send abc")
    let other = try info(wire, "server", 4)
    #expect(other.state == .closeWait)
    #expect(other.dataSent == 3 && other.dataAcknowledged == 0)
  }

  @Test(.enabled(if: Requirement.python, "needs python3"))
  func `a peer in python has received what info says was acknowledged, with loss on the way`()
    throws
  {
    let wire = try StagedWire(roles: [("client", on: "alice")], seed: 5)
    let hosts = try #require(wire.stage.hosts)
    let space = try #require(hosts.host(hosts.first + 1)).space
    let peer = try Program(
      [
        "nsenter", "--net=/proc/\(getpid())/fd/\(space.number)", "python3", "-c",
        """
        import socket, struct
        s = socket.socket(); s.bind(("10.0.0.2", 7000)); s.listen(); print(flush=True)
        c, _ = s.accept(); n = 0
        while n < 300001: n += len(c.recv(65536))
        # tcpi_bytes_acked and tcpi_bytes_received stand at 120 and 128 of struct tcp_info.
        print(struct.unpack_from("Q", c.getsockopt(6, 11, 256), 128)[0], flush=True)
        c.recv(1)
        """,
      ])
    try peer.wait("line", within: 20) { peer.outputText.contains("\n") }
    try wire.set(.loss(0.03))
    try wire.lines("client> socket tcp", "client> connect bob:7000")
    try wire.lines("client> send all zeros 300000", "client> send x")
    try wire.lines("wait client until client@3.unacked == 0")
    try peer.wait("figure", within: 20) { peer.outputText.hasSuffix("1\n") }
    let told = try info(wire, "client", 3)
    #expect(peer.outputText.split(separator: "\n") == ["300001"])
    #expect(told.dataSent == 300_001 && told.dataAcknowledged == 300_001)
    #expect(told[.bytesRetransmitted] > 0 && told[.bytesSent] > told.dataSent)
    #expect(told[.bytesAcked] == 300_002, "the kernel counts the SYN")
  }

  @Test func `info and queues say what of SYN and FIN is not acknowledged, in words`() throws {
    let text = try transcript(
      of: """
        wire up
        role server on bob
        socket tcp; bind *:9000; listen
        role client on alice
        socket tcp; nonblocking on
        wire drop every SYN
        connect bob:9000
        queues
        info
        wire clear
        wait client until client.state == ESTABLISHED for 4s
        wire drop every FIN
        shutdown write
        queues
        info
        sockets

        """
    ).replacing("\n             ", with: " ").replacing("\n                 ", with: " ")
    let queues = text.components(separatedBy: "> queues\n").dropFirst()
    #expect(
      queues.first?.contains("send queue 0 bytes; the SYN is not acknowledged") == true, "\(text)")
    #expect(
      queues.last?.contains("send queue 0 bytes; the FIN is not acknowledged") == true, "\(text)")
    #expect(text.contains("1 segment not acknowledged (unacked), the SYN"), "\(text)")
    #expect(text.contains("1 segment not acknowledged (unacked), the FIN"), "\(text)")
    #expect(text.contains("0 bytes, 0 acknowledged"), "\(text)")
    #expect(text.contains("FIN_WAIT_1  recv 0 send 0"), "\(text)")
    #expect(!text.contains("send queue 0 → "), "\(text)")
  }
}
