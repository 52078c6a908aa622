/// A diagram from top to bottom: its rows, and each arrow where it stands among them.
enum DiagramStep: Sendable {
  case row(Diagram.Row)
  /// By its place among the arrows.
  case arrow(Int)
  /// A packet leaves, and arrives, later on or at once.
  case departure(Int, Diagram.Row)
  case arrival(Int, Diagram.Row)
}

extension Diagram {
  /// That of a packet stands on the packet's own row, and where it arrives later on; any other above the
  /// row that proves it.
  var steps: [DiagramStep] {
    var above: [Int: [DiagramStep]] = [:]
    var on: [Int: [DiagramStep]] = [:]
    var below: [Int: [DiagramStep]] = [:]
    let first = rows.first?.id ?? 0
    for (place, arrow) in arrows.enumerated() {
      let (from, to) = (arrow.from.row, arrow.to.row)
      if arrow.content.isOfWire {
        // A duplicate is made on the way. What left before the first row only arrives.
        if from >= first, to == from || arrow.fate != .arrivesAgain {
          on[from, default: []].append(.departure(place, rows[from - first]))
        }
        if to != from { on[to, default: []].append(.arrival(place, rows[to - first])) }
      } else if from < to
        || from == to && arrow.fate != .stops
          && rows[to - first].column == arrow.to.column
      {
        above[to, default: []].append(.arrow(place))
      } else {
        below[from, default: []].append(.arrow(place))
      }
    }
    return rows.flatMap { row in
      (above[row.id] ?? []) + (on[row.id] ?? []) + [.row(row)] + (below[row.id] ?? [])
    }
  }
}

extension Diagram.ArrowContent {
  var isOfWire: Bool {
    switch self {
    case .packet, .packets: true
    default: false
    }
  }
}
