internal import Log
internal import SystemCalls

/// Every TCP connection on the cable, as its packets show it where they are sent.
struct Conversations {
  private var all: [Flow: Conversation] = [:]
  private var order: [Flow] = []
  private static let most = 2048

  /// What a packet says, in the terms of its connection.
  struct Reading {
    var content: PacketSeen.Content
    var remarks: [String]
  }

  mutating func enter(_ header: PacketHeader, at time: UInt64) -> Reading {
    switch header.content {
    case .segment(let segment): enter(segment, Flow(header), at: time)
    case .datagram(let length): Reading(content: .udp(length: length), remarks: [])
    case .control(let type, let code):
      Reading(content: .icmp(type: Int(type), code: Int(code)), remarks: [])
    case .fragment(let identification, let offset):
      Reading(
        content: .fragment(identification: Int(identification), offset: offset), remarks: [])
    case .other: Reading(content: .other(Int(header.protocolNumber)), remarks: [])
    }
  }

  /// To be told of every packet that the cable does not lose.
  mutating func noteArrival(of header: PacketHeader) {
    guard case .segment(let segment) = header.content else { return }
    let flow = Flow(header)
    if all[flow] != nil {
      all[flow]?.noteArrival(of: segment, from: 0)
    } else {
      all[flow.reversed]?.noteArrival(of: segment, from: 1)
    }
  }

  private mutating func enter(_ segment: TCPHeader, _ flow: Flow, at time: UInt64) -> Reading {
    let isReversed = all[flow] == nil && all[flow.reversed] != nil
    let key = isReversed ? flow.reversed : flow
    if all[key] == nil { open(key) }
    let side = isReversed ? 1 : 0
    guard var conversation = all.removeValue(forKey: key) else {
      return Reading(content: .other(Int(IPProtocol.tcp)), remarks: [])
    }
    defer { all[key] = conversation }
    let remarks = conversation.enter(segment, from: side, at: time)
    let numbers = conversation.relative(segment, from: side)
    let content = PacketSeen.Segment(
      flags: segment.flags.letters, sequence: Int(numbers.sequence),
      acknowledgement: segment.flags.contains(.ack) ? Int(numbers.acknowledgement) : nil,
      length: segment.length, window: conversation.window(of: segment, from: side))
    return Reading(content: .tcp(content), remarks: remarks.map(\.text))
  }

  private mutating func open(_ flow: Flow) {
    if order.count >= Conversations.most {
      for old in order.prefix(Conversations.most / 4) { all[old] = nil }
      order.removeFirst(Conversations.most / 4)
    }
    order.append(flow)
    all[flow] = Conversation()
  }
}

extension TCPFlags {
  /// As tcpdump(8) writes them: S, F, P, R, U, W (CWR), E (ECE), and a dot for ACK.
  var letters: String {
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
    if isOvertaken { parts.append("kept back for the next one") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
