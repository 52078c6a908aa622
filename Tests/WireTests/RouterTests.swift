import Log
import SystemCalls
import Testing

@testable import Wire

/// What the router in the cable says, and what it cuts.
@Suite struct RouterTests {
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

  @Test func `the router answers an echo, and takes nothing else`() throws {
    let collector = Collector()
    let echo = Made.echo(Array("abc".utf8), to: 0x0a00_00fe)
    collector.send(echo)
    collector.send(Made.datagram(to: 0x0a00_00fe))
    let (reply, refusal) = (collector.delivered[0].bytes, collector.delivered[1].bytes)
    #expect(Array(reply[20...]).dropFirst(4) == Array(echo[20...]).dropFirst(4))
    #expect(
      try header(of: reply).content
        == .control(type: 0, code: 0, echo: PacketSeen.Echo(identifier: 7, sequence: 1)))
    #expect(Made.checksum(Array(reply[20...])) == 0 && Made.checksum(Array(reply[..<20])) == 0)
    #expect(try header(of: refusal).content == .control(type: 3, code: 3))
    #expect(collector.reports.map(\.to) == ["router", "alice", "router", "alice"])
  }
}
