import Log
import SystemCalls
import Testing

@testable import Wire

private let millisecond: UInt64 = 1_000_000

/// Packets that are kept back, so that the next one overtakes them, and packets that come twice.
@Suite struct OvertakingTests {
  @Test func `duplicates come twice, and an overtaken packet after the next`() {
    let collector = Collector()
    collector.set(.duplicate(1))
    collector.send(Made.datagram([1]))
    collector.set(.duplicate(0))
    collector.set(.reorder(1))
    collector.send(Made.datagram([2]))
    collector.set(.reorder(0))
    collector.send(Made.datagram([3]))
    collector.advance(to: millisecond)
    #expect(collector.delivered.map(\.bytes.last) == [1, 1, 3, 2])
  }

  @Test func `a packet that nothing overtakes goes on by itself, and nobody says that it was`() {
    let collector = Collector()
    collector.set(.reorder(1))
    collector.send(Made.datagram([2]))
    #expect(collector.delivered.isEmpty)
    collector.advance(to: 60 * millisecond)
    #expect(collector.delivered.map(\.at) == [50 * millisecond])
    collector.set(.reorder(0))
    collector.send(Made.datagram([3]))
    #expect(collector.reports.map(\.fate.isKeptBack) == [true, false])
    #expect(collector.reports.map(\.fate.overtakes) == [nil, nil])
  }

  @Test func `the one that overtakes says whom`() {
    let collector = Collector()
    collector.send(Made.datagram([1]))
    collector.set(.reorder(1))
    for number: UInt8 in 2...3 { collector.send(Made.datagram([number])) }
    collector.set(.reorder(0))
    collector.send(Made.datagram([4]), at: 49 * millisecond)
    collector.advance(to: 200 * millisecond)
    // One that is kept back overtakes nobody: it lets the one before it go.
    #expect(collector.reports.map(\.fate.overtakes) == [nil, nil, nil, 3])
    #expect(collector.delivered.map(\.bytes.last) == [1, 2, 4, 3])
  }

  @Test func `one that is too late to overtake does not say so`() {
    let collector = Collector()
    collector.set(.reorder(1))
    collector.send(Made.datagram([1]))
    collector.set(.nothing)
    collector.set(.delay(80 * millisecond))
    collector.send(Made.datagram([2]), at: millisecond)
    collector.advance(to: 200 * millisecond)
    #expect(collector.reports.last?.fate.overtakes == nil)
    #expect(collector.delivered.map(\.bytes.last) == [1, 2])
    #expect(collector.delivered.map(\.at) == [50 * millisecond, 81 * millisecond])
  }

  @Test func `what is kept back and duplicated comes twice`() {
    let collector = Collector()
    collector.set(.reorder(1))
    collector.set(.duplicate(1))
    collector.send(Made.datagram([1]))
    collector.set(.nothing)
    collector.send(Made.datagram([2]))
    collector.advance(to: 100 * millisecond)
    #expect(collector.delivered.map(\.bytes.last) == [2, 1, 1])
  }
}
