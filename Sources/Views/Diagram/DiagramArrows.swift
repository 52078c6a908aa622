internal import Log

/// The arrows of a diagram as they come: those between the same two rows that count calls are one.
struct DiagramArrows: Sendable {
  private(set) var all: [Diagram.Arrow] = []
  /// Where the arrow from one row to another is in `all`.
  private var places: [Way: Int] = [:]
  private var firstRow = 0

  private struct Way: Hashable {
    var from: Int
    var to: Int
    var kind: Int
  }

  mutating func add(_ arrow: Diagram.Arrow) {
    let way = Way(from: arrow.from.row, to: arrow.to.row, kind: arrow.content.number)
    if let place = places[way], all[place].joins(arrow) {
      all[place].add(arrow)
    } else {
      places[way] = all.count
      all.append(arrow)
    }
  }

  /// Counts another packet with those whose arrow is on that row.
  mutating func count(_ packet: PacketSeen, on row: Int, _ seq: Int) {
    guard let place = places[Way(from: row, to: row, kind: Diagram.ArrowContent.countedPackets)],
      case .packets(var packets) = all[place].content
    else { return }
    packets.group.add(packet)
    all[place].content = .packets(packets)
    all[place].count += 1
    all[place].lastPair = (seq, seq)
  }

  /// Arrows that begin or end above that row are not drawn.
  mutating func forget(before row: Int) {
    guard row > firstRow else { return }
    firstRow = row
    all.removeAll { $0.from.row < row || $0.to.row < row }
    places = [:]
    for (place, arrow) in all.enumerated() {
      places[Way(from: arrow.from.row, to: arrow.to.row, kind: arrow.content.number)] = place
    }
  }
}

extension Diagram.Arrow {
  fileprivate func joins(_ other: Diagram.Arrow) -> Bool {
    if case .packets = content { return false }
    return from.seq != other.from.seq || to.seq != other.to.seq
  }

  fileprivate mutating func add(_ other: Diagram.Arrow) {
    count += other.count
    lastPair = other.lastPair
    if case .data(var data) = content, case .data(let more) = other.content {
      let (sum, overflow) = data.count.addingReportingOverflow(more.count)
      data.count = overflow ? .max : sum
      content = .data(data)
    }
  }
}

extension Diagram.ArrowContent {
  fileprivate static let countedPackets = 6

  fileprivate var number: Int {
    switch self {
    case .connection: 0
    case .data: 1
    case .end: 2
    case .reset: 3
    case .refusal: 4
    case .packet: 5
    case .packets: Diagram.ArrowContent.countedPackets
    }
  }
}
