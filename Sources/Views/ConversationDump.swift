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
  /// True as long as no byte was met.
  public private(set) var isEmpty = true
  /// Whether the role was seen to have the socket that is asked for.
  public private(set) var hasMetSocket = false

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

  /// What an event adds; nil if nothing.
  public mutating func passage(for event: Event) -> Passage? {
    guard event.role == role else { return nil }
    switch event.kind {
    case .roleStarted(let start): return restart(start, event.time)
    case .returned(let returned): return passage(for: returned, event.time)
    default: return nil
    }
  }

  /// Another process, whose descriptors are others although they have the same numbers.
  private mutating func restart(_ begin: RoleStart, _ time: UInt64) -> Passage? {
    interfaces = begin.interfaces
    offsets = [:]
    guard start != nil else { return nil }
    return Passage(seconds(time), "\(role) is another process from here on")
  }

  private mutating func passage(for returned: Returned, _ time: UInt64) -> Passage? {
    let (call, outcome) = (returned.call, returned.outcome)
    note(call, outcome)
    guard let fd = call.descriptor else { return nil }
    let isNew =
      ["accept", "accept4"].contains(call.name) && outcome.result == descriptor.map { Int($0) }
    guard descriptor ?? fd == fd || isNew else { return nil }
    if let errno = outcome.errno {
      let isTold = call.isOfConversation && !["EAGAIN", "EINTR"].contains(errno.name)
      return isTold ? turn(call, outcome, time) : nil
    }
    if Call.turns.contains(call.name) { return turn(call, outcome, time) }
    guard let data = call.data, !call.isPeek else { return nil }
    return message(data, call, outcome.result, on: fd, time)
  }

  private mutating func note(_ call: Call, _ outcome: Outcome) {
    guard let descriptor, !hasMetSocket, outcome.errno == nil else { return }
    let made = Call.makers.contains(call.name) ? [Int32(truncatingIfNeeded: outcome.result)] : []
    hasMetSocket =
      call.descriptor == descriptor || (made + call.newDescriptors).contains(descriptor)
  }

  /// A call that begins or ends a stream, or failed: a number that is handed out again counts from 0.
  private mutating func turn(_ call: Call, _ outcome: Outcome, _ time: UInt64) -> Passage {
    if call.name == "close", outcome.errno == nil, let fd = call.descriptor {
      for isSent in [true, false] { offsets[Stream(fd: fd, isSent: isSent)] = nil }
    }
    return Passage(
      seconds(time), ShortNotation(utf8: utf8, interfaces: interfaces).line(call, outcome))
  }

  private mutating func message(
    _ data: Bytes, _ call: Call, _ count: Int, on fd: Int32, _ time: UInt64
  ) -> Passage {
    isEmpty = false
    let isSent = call.name.hasPrefix("send") || call.name.hasPrefix("write")
    let stream = Stream(fd: fd, isSent: isSent)
    let offset = offsets[stream] ?? 0
    offsets[stream] = offset + count
    let arrow = isSent ? (utf8 ? "→" : "->") : (utf8 ? "←" : "<-")
    let head =
      "@\(fd) \(arrow)  \(count) \(count == 1 ? "byte" : "bytes")"
      + (call.peer.map { (isSent ? " to " : " from ") + $0.text(on: interfaces) } ?? "")
    var passage = Passage(seconds(time), head + (call.isDiscarding ? ", discarded" : ""))
    if call.isDiscarding { return passage }
    passage.bytes = data.kept.prefix(count)
    passage.offset = offset
    passage.perLine = width >= 78 ? 16 : width >= 46 ? 8 : 4
    let more = count - passage.bytes.count
    if more > 0 { passage.end = "\(utf8 ? "…" : "...") \(more) more, which the log does not keep" }
    return passage
  }

  /// In nanoseconds, since the first line.
  private mutating func seconds(_ time: UInt64) -> UInt64 {
    let first = start ?? time
    start = first
    return time > first ? time - first : 0
  }
}

extension Call {
  /// Calls that begin or end a stream.
  fileprivate static let turns: Set = ["connect", "accept", "accept4", "shutdown", "close"]
  /// Calls whose result is a new descriptor.
  fileprivate static let makers: Set = ["socket", "accept", "accept4", "dup", "dup2"]

  /// Whether its failure is a part of what was said.
  fileprivate var isOfConversation: Bool {
    Call.turns.contains(name) || self["buf"] != nil || self["msg"] != nil
  }

  /// Whether a receive was told to keep nothing.
  fileprivate var isDiscarding: Bool {
    if case .buffer(_, let filled?)? = self["buf"] { filled.isDiscarded } else { false }
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
