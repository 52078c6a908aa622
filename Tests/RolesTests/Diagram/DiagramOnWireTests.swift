internal import Foundation
internal import Log
internal import Testing

@testable import Views

/// On the wire every packet is an arrow: tshark counts the same.
@Suite(
  .enabled(
    if: Requirement.wire && Requirement.tshark, "needs a TUN device and tshark"))
struct DiagramOnWireTests {
  @Test(arguments: [1, 2, 3])
  func `every packet that tshark lists is drawn, as it left and as it arrived`(
    _ seed: UInt64
  ) throws {
    let wire = try StagedWire(serverListening: "tcp", seed: seed)
    try wire.lines(
      "wire loss 5%", "wire duplicate 10%", "wire delay 2ms", "wire drop next SYN",
      "client> connect bob:9000", "wait client for 10s", "server> accept", "wire clear",
      "wire duplicate 20%", "wire delay 1ms")
    for message in 1...20 { try wire.lines("client> send \"message \(message)\"") }
    try wire.lines(
      "server> recv", "server> send @4 back", "client> recv", "wire hold next data",
      "client> send held", "wire release", "client> close", "server> recv all", "server> close @4")
    let folder = try TemporaryFolder()
    let file = folder.path + "/all.pcapng"
    try wire.lines("wire save \(file)")
    var builder = DiagramBuilder(most: 10_000)
    for event in wire.events { builder.take(event) }
    let arrows = builder.diagram.arrows
    try expectSame(arrows, file)
    expectPairs(arrows, wire.events)
  }

  /// Held packets are sent once, and come again in the log when they are let go.
  private func expectSame(_ arrows: [Diagram.Arrow], _ file: String) throws {
    let left = arrows.filter { $0.fate != .arrivesAgain && $0.verdict != .released }
    let arrived = arrows.filter { [.arrives, .arrivesAgain].contains($0.fate) }
    #expect(left.count == (try PlainWire.tshark(file, "frame.interface_id == 0").count))
    #expect(arrived.count == (try PlainWire.tshark(file, "frame.interface_id == 1").count))
    #expect(arrows.contains { $0.fate == .stops } && arrows.contains { $0.fate == .arrivesAgain })
    #expect(arrows.allSatisfy { ($0.fate == .held) == ($0.verdict == .held) })
    #expect(arrows.contains { $0.verdict == .held } && arrows.contains { $0.verdict == .released })
  }

  /// Each is one packet of the log, between the columns of those who are at its addresses.
  private func expectPairs(_ arrows: [Diagram.Arrow], _ log: [Event]) {
    for arrow in arrows {
      guard case .packet(let packet) = arrow.content else {
        Issue.record("\(arrow.content) is no packet")
        continue
      }
      #expect(log[arrow.from.seq - 1].kind == .packet(packet))
      #expect(arrow.from.column != arrow.to.column)
    }
    let packets = log.filter { if case .packet = $0.kind { true } else { false } }
    #expect(Set(arrows.map(\.from.seq)) == Set(packets.map(\.seq)))
  }

  @Test func `two hosts with a role each have a column each, with the host above it`() throws {
    let wire = try StagedWire(serverListening: "udp")
    try wire.lines("client> sendto bob:9000 hello", "server> recv")
    var builder = DiagramBuilder(most: 100)
    for event in wire.events { builder.take(event) }
    let columns = builder.diagram.columns
    #expect(columns.map(\.name) == ["client", "server"])
    #expect(columns.map(\.host) == ["alice", "bob"])
    #expect(builder.diagram.arrows.count == 1)
  }
}

extension Diagram.Arrow {
  fileprivate var verdict: PacketSeen.Fate.Verdict? {
    if case .packet(let packet) = content { packet.fate.verdict } else { nil }
  }
}
