public import Log

/// Packets one to a line, as `wire show` lists them: number, seconds since the first, from and to with
/// ports, what each is and what became of it.
public struct PacketsTable: Sendable {
  /// When the first packet was sent, in nanoseconds.
  private var start: UInt64?
  private let utf8: Bool

  public init(utf8: Bool) { self.utf8 = utf8 }

  /// The line of a packet that was sent at that time of the monotonic clock, in nanoseconds.
  public mutating func line(for packet: PacketSeen, at time: UInt64) -> String {
    let since = time - min(time, start ?? time)
    start = start ?? time
    let notation = PacketNotation(packet: packet, isFull: true)
    let number = String(packet.number)
    let text =
      String(repeating: " ", count: max(0, 3 - number.count)) + "\(number)  \(secondsText(since))  "
      + padded(notation.way, to: 22) + "  " + notation.text
    return safeText(text, utf8: utf8)
  }

  /// `0.000123`: microseconds, as tcpdump and Wireshark show them.
  private func secondsText(_ nanoseconds: UInt64) -> String {
    let microseconds = nanoseconds / 1000
    let rest = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
  }
}
