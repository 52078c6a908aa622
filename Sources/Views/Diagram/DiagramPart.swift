extension Diagram {
  /// Some of its rows by their `id`, with the columns that are there meanwhile, and what of the arrows
  /// ends or begins among them.
  public func part(_ ids: Range<Int>) -> Diagram {
    var part = self
    part.rows = rows.filter { ids.contains($0.id) }
    for row in rows where row.id < ids.lowerBound { row.pass(&part.opening) }
    part.leftOut = 0
    part.arrows = arrows.compactMap { $0.part(ids) }
    part.dropAbsentColumns()
    return part
  }

  /// As many as have room beside each other; where there are more, those that only stand by are not
  /// needed.
  private static let roomyColumns = 3

  private mutating func dropAbsentColumns() {
    let ends = arrows.flatMap { $0.isRefusal ? [$0.from.column] : [$0.from.column, $0.to.column] }
    let present = Set(rows.compactMap(\.column) + ends)
    let there = columns.indices.filter { present.contains($0) || rail($0) != .absent }
    let isRoomy = there.count <= Diagram.roomyColumns
    let kept = there.filter { isRoomy || present.contains($0) || rail($0) == .inCall }
    let places = Dictionary(uniqueKeysWithValues: zip(kept, kept.indices))
    columns = kept.map { columns[$0] }
    opening = kept.map(rail)
    for index in rows.indices { rows[index].column = rows[index].column.flatMap { places[$0] } }
    for index in arrows.indices { arrows[index].move(to: places) }
  }

  /// How it stands with a column above the first row.
  private func rail(_ column: Int) -> Rail {
    opening.indices.contains(column) ? opening[column] : .absent
  }
}

extension Diagram.Arrow {
  /// What of it is to be seen there; nil if that is nothing.
  fileprivate func part(_ ids: Range<Int>) -> Diagram.Arrow? {
    guard content.isOfWire else { return ids.contains(drawnRow) ? self : nil }
    if ids.contains(from.row), !ids.contains(to.row) {
      guard fate != .arrivesAgain else { return nil }
      var arrow = self
      arrow.to.row = from.row
      if fate == .arrives { arrow.fate = .underWay }
      return arrow
    }
    return ids.contains(to.row) ? self : nil
  }

  /// The row above or below which it stands, where it is no packet.
  private var drawnRow: Int { max(from.row, to.row) }

  /// It goes nowhere, whatever stands beside.
  fileprivate var isRefusal: Bool { if case .refusal = content { true } else { false } }

  fileprivate mutating func move(to places: [Int: Int]) {
    let start = places[from.column] ?? 0
    from.column = start
    to.column = places[to.column] ?? (start > 0 ? start - 1 : start + 1)
  }
}
