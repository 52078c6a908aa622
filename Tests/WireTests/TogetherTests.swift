import Log
import Testing

@testable import Wire

/// A bundle that is carried at once is told of as if its segments had come one by one.
@Suite struct TogetherTests {
  /// A connection from alice to bob with its handshake behind it; the first data has the number 1.
  private func connected() -> Collector {
    let collector = Collector()
    collector.send(Made.segment([.syn], sequence: 0))
    collector.send(answer([.syn, .ack], sequence: 0, acknowledgement: 1), from: 1)
    collector.send(Made.segment([.ack], sequence: 1, acknowledgement: 1))
    return collector
  }

  private func answer(
    _ flags: TCPFlags, sequence: UInt32 = 1, acknowledgement: UInt32, window: UInt16 = 1000
  ) -> [UInt8] {
    Made.segment(
      flags, sequence: sequence, acknowledgement: acknowledgement, window: window,
      from: Made.bob, to: Made.alice, ports: (80, 40000))
  }

  private func data(
    _ count: Int, at sequence: UInt32, _ flags: TCPFlags = [.ack, .psh]
  ) -> [UInt8] {
    Made.segment(
      flags, sequence: sequence, acknowledgement: 1, [UInt8](repeating: 7, count: count))
  }

  /// The same as 3 segments of 100 bytes and one of 50.
  private func sendApart(to collector: Collector, at sequence: UInt32) {
    for start in [0, 100, 200] as [UInt32] {
      collector.send(data(100, at: sequence + start, [.ack]))
    }
    collector.send(data(50, at: sequence + 300))
  }

  @Test func `each segment is reported as if it had come by itself, and so is what follows`() {
    let (together, apart) = (connected(), connected())
    for sequence in [1, 351] as [UInt32] {
      #expect(together.send(together: data(350, at: sequence), cutAt: 100))
      sendApart(to: apart, at: sequence)
    }
    for collector in [together, apart] {
      for _ in 0..<3 { collector.send(answer([.ack], acknowledgement: 401), from: 1) }
      collector.send(data(100, at: 401))
      collector.send(answer([.ack], acknowledgement: 701), from: 1)
      collector.send(data(100, at: 701))
    }
    #expect(together.reports == apart.reports)
    #expect(together.reports.flatMap(\.remarks).contains("fast retransmission"))
  }

  @Test func `where something is done to a packet, each is carried by itself`() {
    let (together, apart) = (connected(), connected())
    for collector in [together, apart] { collector.set(.loss(0.5)) }
    #expect(!together.send(together: data(350, at: 1), cutAt: 100))
    #expect(together.reports.count == 3)
    for collector in [together, apart] {
      collector.set(.loss(0))
      collector.order(ExactOrder(.drop, .data, ordinal: 2, .everything))
    }
    #expect(!together.send(together: data(350, at: 1), cutAt: 100))
  }

  @Test func `the same numbers meet the same fate after a bundle`() {
    let (together, apart) = (connected(), connected())
    #expect(together.send(together: data(350, at: 1), cutAt: 100))
    sendApart(to: apart, at: 1)
    for collector in [together, apart] {
      collector.set(.loss(0.5))
      for start in stride(from: UInt32(1), to: 2000, by: 50) {
        collector.send(data(50, at: start))
      }
    }
    // Which of the repeats of the first 350 bytes are lost hangs on how often each number was sent.
    #expect(together.fates == apart.fates)
    #expect(Set(together.fates.suffix(40)) == [.lost, .delivered])
  }

  @Test func `nothing but data that comes next is carried at once`() {
    let collector = connected()
    #expect(!collector.send(together: data(350, at: 101), cutAt: 100))
    #expect(!collector.send(together: data(350, at: 1, [.ack, .fin]), cutAt: 100))
    #expect(!collector.send(together: data(350, at: 1), cutAt: 400))
    collector.send(answer([.ack], acknowledgement: 1, window: 0), from: 1)
    #expect(!collector.send(together: data(350, at: 1), cutAt: 100))
  }
}
