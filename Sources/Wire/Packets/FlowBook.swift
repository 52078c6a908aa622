internal import SystemCalls

/// Tells each packet's place in its flow, and TCP's numbers relative to where they began: of the
/// packets that travel in one direction between two hosts.
struct FlowBook {
  /// What is known of one direction.
  private struct Record {
    var ordinal: UInt32
    /// TCP: the sequence number that counts as 0.
    var first: UInt32 = 0
    /// TCP: the acknowledgement number of its first pure ACK.
    var firstACK: UInt32?
    /// Everything else: how many packets there were.
    var count: UInt32 = 0
    /// TCP: how often a segment of that kind and number was sent.
    var repetitions: [Key: UInt32] = [:]

    struct Key: Hashable {
      var kind: Place.Kind
      var number: UInt32
    }
  }

  private var records: [Flow: Record] = [:]
  /// Flows that are remembered; a flood of addresses must not fill the memory. The oldest go first.
  private var order: [Flow] = []
  /// How many flows of a protocol there were.
  private var counts: [UInt8: UInt32] = [:]
  private static let mostFlows = 4096
  private static let mostRepetitions = 1 << 17

  /// The place of a packet, which counts as sent now.
  mutating func enter(_ header: PacketHeader) -> Place {
    let flow = Flow(header)
    if records[flow] == nil { open(flow, header) }
    guard case .segment(let segment) = header.content else {
      defer { records[flow]?.count &+= 1 }
      let isDatagram = if case .datagram = header.content { true } else { false }
      return Place(
        protocolNumber: flow.protocolNumber, flow: records[flow]?.ordinal ?? 0,
        kind: isDatagram ? .datagram : .other, number: records[flow]?.count ?? 0, repetition: 0)
    }
    if segment.flags.contains(.syn) { begin(flow, segment) }
    return place(of: segment, in: flow)
  }

  private mutating func open(_ flow: Flow, _ header: PacketHeader) {
    if order.count >= FlowBook.mostFlows {
      for old in order.prefix(FlowBook.mostFlows / 4) { records[old] = nil }
      order.removeFirst(FlowBook.mostFlows / 4)
    }
    order.append(flow)
    var record = Record(ordinal: nextOrdinal(of: flow))
    if case .segment(let segment) = header.content { record.first = segment.sequence }
    records[flow] = record
  }

  /// A SYN with another number begins another connection between the same ends.
  private mutating func begin(_ flow: Flow, _ segment: TCPHeader) {
    guard records[flow]?.first != segment.sequence else { return }
    records[flow] = Record(ordinal: nextOrdinal(of: flow), first: segment.sequence)
  }

  private mutating func nextOrdinal(of flow: Flow) -> UInt32 {
    counts[flow.protocolNumber, default: 0] &+= 1
    return counts[flow.protocolNumber] ?? 0
  }

  private mutating func place(of segment: TCPHeader, in flow: Flow) -> Place {
    let kind = segment.kind
    // An ACK's own number is relative to the first that this direction acknowledged.
    if kind == .ack, records[flow]?.firstACK == nil {
      records[flow]?.firstACK = segment.acknowledgement
    }
    let number =
      kind == .ack
      ? segment.acknowledgement &- (records[flow]?.firstACK ?? 0)
      : segment.sequence &- (records[flow]?.first ?? 0)
    let key = Record.Key(kind: kind, number: number)
    let repetition = records[flow]?.repetitions[key] ?? 0
    if records[flow]?.repetitions.count ?? 0 >= FlowBook.mostRepetitions {
      forgetOldRepetitions(of: flow, before: number)
    }
    records[flow]?.repetitions[key] = repetition &+ 1
    return Place(
      protocolNumber: flow.protocolNumber, flow: records[flow]?.ordinal ?? 0, kind: kind,
      number: number, repetition: repetition)
  }

  /// Long acknowledged numbers are not sent again.
  private mutating func forgetOldRepetitions(of flow: Flow, before number: UInt32) {
    guard var record = records.removeValue(forKey: flow) else { return }
    record.repetitions = record.repetitions.filter {
      number &- $0.key.number < UInt32(FlowBook.mostRepetitions) * 256
    }
    if record.repetitions.count >= FlowBook.mostRepetitions { record.repetitions = [:] }
    records[flow] = record
  }
}
