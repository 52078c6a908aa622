internal import Log
internal import SystemCalls

/// Every TCP connection on the cable, as its packets show it where they are sent.
struct Conversations {
  private var all = FlowTable<Conversation>(most: 2048)

  /// What a packet says, in the terms of its connection.
  struct Reading {
    var content: PacketSeen.Content
    var remarks: [String]
  }

  mutating func enter(_ header: PacketHeader, at time: UInt64) -> Reading {
    switch header.content {
    case .segment(let segment): enter(segment, Flow(header), at: time)
    case .datagram(let length): Reading(content: .udp(length: length), remarks: [])
    case .control(let type, let code, let echo):
      Reading(content: .icmp(type: Int(type), code: Int(code), echo: echo), remarks: [])
    case .fragment(let identification, let offset):
      Reading(
        content: .fragment(identification: Int(identification), offset: offset), remarks: [])
    case .other: Reading(content: .other(Int(header.protocolNumber)), remarks: [])
    }
  }

  /// Whether a packet brings the data that comes next in its connection, and the other side is known to
  /// have room: there is nothing to say of it then.
  mutating func isNext(_ header: PacketHeader) -> Bool {
    guard case .segment(let segment) = header.content else { return false }
    let (place, side) = find(Flow(header))
    let sides = all[place].sides
    return sides[side].next == segment.sequence && sides[1 - side].knownWindow != 0
  }

  /// To be told of every packet that the cable does not lose.
  mutating func noteArrival(of header: PacketHeader) {
    guard case .segment(let segment) = header.content else { return }
    let (place, side) = find(Flow(header))
    all[place].noteArrival(of: segment, from: side)
  }

  private mutating func enter(_ segment: TCPHeader, _ flow: Flow, at time: UInt64) -> Reading {
    let (place, side) = find(flow)
    let remarks = all[place].enter(segment, from: side, at: time)
    let numbers = all[place].relative(segment, from: side)
    let content = PacketSeen.Segment(
      flags: segment.flags.letters, sequence: Int(numbers.sequence),
      acknowledgement: segment.flags.contains(.ack) ? Int(numbers.acknowledgement) : nil,
      length: segment.length, window: all[place].window(of: segment, from: side))
    return Reading(content: .tcp(content), remarks: remarks.map(\.text))
  }

  /// The side is 0 for who was seen first.
  private mutating func find(_ flow: Flow) -> (place: Int, side: Int) {
    let reversed = flow.reversed
    if !all.isRecent(reversed), let place = all.place(of: flow) { return (place, 0) }
    if let place = all.place(of: reversed) { return (place, 1) }
    return (all.add(flow, Conversation()), 0)
  }
}

extension TCPFlags {
  /// As tcpdump(8) writes them: S, F, P, R, U, W (CWR), E (ECE), and a dot for ACK.
  var letters: String { TCPFlags.texts[Int(rawValue)] }

  /// Of all combinations: every packet of a flood asks for one.
  private static let texts = (UInt8.min...UInt8.max).map { TCPFlags(rawValue: $0).spelled }

  private var spelled: String {
    let names: [(TCPFlags, String)] = [
      (.syn, "S"), (.fin, "F"), (.rst, "R"), (.psh, "P"), (.urg, "U"), (.cwr, "W"), (.ece, "E"),
      (.ack, "."),
    ]
    let text = names.filter { contains($0.0) }.map(\.1).joined()
    return text.isEmpty ? "none" : text
  }
}

extension PacketSeen {
  init(
    number: Int, from: String, to: String?, header: PacketHeader, _ reading: Conversations.Reading
  ) {
    self.init(
      number: number, from: from, to: to, source: header.source, destination: header.destination,
      content: reading.content, length: header.length, fate: Fate(.delivered),
      remarks: reading.remarks)
  }
}

extension PacketSeen.Fate {
  /// What was done to a packet, for a capture; nil for nothing.
  var comment: String? {
    guard verdict == .delivered else { return verdict.name }
    var parts: [String] = []
    if delay > 0 { parts.append("delayed by \(Double(delay / 1000) / 1000) ms") }
    if copies > 1 { parts.append("duplicated") }
    if isCorrupted { parts.append("one bit changed") }
    if isKeptBack { parts.append("kept back for the next one") }
    if let overtakes { parts.append("overtakes packet \(overtakes), as wire show counts") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
