import Log
import Testing

@testable import Wire

/// One byte that is sent again looks like an old system's keepalive: what its sender knows tells.
@Suite struct RepeatedByteTests {
  private static let second: UInt64 = 1_000_000_000

  /// alice sends a byte, which an order may meet, and so may bob's ACK; then she sends it again.
  private func remarks(
    _ order: ExactOrder? = nil, isAcknowledged: Bool = true, again data: [UInt8] = [1]
  ) -> [String] {
    let collector = Collector()
    collector.send(Made.segment(.syn, sequence: 99))
    bob(collector, [.syn, .ack], sequence: 999, acknowledging: 100)
    collector.send(Made.segment(.ack, sequence: 100, acknowledgement: 1000))
    order.map(collector.order)
    collector.send(Made.segment([.ack, .psh], sequence: 100, acknowledgement: 1000, [1]))
    if isAcknowledged { bob(collector, .ack, sequence: 1000, acknowledging: 101) }
    collector.send(
      Made.segment([.ack, .psh], sequence: 100, acknowledgement: 1000, data),
      at: RepeatedByteTests.second)
    return collector.reports.last?.remarks ?? []
  }

  private func bob(
    _ collector: Collector, _ flags: TCPFlags, sequence: UInt32, acknowledging: UInt32
  ) {
    collector.send(
      Made.segment(
        flags, sequence: sequence, acknowledgement: acknowledging, from: Made.bob, to: Made.alice,
        ports: (80, 40000)), from: 1)
  }

  @Test func `a byte that was lost is sent again, and no keepalive`() {
    let drop = ExactOrder(.drop, .data)
    #expect(remarks(drop, isAcknowledged: false) == ["retransmission"])
    #expect(remarks(isAcknowledged: false) == ["retransmission"])
  }

  @Test func `where its ACK was lost, it is a spurious retransmission`() {
    let text = PacketRemark.spuriousRetransmission.text
    #expect(remarks(ExactOrder(.drop, .ack, .init(from: 1))) == [text])
    #expect(remarks(ExactOrder(.hold, .ack, .init(from: 1))) == [text])
  }

  @Test func `where its sender knows that it has arrived, it is a keepalive`() {
    #expect(remarks() == ["keepalive"])
  }

  @Test func `without a byte it is one in any case`() {
    #expect(remarks(again: []) == ["keepalive"])
  }
}
