import Log
import SystemCalls
import Testing

@testable import Wire

private let millisecond: UInt64 = 1_000_000

@Suite struct CableTests {
  @Test func `a cable that was told nothing changes nothing`() {
    let collector = Collector()
    let packets = (0..<5).map { Made.datagram([UInt8($0)]) }
    for packet in packets { collector.send(packet) }
    #expect(collector.delivered.map(\.bytes) == packets)
    #expect(collector.delivered.allSatisfy { $0.to == 1 && $0.at == 0 })
  }

  @Test func `of 100,000 datagrams the share that was asked for is lost`() {
    let collector = Collector()
    collector.set(.loss(0.1))
    for _ in 0..<100_000 { collector.send(Made.datagram()) }
    let lost = Double(collector.fates.count { $0 == .lost }) / 100_000
    #expect(abs(lost - 0.1) < 0.005)
  }

  @Test func `what else is carried does not change a packet's fate`() {
    func fates(between: Int) -> [PacketSeen.Fate.Verdict] {
      let collector = Collector()
      collector.set(.loss(0.3))
      for number in 0..<500 {
        collector.send(Made.datagram([1], ports: (5000, 7)))
        for _ in 0..<(number % (between + 1)) {
          collector.send(Made.segment([.ack], sequence: 5, [1]))
          collector.send(Made.datagram([2], from: Made.bob, to: Made.alice), from: 1)
        }
      }
      return collector.reports.filter { $0.source == .ipv4(Made.alice, port: 5000) }
        .map(\.fate.verdict)
    }
    #expect(fates(between: 0) == fates(between: 3))
    #expect(Set(fates(between: 0)) == [.lost, .delivered])
  }

  @Test func `another port is another run's same flow`() {
    func fates(port: UInt16) -> [PacketSeen.Fate.Verdict] {
      let collector = Collector()
      collector.set(.loss(0.3))
      for number in 0..<UInt32(200) {
        let sequence = UInt32(port) &+ number
        collector.send(Made.segment([.ack], sequence: sequence, [1], ports: (port, 80)))
      }
      return collector.fates
    }
    #expect(fates(port: 40000) == fates(port: 51234))
  }

  @Test func `delay is kept to and keeps the order under jitter`() {
    let collector = Collector()
    collector.set(.delay(40 * millisecond))
    collector.set(.jitter(10 * millisecond))
    for number in 0..<200 {
      collector.send(Made.datagram([UInt8(number)]), at: UInt64(number) * millisecond)
    }
    collector.advance(to: 1000 * millisecond)
    #expect(collector.delivered.map(\.bytes.last) == (0..<200).map { UInt8($0) })
    for (number, packet) in collector.delivered.enumerated() {
      let delay = packet.at - UInt64(number) * millisecond
      #expect((30 * millisecond...51 * millisecond).contains(delay))
    }
  }

  @Test func `a delay that ends lets nobody overtake those that it held up`() {
    let collector = Collector()
    collector.set(.delay(40 * millisecond))
    collector.send(Made.datagram([1]))
    collector.set(.nothing)
    collector.send(Made.datagram([2]), at: millisecond)
    collector.advance(to: 100 * millisecond)
    #expect(collector.delivered.map(\.bytes.last) == [1, 2])
    #expect(collector.reports.last?.fate.delay == 39 * millisecond)
  }

  @Test func `a rate lets through what it says, and its queue drops the rest`() {
    let collector = Collector()
    collector.set(.rate(1_000_000, queue: 10_000))
    for _ in 0..<100 { collector.send(Made.datagram([UInt8](repeating: 0, count: 972))) }
    collector.advance(to: 1000 * millisecond)
    #expect(collector.delivered.count == 10)
    #expect(collector.delivered.last?.at == 80 * millisecond)
    #expect(collector.fates.count { $0 == .queueFull } == 90)
  }

  @Test func `corruption changes one bit behind the IP header`() {
    let collector = Collector()
    collector.set(.corrupt(1))
    let packet = Made.datagram([1, 2, 3, 4])
    collector.send(packet)
    let changed = zip(packet, collector.delivered[0].bytes).enumerated()
      .filter { $0.element.0 != $0.element.1 }
    #expect(changed.count == 1)
    #expect(changed.allSatisfy { $0.offset >= 20 })
    #expect(changed.allSatisfy { ($0.element.0 ^ $0.element.1).nonzeroBitCount == 1 })
  }

  @Test func `a cut cable carries nothing until it is mended`() {
    let collector = Collector()
    collector.set(.cut(true), Scope(from: 0, to: 1))
    collector.send(Made.datagram([1]))
    collector.send(Made.datagram([2], from: Made.bob, to: Made.alice), from: 1)
    collector.set(.cut(false), Scope(from: 0, to: 1))
    collector.send(Made.datagram([3]))
    #expect(collector.fates == [.cut, .delivered, .delivered])
  }

  @Test func `bytes that are no packet are reported and go nowhere`() {
    let collector = Collector()
    collector.send([0x45, 1, 2])
    #expect(collector.fates == [.malformed])
    #expect(collector.delivered.isEmpty)
  }
}
