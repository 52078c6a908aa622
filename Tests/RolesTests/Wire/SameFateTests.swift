internal import Foundation
internal import Log
internal import Testing
internal import Wire

@testable import Roles

/// The same seed and the same script: the same packets are lost, whatever the moment.
@Suite(.serialized, .enabled(if: Requirement.wire, "needs a TUN device"))
struct SameFateTests {
  /// A packet by its place in the traffic, and how often it was sent before.
  private struct Sent: Hashable {
    var from: String
    var what: String
    var repetition: Int
  }

  @Test func `fifty runs over UDP lose the same datagrams`() throws {
    let first = try datagrams(seed: 11)
    #expect(first.contains(true) && first.contains(false))
    for run in 2...50 { #expect(try datagrams(seed: 11) == first, "run \(run)") }
    #expect(try datagrams(seed: 12) != first)
  }

  /// Which of thirty datagrams are lost.
  private func datagrams(seed: UInt64) throws -> [Bool] {
    let wire = try StagedWire(serverListening: "udp", seed: seed)
    try wire.set(.loss(0.3))
    for number in 1...30 { try wire.lines("client> sendto bob:9000 \(number)") }
    return wire.packets.map { $0.fate.verdict == .lost }
  }

  @Test func `fifty runs over TCP lose the same segments, repeats included`() throws {
    let first = try segments(seed: 5)
    #expect(first.values.contains(true))
    #expect(first.keys.contains { $0.repetition > 0 })
    for run in 2...50 {
      let other = try segments(seed: 5)
      #expect(other.filter { $0.key.repetition == 0 } == first.filter { $0.key.repetition == 0 })
      for (sent, isLost) in other where first[sent] != nil {
        #expect(first[sent] == isLost, "\(sent) in run \(run)")
      }
    }
  }

  /// Which segments with data are lost.
  private func segments(seed: UInt64) throws -> [Sent: Bool] {
    let wire = try StagedWire(serverListening: "tcp", seed: seed)
    try wire.lines("client> connect bob:9000", "server> accept")
    try wire.set(.loss(0.25), from: "alice")
    for number in 1...12 {
      try wire.lines("client> send message\(number % 10)", "server> recv exactly 8", "wait server")
    }
    var counts: [String: Int] = [:]
    var fates: [Sent: Bool] = [:]
    for packet in wire.packets {
      guard case .tcp(let segment) = packet.content, segment.length > 0 else { continue }
      let what = "\(segment.sequence)+\(segment.length)"
      let sent = Sent(
        from: packet.from, what: what, repetition: counts[packet.from + what, default: 0])
      counts[packet.from + what, default: 0] += 1
      fates[sent] = packet.fate.verdict == .lost
    }
    return fates
  }
}
