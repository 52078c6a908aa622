internal import SystemCalls

/// What a packet means in its connection; the terms are those of Wireshark's analysis.
public enum PacketRemark: UInt8, Hashable, Sendable, CaseIterable {
  case retransmission, fastRetransmission, spuriousRetransmission
  case duplicateACK, zeroWindow, windowUpdate, zeroWindowProbe, zeroWindowProbeACK
  case keepAlive, keepAliveACK

  public var text: String {
    switch self {
    case .retransmission: "retransmission"
    case .fastRetransmission: "fast retransmission"
    case .spuriousRetransmission: "spurious retransmission: that had arrived"
    case .duplicateACK: "duplicate ACK"
    case .zeroWindow: "zero window"
    case .windowUpdate: "window update"
    case .zeroWindowProbe: "zero window probe"
    case .zeroWindowProbeACK: "answer to the probe"
    case .keepAlive: "keepalive"
    case .keepAliveACK: "answer to the keepalive"
    }
  }
}

/// One TCP connection as its packets show it where they are sent: what is new, and what is not.
struct Conversation {
  /// One direction.
  struct Side {
    /// The sequence number that counts as 0.
    var first: UInt32?
    /// The sequence number after the highest that was sent; nil before the first segment.
    var next: UInt32?
    var acknowledged: UInt32?
    /// The window as it stands in the header.
    var window: UInt16?
    /// Of what the cable has not lost: the window and the acknowledgement that the other side knows of.
    var knownWindow: UInt16?
    var knownAcknowledged: UInt32?
    var shift: UInt8?
    var duplicateACKs = 0
    /// When the last duplicate ACK was sent.
    var duplicateTime: UInt64 = 0
    var last: PacketRemark?
  }

  private(set) var sides = [Side(), Side()]

  /// In nanoseconds: a repeat so soon after duplicate ACKs answers them.
  private static let fast: UInt64 = 20_000_000

  /// Takes a segment of side 0 or 1 in; what there is to say of it.
  mutating func enter(_ segment: TCPHeader, from side: Int, at time: UInt64) -> [PacketRemark] {
    let old = sides[side]
    let other = sides[1 - side]
    if segment.flags.contains(.syn), isNewBeginning(segment, old) { sides[side] = Side() }
    let remarks =
      old.next == nil || segment.flags.contains(.rst)
      ? [] : self.remarks(on: segment, old, other, time)
    note(segment, remarks, from: side, at: time)
    return remarks
  }

  /// A segment of that side gets to the other.
  mutating func noteArrival(of segment: TCPHeader, from side: Int) {
    sides[side].knownWindow = segment.window
    if segment.flags.contains(.ack) { sides[side].knownAcknowledged = segment.acknowledgement }
  }

  /// The window that a segment opens, in bytes: scaled, where both ends agreed on that.
  func window(of segment: TCPHeader, from side: Int) -> Int {
    guard !segment.flags.contains(.syn), let shift = sides[side].shift, sides[1 - side].shift != nil
    else { return Int(segment.window) }
    return Int(segment.window) << Int(shift)
  }

  /// The sequence number and the acknowledgement number relative to the first of each direction; 0
  /// without an acknowledgement.
  func relative(_ segment: TCPHeader, from side: Int) -> (sequence: UInt32, acknowledgement: UInt32)
  {
    let sequence = segment.sequence &- (sides[side].first ?? segment.sequence)
    guard segment.flags.contains(.ack), let other = sides[1 - side].first else {
      return (sequence, 0)
    }
    return (sequence, segment.acknowledgement &- other)
  }

  private func isNewBeginning(_ segment: TCPHeader, _ old: Side) -> Bool {
    guard let next = old.next else { return true }
    return segment.sequence &+ 1 != next && isBefore(next, segment.sequence &+ 1)
  }

  private func remarks(
    on segment: TCPHeader, _ own: Side, _ other: Side, _ time: UInt64
  ) -> [PacketRemark] {
    guard let next = own.next else { return [] }
    if segment.length == 1, segment.sequence == next, other.knownWindow == 0 {
      return [.zeroWindowProbe]
    }
    let isPlain = segment.flags.isDisjoint(with: [.syn, .fin, .rst])
    var remarks: [PacketRemark] = []
    if isPlain, segment.window == 0 { remarks.append(.zeroWindow) }
    if isPlain, segment.sequence == next &- 1, isEmpty(segment, next, other) {
      // A window probe of Linux looks like a keepalive: only the window tells them apart.
      return remarks + [other.knownWindow == 0 ? .zeroWindowProbe : .keepAlive]
    }
    if segment.sequenceLength > 0, isBefore(segment.sequence, next) {
      return remarks + [repeatRemark(segment, other, time)]
    }
    return remarks + (acknowledgementRemark(segment, own, other).map { [$0] } ?? [])
  }

  /// Whether a segment asks for an acknowledgement and nothing else: without data, or, from older
  /// systems, with one byte although its sender knows that all has arrived (RFC 9293, section 3.8.4).
  private func isEmpty(_ segment: TCPHeader, _ next: UInt32, _ other: Side) -> Bool {
    segment.length == 0 || segment.length == 1 && other.knownAcknowledged == next
  }

  private func repeatRemark(_ segment: TCPHeader, _ other: Side, _ time: UInt64) -> PacketRemark {
    if other.duplicateACKs >= 2, other.acknowledged == segment.sequence,
      time &- other.duplicateTime < Conversation.fast
    {
      return .fastRetransmission
    }
    if segment.length > 0, let acknowledged = other.acknowledged,
      !isBefore(acknowledged, segment.sequence &+ segment.sequenceLength)
    {
      return .spuriousRetransmission
    }
    return .retransmission
  }

  private func acknowledgementRemark(
    _ segment: TCPHeader, _ own: Side, _ other: Side
  ) -> PacketRemark? {
    guard segment.isPureACK, segment.sequence == own.next,
      segment.acknowledgement == own.acknowledged
    else { return nil }
    guard segment.window == own.window else { return segment.window == 0 ? nil : .windowUpdate }
    switch other.last {
    case .keepAlive: return segment.window == 0 ? nil : .keepAliveACK
    case .zeroWindowProbe: return .zeroWindowProbeACK
    default: return segment.window == 0 ? nil : .duplicateACK
    }
  }

  private mutating func note(
    _ segment: TCPHeader, _ remarks: [PacketRemark], from side: Int, at time: UInt64
  ) {
    let end = segment.sequence &+ segment.sequenceLength
    let isProbe = remarks.contains(.zeroWindowProbe) || remarks.contains(.keepAlive)
    if let next = sides[side].next {
      if !isProbe, isBefore(next, end) { sides[side].next = end }
    } else {
      sides[side].next = end
      sides[side].first = segment.sequence
    }
    if remarks.contains(.duplicateACK) {
      sides[side].duplicateACKs += 1
      sides[side].duplicateTime = time
    } else if segment.acknowledgement != sides[side].acknowledged {
      sides[side].duplicateACKs = 0
    }
    if segment.flags.contains(.ack) { sides[side].acknowledged = segment.acknowledgement }
    if segment.flags.contains(.syn) { sides[side].shift = segment.windowShift }
    sides[side].window = segment.window
    sides[side].last = remarks.last
  }
}

/// Whether a sequence number comes before another (RFC 9293, section 3.4).
func isBefore(_ one: UInt32, _ other: UInt32) -> Bool { Int32(bitPattern: one &- other) < 0 }
