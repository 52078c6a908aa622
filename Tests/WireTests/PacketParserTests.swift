import SystemCalls
import Testing

@testable import Wire

@Suite struct PacketParserTests {
  @Test func `a segment's fields are read`() throws {
    let header = try header(
      of: Made.segment([.syn, .ack], sequence: 100, acknowledgement: 7, window: 512))
    #expect(header.source == .ipv4(Made.alice, port: 40000))
    #expect(header.destination == .ipv4(Made.bob, port: 80))
    guard case .segment(let segment) = header.content else {
      Issue.record("no segment")
      return
    }
    #expect(segment.flags == [.syn, .ack])
    #expect((segment.sequence, segment.acknowledgement, segment.window) == (100, 7, 512))
    #expect((segment.length, segment.sequenceLength) == (0, 1))
  }

  @Test func `a datagram's length is that of its data`() throws {
    #expect(try header(of: Made.datagram([1, 2, 3])).content == .datagram(length: 3))
    #expect(try header(of: Made.datagram([])).content == .datagram(length: 0))
  }

  @Test func `a packet that is cut short anywhere is a fault`() {
    for packet in [Made.datagram([1, 2, 3]), Made.segment([.ack], sequence: 1, [1, 2])] {
      for length in 0..<packet.count {
        #expect(throws: PacketFault.self) { try header(of: Array(packet[..<length])) }
      }
    }
  }

  @Test func `no bytes whatever stop the parser`() {
    var generator = SystemRandomNumberGenerator()
    let seeds = [Made.datagram([1, 2, 3]), Made.segment([.syn], sequence: 1, [9, 9])]
    var understood = 0
    for round in 0..<100_000 {
      var bytes =
        round % 2 == 0
        ? seeds[round / 2 % 2]
        : (0..<Int.random(in: 0...120)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      if round % 4 == 1, !bytes.isEmpty { bytes[0] = 0x60 }
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
        bytes[Int.random(in: bytes.indices)] = UInt8.random(in: 0...255, using: &generator)
      }
      guard let header = try? header(of: bytes) else { continue }
      understood += 1
      #expect(header.length <= bytes.count && header.transportOffset <= bytes.count)
    }
    #expect(understood > 10_000)
  }

  @Test func `an IPv6 packet behind extension headers is read`() throws {
    let destination: [UInt8] = [0xfd] + [UInt8](repeating: 0, count: 14) + [2]
    let datagram: [UInt8] = [0, 5, 0, 7, 0, 9, 0, 0, 42]
    let options: [UInt8] = [17, 0, 1, 4, 0, 0, 0, 0]
    let head: [UInt8] = [0x60, 0, 0, 0, 0, UInt8(datagram.count + 8), 0, 64]
    let header = try header(of: head + destination + destination + options + datagram)
    #expect(header.content == .datagram(length: 1))
    #expect(header.transportOffset == 48)
  }
}
