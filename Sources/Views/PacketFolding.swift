internal import Log

/// Of the packets of one statement the first are shown, the others counted, so that a transfer does
/// not fill the terminal. What is held grows with the number of hosts, not of packets.
struct PacketFolding: Sendable {
  static let shownFirst = 12

  enum Item: Hashable, Sendable {
    case packet(PacketSeen)
    case folded(Group)
  }

  /// Packets from one host to another.
  struct Group: Hashable, Sendable {
    let first: PacketSeen
    private(set) var count = 0
    /// Of TCP and UDP, what was sent more than once counted each time.
    private(set) var dataBytes = 0
    private(set) var lost = 0
    /// `retransmission` and so on, in the order in which they first came.
    private(set) var remarks: [Remark] = []

    struct Remark: Hashable, Sendable {
      var text: String
      var count: Int
    }

    init(_ first: PacketSeen) {
      self.first = first
      add(first)
    }

    mutating func add(_ packet: PacketSeen) {
      count += 1
      dataBytes += packet.dataLength
      if packet.fate.isLoss { lost += 1 }
      for text in packet.remarks { add(text) }
    }

    private mutating func add(_ text: String) {
      if let index = remarks.firstIndex(where: { $0.text == text }) {
        remarks[index].count += 1
      } else {
        remarks.append(Remark(text: text, count: 1))
      }
    }
  }

  private var shown = 0
  private var groups: [Group] = []

  /// What is held stays held until `flush`.
  mutating func beginStatement() { shown = 0 }

  /// What is to be shown now that this packet has come.
  mutating func take(_ packet: PacketSeen) -> [Item] {
    guard shown >= PacketFolding.shownFirst || !groups.isEmpty else {
      shown += 1
      return [.packet(packet)]
    }
    hold(packet)
    return []
  }

  mutating func hold(_ packet: PacketSeen) {
    let same = groups.firstIndex { $0.first.from == packet.from && $0.first.to == packet.to }
    if let same { groups[same].add(packet) } else { groups.append(Group(packet)) }
  }

  /// A group of one is a packet like any other.
  mutating func flush() -> [Item] {
    defer { groups = [] }
    return groups.map { $0.count == 1 ? .packet($0.first) : .folded($0) }
  }
}

extension PacketSeen {
  fileprivate var dataLength: Int {
    switch content {
    case .tcp(let segment): segment.length
    case .udp(let length): length
    default: 0
    }
  }
}

extension PacketFolding.Group {
  /// `× 1432 = 2 MiB, 3 lost, retransmission × 3`
  var text: String {
    var parts = ["× \(count)" + (dataBytes > 0 ? " = \(sizeText(dataBytes))" : "")]
    if lost > 0 { parts.append("\(lost) lost") }
    parts += remarks.map { "\($0.text) × \($0.count)" }
    return parts.joined(separator: ", ")
  }
}

/// `  alice → bob   × 1432 = 2 MiB, 3 lost, retransmission × 3`
func packetsLine(_ group: PacketFolding.Group, utf8: Bool) -> String {
  let way = PacketNotation(packet: group.first, isFull: false).way
  return safeText(padded("  \(way) ", to: 16) + group.text, utf8: utf8)
}
