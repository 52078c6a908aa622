public import Log
internal import SystemCalls

/// Both directions of what a role said on its sockets, or on one of them, as a hex dump: event by
/// event, as finished lines.
public struct ConversationDump: Sendable {
  private let role: String
  private let descriptor: Int32?
  private let width: Int
  private let utf8: Bool
  /// Those of the role's network.
  private var interfaces = InterfaceNames.own
  /// When the first line was.
  private var start: UInt64?
  /// How far each stream has come, in bytes.
  private var offsets: [Stream: Int] = [:]

  private struct Stream: Hashable {
    var fd: Int32
    var isSent: Bool
  }

  /// `descriptor` nil: all of the role's sockets. `width`: in columns.
  public init(of role: String, _ descriptor: Int32?, width: Int, utf8: Bool) {
    self.role = role
    self.descriptor = descriptor
    self.width = width
    self.utf8 = utf8
  }

  /// True as long as no byte was met.
  public var isEmpty: Bool { offsets.isEmpty }

  public mutating func lines(for event: Event) -> [String] {
    if event.role == role, case .roleStarted(let start) = event.kind {
      interfaces = start.interfaces
    }
    guard event.role == role, case .returned(let returned) = event.kind,
      returned.outcome.errno == nil, let fd = returned.call.descriptor
    else { return [] }
    let (call, outcome) = (returned.call, returned.outcome)
    let isNew =
      ["accept", "accept4"].contains(call.name) && outcome.result == descriptor.map { Int($0) }
    guard descriptor ?? fd == fd || isNew else { return [] }
    if ["connect", "accept", "accept4", "shutdown", "close"].contains(call.name) {
      return turn(call, outcome, event.time)
    }
    guard let data = call.data, !call.isPeek else { return [] }
    return message(data, outcome.result, on: fd, isSent: call.name.hasPrefix("send"), event)
  }

  /// A call that begins or ends a stream: a number that is handed out again counts from 0.
  private mutating func turn(_ call: Call, _ outcome: Outcome, _ time: UInt64) -> [String] {
    if call.name == "close", let fd = call.descriptor {
      for isSent in [true, false] where offsets[Stream(fd: fd, isSent: isSent)] != nil {
        offsets[Stream(fd: fd, isSent: isSent)] = 0
      }
    }
    return [
      "\(clock(time))  \(ShortNotation(utf8: utf8, interfaces: interfaces).line(call, outcome))"
    ]
  }

  private mutating func message(
    _ data: Bytes, _ count: Int, on fd: Int32, isSent: Bool, _ event: Event
  ) -> [String] {
    let stream = Stream(fd: fd, isSent: isSent)
    let offset = offsets[stream] ?? 0
    offsets[stream] = offset + count
    let arrow = isSent ? (utf8 ? "→" : "->") : (utf8 ? "←" : "<-")
    let head =
      "\(clock(event.time))  @\(fd) \(arrow)  \(count) \(count == 1 ? "byte" : "bytes")"
      + (event.address.map { (isSent ? " to " : " from ") + $0.text(on: interfaces) } ?? "")
    if event.isDiscarding { return [head + ", discarded"] }
    let kept = data.kept.prefix(count)
    let more = count - kept.count
    return [head] + rows(kept, from: offset)
      + (more > 0 ? ["  \(utf8 ? "…" : "...") \(more) more, which the log does not keep"] : [])
  }

  /// Lines like the one above are a `*`, as in hexdump(1).
  private func rows(_ bytes: ArraySlice<UInt8>, from offset: Int) -> [String] {
    let perLine = width >= 78 ? 16 : width >= 46 ? 8 : 4
    var lines: [String] = []
    var above: ArraySlice<UInt8> = []
    for start in stride(from: 0, to: bytes.count, by: perLine) {
      let row = bytes.dropFirst(start).prefix(perLine)
      if row != above {
        lines.append(hexRow(row, offset: offset + start, digits: 8, perLine: perLine))
      } else if lines.last != "*" {
        lines.append("*")
      }
      above = row
    }
    return lines
  }

  /// Seconds since the first line, with microseconds.
  private mutating func clock(_ time: UInt64) -> String {
    let first = start ?? time
    start = first
    let microseconds = (time > first ? time - first : 0) / 1000
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)."
      + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}

extension Event {
  /// Whether a receive was told to keep nothing.
  fileprivate var isDiscarding: Bool {
    guard case .returned(let returned) = kind, case .buffer(_, let filled?)? = returned.call["buf"]
    else { return false }
    return filled.isDiscarded
  }

  /// Where a datagram went, or where it came from, if the call says so.
  fileprivate var address: SocketAddress? {
    if case .returned(let returned) = kind { returned.call.peer } else { nil }
  }
}

extension MessageHeader {
  /// What stands in its buffers, up to the first that is not kept whole.
  var data: Bytes {
    let whole = buffers.prefix { $0.data.isWhole }
    let cut = buffers.dropFirst(whole.count).first
    let kept = (whole + [cut].compactMap { $0 }).flatMap(\.data.kept)
    return Bytes(kept: kept, count: buffers.reduce(0) { $0 + $1.data.count }, hash: nil)
  }
}

extension Call {
  /// What was handed to the kernel, or what it wrote.
  var data: Bytes? {
    switch self["buf"] ?? self["msg"] {
    case .bytes(let bytes): bytes
    case .buffer(_, let filled): filled
    case .message(let header), .messageRoom(_, let header?): header.data
    default: nil
    }
  }

  /// A receive that leaves what it reads where it is (MSG_PEEK).
  var isPeek: Bool {
    if case .constant(let flags, _)? = self["flags"] { flags & 2 != 0 } else { false }
  }
}
