public import Log
internal import SystemCalls

/// Packets one to a line, as `wire show` lists them: number, seconds since the first, from and to with
/// ports, what each is and what became of it; of what is sent again, how long after the last time.
public struct PacketsTable: Sendable {
  /// When the first packet was sent, in nanoseconds.
  private var start: UInt64?
  private let utf8: Bool
  private let width: Int
  /// When each segment was sent last.
  private var sent: [Segment: UInt64] = [:]
  /// Of a flood only the latest are remembered.
  private static let mostSent = 4096

  private struct Segment: Hashable {
    var source: SocketAddress
    var destination: SocketAddress
    var sequence: Int
  }

  /// `width`: a line that is longer goes on below, in columns.
  public init(utf8: Bool, width: Int = .max) {
    self.utf8 = utf8
    self.width = width
  }

  /// Where what has no room on a line goes on, whatever the packet's number: below the hosts.
  private static let margin = 15

  /// The line of a packet that was sent at that time of the monotonic clock, in nanoseconds, or several.
  public mutating func line(for packet: PacketSeen, at time: UInt64) -> String {
    let since = time - min(time, start ?? time)
    start = start ?? time
    var notation = PacketNotation(packet: packet, isFull: true)
    notation.sinceLastTime = timeSinceLast(packet, at: time)
    let number = String(packet.number)
    let text =
      String(repeating: " ", count: max(0, 3 - number.count)) + "\(number)  \(secondsText(since))  "
      + padded(notation.way, to: 22) + "  " + notation.text
    return brokenAtWords(safeText(text, utf8: utf8), width: width, margin: PacketsTable.margin)
      .joined(separator: "\n")
  }

  /// In nanoseconds; nil where the same was not sent before.
  private mutating func timeSinceLast(_ packet: PacketSeen, at time: UInt64) -> UInt64? {
    guard case .tcp(let segment) = packet.content, segment.takesNumbers,
      packet.fate.verdict != .released
    else { return nil }
    let key = Segment(
      source: packet.source, destination: packet.destination, sequence: segment.sequence)
    if sent.count >= PacketsTable.mostSent { sent = [:] }
    defer { sent[key] = time }
    return sent[key].map { time - min(time, $0) }
  }

  /// `0.000123`: microseconds, as tcpdump and Wireshark show them.
  private func secondsText(_ nanoseconds: UInt64) -> String {
    let microseconds = nanoseconds / 1000
    let rest = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
  }
}

extension PacketSeen.Segment {
  /// Whether the other end has something to acknowledge.
  fileprivate var takesNumbers: Bool { length > 0 || flags.contains("S") || flags.contains("F") }
}
