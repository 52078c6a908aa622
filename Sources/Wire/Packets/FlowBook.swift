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
    /// TCP: what was sent.
    var sent = SentNumbers()
  }

  private var records = FlowTable<Record>(most: 4096)
  /// How many flows of a protocol there were.
  private var counts: [UInt8: UInt32] = [:]

  /// The place of a packet, which counts as sent now.
  mutating func enter(_ header: PacketHeader) -> Place {
    let flow = Flow(header)
    let index = records.place(of: flow) ?? open(flow, header)
    guard case .segment(let segment) = header.content else {
      defer { records[index].count &+= 1 }
      let isDatagram = if case .datagram = header.content { true } else { false }
      return Place(
        protocolNumber: flow.protocolNumber, flow: records[index].ordinal,
        kind: isDatagram ? .datagram : .other, number: records[index].count, repetition: 0)
    }
    if segment.flags.contains(.syn) { begin(index, segment) }
    return place(of: segment, at: index)
  }

  private mutating func open(_ flow: Flow, _ header: PacketHeader) -> Int {
    var record = Record(ordinal: nextOrdinal(of: flow.protocolNumber))
    if case .segment(let segment) = header.content { record.first = segment.sequence }
    return records.add(flow, record)
  }

  /// A SYN with another number begins another connection between the same ends.
  private mutating func begin(_ index: Int, _ segment: TCPHeader) {
    guard records[index].first != segment.sequence else { return }
    records[index] = Record(
      ordinal: nextOrdinal(of: IPProtocol.tcp), first: segment.sequence)
  }

  private mutating func nextOrdinal(of protocolNumber: UInt8) -> UInt32 {
    counts[protocolNumber, default: 0] &+= 1
    return counts[protocolNumber] ?? 0
  }

  private mutating func place(of segment: TCPHeader, at index: Int) -> Place {
    let kind = segment.kind
    let number = number(of: segment, kind, at: index)
    let repetition = records[index].sent.enter(kind, number)
    return Place(
      protocolNumber: IPProtocol.tcp, flow: records[index].ordinal, kind: kind, number: number,
      repetition: repetition)
  }

  /// An ACK's own number is relative to the first that this direction acknowledged.
  private mutating func number(of segment: TCPHeader, _ kind: Place.Kind, at index: Int) -> UInt32 {
    guard kind == .ack else { return segment.sequence &- records[index].first }
    let first = records[index].firstACK ?? segment.acknowledgement
    records[index].firstACK = first
    return segment.acknowledgement &- first
  }
}

/// How often a segment of each kind and number was sent. Only what was sent again takes memory.
private struct SentNumbers {
  private struct Key: Hashable {
    var kind: Place.Kind
    var number: UInt32
  }

  private var highest: [UInt32?] = Array(repeating: nil, count: Int(Place.Kind.other.rawValue) + 1)
  private var repetitions: [Key: UInt32] = [:]
  private static let mostRepetitions = 1 << 17

  /// Notes one as sent; says how often it was sent before.
  mutating func enter(_ kind: Place.Kind, _ number: UInt32) -> UInt32 {
    guard let highest = highest[Int(kind.rawValue)], !isBefore(highest, number) else {
      self.highest[Int(kind.rawValue)] = number
      return 0
    }
    if repetitions.count >= SentNumbers.mostRepetitions { forgetOld(before: number) }
    let key = Key(kind: kind, number: number)
    let repetition = repetitions[key, default: 0] &+ 1
    repetitions[key] = repetition
    return repetition
  }

  /// Long acknowledged numbers are not sent again.
  private mutating func forgetOld(before number: UInt32) {
    repetitions = repetitions.filter {
      number &- $0.key.number < UInt32(SentNumbers.mostRepetitions) * 256
    }
    if repetitions.count >= SentNumbers.mostRepetitions { repetitions = [:] }
  }
}
