/// Which of the lines that are written can stay, and what is put in place of the others.
struct OutputAlignment {
  enum Row: Hashable {
    case keep(Int)
    case drop(Int)
    /// A line that is written, and the one that came in its place.
    case replace(Int, Int)
    case add(Int)
  }

  /// In reading order, with the least number of changes.
  private(set) var rows: [Row] = []

  init(of written: [ExpectedLine], with came: [String], _ values: [String: String]) {
    let table = Table(written: written, came: came, values)
    var (i, j) = (0, 0)
    while let next = table.best(i, j) {
      if let row = next.row { rows.append(row) }
      (i, j) = (next.written, next.came)
    }
  }
}

private struct Table {
  private let written: [ExpectedLine]
  private let kinds: [LineKind]
  private let agrees: [[Bool]]
  private let showsCalls: Bool
  private var costs: [[Int?]]

  struct Move {
    var row: OutputAlignment.Row?
    var written: Int
    var came: Int
    var cost: Int
  }

  init(written: [ExpectedLine], came: [String], _ values: [String: String]) {
    self.written = written
    kinds = came.map(LineKind.init(of:))
    agrees = written.map { line in came.map { line.couldMatch($0, values) } }
    showsCalls = written.contains(where: \.kind.mustBeShown)
    costs = written.indices.map { _ in came.map { _ in nil } + [nil] }
    costs.append(came.map { _ in nil } + [nil])
    // From the end, so that no look-up goes deep.
    for i in (0...written.count).reversed() {
      for j in (0...came.count).reversed() { costs[i][j] = best(i, j)?.cost ?? 0 }
    }
  }

  /// The first step of the cheapest way from here to the end; nil at the end.
  func best(_ i: Int, _ j: Int) -> Move? {
    moves(i, j).map { move in
      var move = move
      move.cost += costs[move.written][move.came] ?? 0
      return move
    }.min { $0.cost < $1.cost }
  }

  /// Among equals the first is taken: to keep, then to replace.
  private func moves(_ i: Int, _ j: Int) -> [Move] {
    var moves: [Move] = []
    let isEllipsis = i < written.count && written[i].kind == .ellipsis
    if i < written.count, j < kinds.count {
      if isEllipsis {
        moves.append(Move(row: nil, written: i, came: j + 1, cost: 0))
      } else if agrees[i][j] {
        moves.append(Move(row: .keep(i), written: i + 1, came: j + 1, cost: 0))
      } else if written[i].kind == kinds[j] {
        moves.append(Move(row: .replace(i, j), written: i + 1, came: j + 1, cost: 1))
      }
    }
    if i < written.count {
      let row = isEllipsis ? OutputAlignment.Row.keep(i) : .drop(i)
      moves.append(Move(row: row, written: i + 1, came: j, cost: isEllipsis ? 0 : 1))
    }
    if j < kinds.count {
      let isNeeded = showsCalls && kinds[j].mustBeShown
      moves.append(
        Move(row: isNeeded ? .add(j) : nil, written: i, came: j + 1, cost: isNeeded ? 1 : 0))
    }
    return moves
  }
}
