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

  @Test func `the next SYN is dropped, and no other packet`() {
    let collector = Collector()
    collector.order(ExactOrder(.drop, .syn))
    collector.send(Made.datagram())
    collector.send(Made.segment([.syn], sequence: 1))
    collector.send(Made.segment([.syn], sequence: 1))
    #expect(collector.fates == [.delivered, .dropped, .delivered])
    #expect(collector.reports.last?.remarks == ["retransmission"])
  }

  @Test func `the third data segment from bob is dropped`() {
    let collector = Collector()
    collector.order(ExactOrder(.drop, .data, ordinal: 3, Scope(from: 1)))
    for number in 0..<4 {
      collector.send(Made.segment([.ack], sequence: UInt32(number), [1]))
      collector.send(
        Made.segment([.ack], sequence: UInt32(number), [1], from: Made.bob, to: Made.alice), from: 1
      )
    }
    #expect(collector.fates.firstIndex(of: .dropped) == 5)
    #expect(collector.fates.count { $0 == .dropped } == 1)
  }

  @Test func `one SYN is held and every further one dropped, until the orders are forgotten`() {
    let collector = Collector()
    collector.order(ExactOrder(.hold, .syn))
    collector.order(ExactOrder(.drop, .syn, ordinal: nil, Scope(from: 0)))
    for number in 1...4 { collector.send(Made.segment([.syn], sequence: UInt32(number))) }
    collector.send(Made.segment([.ack], sequence: 5))
    collector.send(
      Made.segment([.syn], sequence: 1, from: Made.bob, to: Made.alice), from: 1)
    #expect(
      collector.fates == [.held, .dropped, .dropped, .dropped, .delivered, .delivered])
    collector.forgetExactOrders()
    collector.send(Made.segment([.syn], sequence: 9))
    #expect(collector.fates.last == .delivered)
  }

  @Test func `an order survives the pipe to the process of the wire`() throws {
    for ordinal in [1, 3, nil] {
      let order = ExactOrder(.hold, .synACK, ordinal: ordinal, Scope(from: 1, to: 0))
      var writer = ByteWriter()
      writer.put(order)
      var reader = ByteReader(writer.bytes)
      let read = try ExactOrder(from: &reader)
      #expect(read == order)
    }
  }

  @Test func `what waits, what is held and what was never seen survive that pipe, too`() throws {
    let collector = Collector()
    collector.order(ExactOrder(.hold, .packet))
    collector.send(Made.datagram([1]))
    let orders = [PendingOrder(ExactOrder(.drop, .ack, ordinal: 9), counted: 4)]
    for message in [
      WireMessage.listed(orders, held: collector.heldPackets), .unseen(3616, host: 1),
    ] {
      var writer = ByteWriter()
      writer.put(message)
      var reader = ByteReader(writer.bytes)
      #expect(try WireMessage(from: &reader) == message)
    }
  }

  @Test func `a packet in the hand goes when it is released`() {
    let collector = Collector()
    collector.order(ExactOrder(.hold, .packet))
    collector.send(Made.datagram([1]))
    collector.send(Made.datagram([2]))
    #expect(collector.delivered.map(\.bytes.last) == [2])
    collector.release()
    #expect(collector.delivered.map(\.bytes.last) == [2, 1])
    #expect(collector.fates == [.held, .delivered, .released])
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

  @Test func `a packet that is too big comes back as ICMP with the limit`() throws {
    let collector = Collector()
    collector.set(.mtu(576))
    collector.send(Made.datagram([UInt8](repeating: 0, count: 1000)))
    #expect(collector.fates == [.tooBig, .delivered])
    let answer = try #require(collector.delivered.first)
    #expect(answer.to == 0)
    #expect(try header(of: answer.bytes).content == .control(type: 3, code: 4))
    #expect(Array(answer.bytes[26..<28]) == Made.bytes(UInt16(576)))
    #expect(Made.checksum(Array(answer.bytes[..<20])) == 0)
    #expect(Made.checksum(Array(answer.bytes[20...])) == 0)
  }

  @Test func `a packet that may be fragmented arrives in pieces that make the whole`() throws {
    let collector = Collector()
    collector.set(.mtu(576))
    let packet = Made.datagram((0..<1400).map { UInt8($0 % 251) }, mayFragment: true)
    collector.send(packet)
    let pieces = collector.delivered.map(\.bytes)
    #expect(pieces.count == 3)
    #expect(pieces.allSatisfy { $0.count <= 576 && Made.checksum(Array($0[..<20])) == 0 })
    #expect(pieces.flatMap { $0[20...] } == Array(packet[20...]))
    #expect(pieces.map { $0[6] & 0x20 != 0 } == [true, true, false])
  }

  @Test func `an address that nobody has is answered with host unreachable`() throws {
    let collector = Collector()
    collector.send(Made.datagram(to: 0x0a00_0009))
    #expect(collector.fates == [.noHost, .delivered])
    let answer = try #require(collector.delivered.first)
    #expect(try header(of: answer.bytes).content == .control(type: 3, code: 1))
  }

  @Test func `what the router says is seen and recorded right behind the packet that it is about`()
    throws
  {
    let collector = Collector()
    collector.set(.mtu(576))
    collector.send(Made.datagram([UInt8](repeating: 0, count: 1000)))
    collector.send(Made.datagram(to: 0x0a00_0009))
    #expect(
      collector.story == [
        "took 1028", "reported 1028", "took 56", "reported 56", "delivered 56",
        "took 28", "reported 28", "took 56", "reported 56", "delivered 56",
      ])
    #expect(collector.reports.map(\.number) == [1, 2, 3, 4])
    let answer = collector.reports[1]
    #expect(answer.from == "router" && answer.to == "alice")
    #expect(answer.source == .ipv4(0x0a00_00fe, port: 0))
    #expect(answer.content == .icmp(type: 3, code: 4))
    #expect(answer.remarks == ["MTU 576"])
    #expect(collector.reports[3].content == .icmp(type: 3, code: 1))
  }

  @Test func `orders that wait are listed with what they have counted, until they are used up`()
    throws
  {
    let collector = Collector()
    let third = ExactOrder(.drop, .data, ordinal: 3, Scope(from: 0))
    let every = ExactOrder(.drop, .syn, ordinal: nil)
    let hold = ExactOrder(.hold, .datagram)
    for order in [third, every, hold] { collector.order(order) }
    collector.send(Made.segment([.syn], sequence: 1))
    for number in 2...3 { collector.send(Made.segment([.ack], sequence: UInt32(number), [1])) }
    #expect(
      collector.pendingOrders == [
        PendingOrder(third, counted: 2), PendingOrder(every, counted: 1), PendingOrder(hold),
      ])
    collector.send(Made.datagram())
    collector.send(Made.segment([.ack], sequence: 4, [1]))
    #expect(collector.pendingOrders == [PendingOrder(every, counted: 1)])
    #expect(collector.heldPackets.map(\.content) == [.udp(length: 0)])
    collector.release()
    #expect(collector.heldPackets.isEmpty)
  }

  @Test func `bytes that are no packet are reported and go nowhere`() {
    let collector = Collector()
    collector.send([0x45, 1, 2])
    #expect(collector.fates == [.malformed])
    #expect(collector.delivered.isEmpty)
  }
}
