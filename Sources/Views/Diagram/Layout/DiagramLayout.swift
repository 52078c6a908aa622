/// A diagram as lines of a grid.
struct DiagramLayout: Sendable {
  let diagram: Diagram
  let grid: DiagramGrid
  let words: DiagramWords
  private(set) var lines: [DiagramLine] = []
  private var rails: [Diagram.Rail]
  /// Of the row that was added last.
  private var lastTime: UInt64?
  /// What stands in the last line with a time.
  private var shownTime = ""

  /// `width` in cells; `keepsColumns` as in a grid.
  init(_ diagram: Diagram, width: Int, utf8: Bool, keepsColumns: Bool = false) {
    self.diagram = diagram
    words = DiagramWords(utf8: utf8)
    let last = diagram.rows.compactMap(\.time).max() ?? diagram.start
    let gutter = max(7, words.time(last, since: diagram.start).utf8.count) + 2
    grid = DiagramGrid(
      columns: max(1, diagram.columns.count), width: width, gutter: gutter,
      keepsColumns: keepsColumns)
    rails = diagram.opening
    while rails.count < diagram.columns.count { rails.append(.absent) }
    for step in diagram.steps {
      noteTime(of: step)
      add(step)
    }
  }

  /// The log tells what roles did at the same time one after the other.
  private mutating func noteTime(of step: DiagramStep) {
    guard let time = time(of: step) else { return }
    if let lastTime,
      words.milliseconds(time, since: diagram.start)
        < words.milliseconds(lastTime, since: diagram.start)
    {
      addNote("meanwhile")
      shownTime = ""
    }
    lastTime = time
  }

  /// An arrow stands above the row that proves it.
  private func time(of step: DiagramStep) -> UInt64? {
    switch step {
    case .row(let row), .departure(_, let row), .arrival(_, let row): row.time
    case .arrow(let place):
      diagram.row(max(diagram.arrows[place].from.row, diagram.arrows[place].to.row))?.time
    }
  }

  private mutating func add(_ step: DiagramStep) {
    switch step {
    case .row(let row):
      addText(row)
      row.pass(&rails)
    case .arrow(let place):
      addShaft(place, isStart: true, isEnd: true)
    case .departure(let place, let row):
      let arrow = diagram.arrows[place]
      let isLate = arrow.to.row != arrow.from.row || arrow.fate == .underWay
      addShaft(place, isStart: true, isEnd: !isLate, at: row.time)
    case .arrival(let place, let row):
      addShaft(place, isStart: false, isEnd: true, at: row.time)
    }
  }

  // MARK: Rows

  private mutating func addNote(_ text: String) {
    for piece in brokenAtWords(text, width: grid.width - grid.gutter - 4) {
      var line = newLine()
      line.rails = line.rails.map { _ in .absent }
      line.texts = [.init(.init(x: grid.gutter, text: piece), .note)]
      lines.append(line)
    }
  }

  private mutating func addText(_ row: Diagram.Row) {
    guard var text = words.text(of: row.content) else { return }
    guard let column = row.column else { return addNote(text) }
    if grid.sharing > 1, grid.place(of: column) == grid.places.count - 1 {
      text = "\(words.name(of: diagram.columns[column])): \(text)"
    }
    for (index, piece) in grid.beside(column, text).enumerated() {
      var line = newLine(at: index == 0 ? row.time : nil)
      if index == 0, let mark = row.content.mark {
        line.marks = [.init(column: grid.place(of: column), kind: mark)]
      }
      line.texts = [.init(piece, row.content.tone)]
      line.goesOn = index > 0
      lines.append(line)
      if index == 0 { row.pass(&rails) }
    }
  }

  // MARK: Arrows

  private mutating func addShaft(
    _ place: Int, isStart: Bool, isEnd: Bool, at time: UInt64? = nil
  ) {
    let arrow = diagram.arrows[place]
    let (start, end) = (grid.x(of: arrow.from.column), grid.x(of: arrow.to.column))
    // Within one column there is no way to draw.
    guard start != end else { return }
    let stop = arrow.fate.stop
    let middle = (start + end) / 2
    if case .refusal = arrow.content { return addRefusal(place, to: start, from: middle) }
    let shaft = DiagramLine.Shaft(
      from: isStart ? start : middle, to: isEnd && stop == nil ? end : middle,
      startsAtColumn: isStart, end: stop ?? (isEnd ? .arrives : .goesOn), arrow: place)
    // What has no life of its own in the log is there since something came to it.
    for column in [arrow.from.column, arrow.to.column]
    where column < diagram.columns.count && diagram.columns[column].kind != .role {
      rails[column] = .idle
    }
    var line = newLine(at: time)
    line.shafts = [shaft]
    let tone: DiagramLine.Text.Tone = stop == .stops ? .loss : .label
    let isSlanted = !isStart || !isEnd && arrow.fate != .underWay
    let label = grid.label(
      words.label(of: arrow, arrives: !isStart), on: shaft, isSlanted: isSlanted)
    line.texts = label.first.map { [.init($0, tone)] } ?? []
    lines.append(line)
    for piece in label.dropFirst() {
      var line = newLine()
      line.texts = [.init(piece, tone)]
      line.goesOn = true
      lines.append(line)
    }
  }

  /// An answer that comes back, and nothing that is lost: there is nobody at the other end whose column
  /// it could come from.
  private mutating func addRefusal(_ place: Int, to column: Int, from middle: Int) {
    let shaft = DiagramLine.Shaft(
      from: middle, to: column, startsAtColumn: false, end: .arrives, arrow: place)
    var line = newLine()
    line.shafts = [shaft]
    let label = grid.label(words.label(of: diagram.arrows[place]), on: shaft, isSlanted: false)
    line.texts = label.prefix(1).map { .init($0, .label) }
    lines.append(line)
  }

  private mutating func newLine(at time: UInt64? = nil) -> DiagramLine {
    var line = DiagramLine(rails: [Diagram.Rail](repeating: .absent, count: grid.places.count))
    for (column, rail) in rails.enumerated() where rail != .absent {
      let place = grid.place(of: column)
      if line.rails[place] != .inCall { line.rails[place] = rail }
    }
    if let time {
      let text = words.time(time, since: diagram.start)
      line.time = text == shownTime ? "" : text
      shownTime = text
    }
    return line
  }
}

extension Diagram.ArrowFate {
  /// How it ends in the middle; nil where it does not.
  fileprivate var stop: DiagramLine.Shaft.End? {
    switch self {
    case .stops: .stops
    case .held: .held
    case .arrives, .arrivesAgain, .underWay: nil
    }
  }
}

extension DiagramGrid {
  /// Where so many cells cross no column's line behind an arrow that begins or ends in the air: beside
  /// that place, or beside the next column.
  private func free(for columns: Int, behind right: Int) -> Int? {
    guard !places.contains(right) else { return nil }
    let starts = [right + 2] + places.filter { $0 > right }.prefix(1).map { $0 + 2 }
    return starts.first { start in
      start + columns <= width && !places.contains { (start - 1..<start + columns).contains($0) }
    }
  }

  /// On the arrow where it has room; else beside it, right or left; else below.
  fileprivate func label(
    _ text: String, on shaft: DiagramLine.Shaft, isSlanted: Bool
  ) -> [Piece] {
    if keepsColumns { return labelWithin(text, on: shaft, isSlanted: isSlanted) }
    let (left, right) = (min(shaft.from, shaft.to), max(shaft.from, shaft.to))
    let columns = displayWidth(text)
    if columns + 5 <= right - left {
      return [Piece(x: left + (right - left - columns) / 2 + 1, text: text)]
    }
    if let start = free(for: columns, behind: right) { return [Piece(x: start, text: text)] }
    if columns <= width - right - 2 { return [Piece(x: right + 2, text: text)] }
    if columns <= left - gutter - 2 { return [leftOf(left, text)] }
    if width - right - 2 >= min(left - gutter, 20) {
      return brokenAtWords(text, width: width - right - 2).map { Piece(x: right + 2, text: $0) }
    }
    return brokenAtWords(text, width: left - gutter - 2).map { leftOf(left, $0) }
  }
}
