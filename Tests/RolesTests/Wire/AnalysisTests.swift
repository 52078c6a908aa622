internal import Foundation
internal import Log
internal import Testing
internal import Wire

@testable import Roles

/// Wireshark's own analysis of real traffic names the same packets as Sockratic's.
@Suite(
  .enabled(
    if: Requirement.wire && Requirement.python && Requirement.tshark,
    "needs a TUN device, python3 and tshark"))
struct AnalysisTests {
  @Test(arguments: [(seed: 3, loss: 0.02), (seed: 4, loss: 0.05), (seed: 5, loss: 0.1)])
  func `retransmissions and duplicate ACKs are those that tshark names`(
    seed: UInt64, loss: Double
  ) throws {
    let wire = try PlainWire(seed: seed)
    wire.set(.loss(loss))
    wire.set(.delay(3_000_000))
    try transfer(on: wire)
    let folder = try TemporaryFolder()
    let file = try wire.save(in: folder)
    let sent = folder.path + "/sent.pcapng"
    let filter = try Program(
      ["tshark", "-r", file, "-Y", "frame.interface_id == 0", "-w", sent])
    #expect(try filter.finish(within: 60) == .status(0))
    // A segment that comes soon after a higher one tshark calls out of order. Here it was sent so, and
    // what is sent with a lower number is sent again.
    let again = [
      "retransmission", "fast_retransmission", "spurious_retransmission", "out_of_order",
    ]
    for (word, fields) in [("retransmission", again), ("duplicate ACK", ["duplicate_ack"])] {
      let field = fields.map { "tcp.analysis.\($0)" }.joined(separator: " || ")
      let named = try PlainWire.tshark(sent, field).compactMap {
        Int($0.split(separator: " ").first ?? "")
      }
      let ours = wire.packets.enumerated().filter { packet in
        packet.element.remarks.contains { $0.contains(word) }
      }.map { $0.offset + 1 }
      #expect(ours == named, "\(word)")
      #expect(!ours.isEmpty)
    }
  }

  @Test func `keepalives of Linux, and the answers to them, are those that tshark names`() throws {
    let wire = try PlainWire()
    let server = try wire.python(on: 2, AnalysisTests.silentServer)
    try server.wait("line", within: 20) { server.outputText.contains("\n") }
    let client = try wire.python(
      on: 1,
      """
      import socket
      s = socket.create_connection(("10.0.0.2", 7000), 20); s.sendall(b"hello")
      s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
      for option in socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL:
        s.setsockopt(socket.IPPROTO_TCP, option, 1)
      s.settimeout(30); s.recv(1)
      """)
    let isOver = {
      _ = wire.settle()
      return wire.packets.count { $0.remarks.contains("answer to the keepalive") } >= 2
    }
    try client.wait("keepalives", within: 20, isOver)
    let folder = try TemporaryFolder()
    let file = try wire.save(in: folder)
    for (remark, field) in [
      ("keepalive", "keep_alive"), ("answer to the keepalive", "keep_alive_ack"),
    ] {
      let named = try PlainWire.tshark(file, "frame.interface_id == 0 && tcp.analysis.\(field)")
      #expect(named.count == wire.packets.count { $0.remarks == [remark] }, "\(named)")
      #expect(named.count >= 2)
    }
  }

  private static let silentServer = """
    import socket
    s = socket.socket(); s.bind(("10.0.0.2", 7000)); s.listen(); print(flush=True)
    c, _ = s.accept()
    while c.recv(65536): pass
    """

  private func transfer(on wire: PlainWire) throws {
    let server = try wire.python(on: 2, AnalysisTests.silentServer)
    try server.wait("line", within: 20) { server.outputText.contains("\n") }
    let client = try wire.python(
      on: 1,
      """
      import socket
      s = socket.create_connection(("10.0.0.2", 7000), 20); s.sendall(b"x" * 300000)
      s.shutdown(socket.SHUT_WR); s.recv(1)
      """)
    #expect(try client.finish(within: 60) == .status(0))
    #expect(try server.finish() == .status(0))
  }
}
