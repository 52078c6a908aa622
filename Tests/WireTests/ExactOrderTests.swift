import Log
import SystemCalls
import Testing

@testable import Wire

/// What is done to one packet that is meant exactly.
@Suite struct ExactOrderTests {
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

  @Test func `orders of one direction are forgotten alone`() {
    let collector = Collector()
    let scopes = [Scope(from: 0), Scope(from: 1), Scope(from: 0, to: 1), .everything]
    for scope in scopes { collector.order(ExactOrder(.drop, .syn, ordinal: 9, scope)) }
    collector.forgetExactOrders(in: Scope(from: 0))
    #expect(collector.pendingOrders.map(\.order.scope) == [Scope(from: 1), .everything])
    collector.forgetExactOrders()
    #expect(collector.pendingOrders == [])
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
}
