internal import Log

/// Packets that the wire has taken and that have not arrived.
struct PacketsUnderWay: Sendable {
  struct Packet: Sendable {
    /// When it left and when it arrives, in nanoseconds of the monotonic clock.
    var sent: UInt64
    var due: UInt64
    var arrow: Diagram.Arrow
    var seq: Int
  }

  /// The latest first.
  private var packets: [Packet] = []

  mutating func add(_ packet: Packet) {
    let place = packets.lastIndex { $0.due > packet.due }.map { $0 + 1 } ?? 0
    packets.insert(packet, at: place)
  }

  /// The next that has arrived by that time.
  mutating func next(until time: UInt64) -> Packet? {
    guard let last = packets.last, last.due <= time else { return nil }
    return packets.removeLast()
  }

  var all: [Packet] { packets.reversed() }
}
