import Log
import Testing

@testable import Wire

/// A probe of Linux's looks like a keepalive: what it is depends on the window that its sender knows of.
@Suite struct WindowProbeTests {
  private static let second: UInt64 = 1_000_000_000

  /// bob's window is zero; then he opens it, in a packet that meets this.
  private func remarks(
    _ order: ExactOrder?, released: Bool = false
  ) -> [[String]] {
    let collector = Collector()
    collector.send(Made.segment(.syn, sequence: 99))
    bob(collector, [.syn, .ack], sequence: 999, acknowledging: 100, window: 1000)
    collector.send(Made.segment(.ack, sequence: 100, acknowledgement: 1000, [1, 2]))
    bob(collector, .ack, sequence: 1000, acknowledging: 102, window: 0)
    order.map(collector.order)
    bob(collector, .ack, sequence: 1000, acknowledging: 102, window: 500)
    if released { collector.release() }
    collector.send(
      Made.segment(.ack, sequence: 101, acknowledgement: 1000), at: WindowProbeTests.second)
    bob(collector, .ack, sequence: 1000, acknowledging: 102, window: 500)
    return collector.reports.filter { $0.fate.verdict != .released }.suffix(2).map(\.remarks)
  }

  private func bob(
    _ collector: Collector, _ flags: TCPFlags, sequence: UInt32, acknowledging: UInt32,
    window: UInt16
  ) {
    collector.send(
      Made.segment(
        flags, sequence: sequence, acknowledgement: acknowledging, window: window, from: Made.bob,
        to: Made.alice, ports: (80, 40000)), from: 1)
  }

  @Test func `where the opened window has arrived, it is a keepalive`() {
    #expect(remarks(nil) == [["keepalive"], ["answer to the keepalive"]])
  }

  @Test func `where the packet that opens the window is lost, it is a window probe`() {
    let probe = [["zero window probe"], ["answer to the probe"]]
    #expect(remarks(ExactOrder(.drop, .ack)) == probe)
    #expect(remarks(ExactOrder(.hold, .ack)) == probe)
  }

  @Test func `what was held and let go has arrived`() {
    #expect(
      remarks(ExactOrder(.hold, .ack), released: true) == [
        ["keepalive"], ["answer to the keepalive"],
      ])
  }
}
