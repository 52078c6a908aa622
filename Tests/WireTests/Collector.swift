import Log
import SystemCalls

@testable import Wire

/// Two hosts and what a cable between them did.
final class Collector: CableOutput {
  private(set) var delivered: [(bytes: [UInt8], to: Int, at: UInt64)] = []
  private(set) var reports: [PacketSeen] = []
  /// Everything, with the lengths of the packets in bytes.
  private(set) var story: [String] = []
  private var cable: Cable?
  private(set) var now: UInt64 = 0

  static let hosts = [
    CableHost(name: "alice", addresses: [.ipv4(Made.alice, port: 0)]),
    CableHost(name: "bob", addresses: [.ipv4(Made.bob, port: 0)]),
  ]

  init(seed: UInt64 = 7) { cable = Cable(hosts: Collector.hosts, seed: seed, output: self) }

  func set(_ setting: ImpairmentOrder.Setting, _ scope: Scope = .everything) {
    cable?.apply(ImpairmentOrder(setting, scope))
  }

  func order(_ order: ExactOrder) { _ = cable?.add(order) }

  var pendingOrders: [PendingOrder] { cable?.pendingOrders ?? [] }

  var heldPackets: [PacketSeen] { cable?.heldPackets ?? [] }

  func forgetExactOrders(in scope: Scope = .everything) { cable?.forgetExactOrders(in: scope) }

  func release() {
    _ = cable?.release(nil, at: now)
    cable?.deliverDue(by: now)
  }

  /// Sends a packet at that time, after everything that was due by then.
  func send(_ bytes: [UInt8], from host: Int = 0, at time: UInt64? = nil) {
    advance(to: time ?? now)
    bytes.withUnsafeBytes { cable?.carry($0, from: host, at: now) }
  }

  /// Sends many segments in one, to be cut after so many bytes; false if each is to be sent by itself.
  func send(together bytes: [UInt8], cutAt size: Int, from host: Int = 0) -> Bool {
    bytes.withUnsafeBytes { cable?.carryTogether($0, cutAt: size, from: host, at: now) != nil }
  }

  func advance(to time: UInt64) {
    while let due = cable?.nextDue, due <= time {
      now = max(now, due)
      cable?.deliverDue(by: now)
    }
    now = max(now, time)
  }

  var fates: [PacketSeen.Fate.Verdict] { reports.map(\.fate.verdict) }

  func deliver(_ bytes: UnsafeRawBufferPointer, to host: Int, comment: String?) {
    delivered.append((Array(bytes), host, now))
    story.append("delivered \(bytes.count)")
  }

  func took(_ bytes: UnsafeRawBufferPointer, comment: String?) {
    story.append("took \(bytes.count)")
  }

  func report(_ packet: PacketSeen) {
    reports.append(packet)
    story.append("reported \(packet.length)")
  }
}
