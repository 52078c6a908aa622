internal import SystemCalls

/// TCP's state machine with sockets on it, drawn with strokes: a box for each state.
struct StatesBoard {
  private let marks: StateMarks

  init(_ marks: StateMarks) { self.marks = marks }

  static let width = 800
  static let height = y(StateMap.rows - 1) + box.height / 2 + 8

  private static let cell = (width: 10, height: 24)
  private static let box = (width: 120, height: 40)

  private static func x(_ column: Int) -> Int { 10 + column * cell.width }
  private static func y(_ row: Int) -> Int { 8 + box.height / 2 + row * cell.height }

  private typealias Point = (x: Int, y: Int)

  var elements: [Element] {
    let arrows = StateMap.arrows.map { ($0, corners(of: $0)) }
    // What was gone along is drawn over the rest, and what is written over both.
    let isTaken = { (arrow: StateMap.Arrow) in marks.taken.contains(arrow.step) }
    return arrows.filter { !isTaken($0.0) }.flatMap { stroke($0.1, isTaken: false) }
      + arrows.filter { isTaken($0.0) }.flatMap { stroke($0.1, isTaken: true) }
      + StateMap.places.flatMap(box)
      + arrows.flatMap { label($0.0, $0.1) }
  }

  // MARK: States

  private func box(_ place: (state: TCPState, column: Int, row: Int)) -> [Element] {
    let (x, y) = (StatesBoard.x(place.column), StatesBoard.y(place.row))
    let text = marks.text(in: place.state, isTop: place.row == 0)
    let isEmpty = text == nil
    let frame = Element(
      "rect",
      [
        "x": "\(x - StatesBoard.box.width / 2)", "y": "\(y - StatesBoard.box.height / 2)",
        "width": "\(StatesBoard.box.width)", "height": "\(StatesBoard.box.height)", "rx": "6",
        "class": (isEmpty ? Colour.line : .state).stroke, "stroke-width": isEmpty ? "1" : "3",
      ])
    let name = Drawing.text(
      place.state.name, x: x, y: isEmpty ? y : y - 9, .ink, isBold: !isEmpty, anchor: .middle)
    return [frame, name]
      + (text.map { [Drawing.text($0, x: x, y: y + 9, .state, isBold: true, anchor: .middle)] }
        ?? [])
  }

  // MARK: Arrows

  private func corners(of arrow: StateMap.Arrow) -> [Point] {
    let (first, last) = (arrow.corners[0], arrow.corners[arrow.corners.count - 1])
    let inner = arrow.corners.dropFirst().dropLast().map { corner in
      (x: StatesBoard.x(corner.column ?? 0), y: StatesBoard.y(corner.row))
    }
    let start = edge(
      of: arrow.step.from, first,
      towards: arrow.corners[1].column ?? column(of: arrow.step.to, last))
    let end = edge(
      of: arrow.step.to, last,
      towards: arrow.corners[arrow.corners.count - 2].column ?? column(of: arrow.step.from, first))
    return [start] + inner + [end]
  }

  /// Where an arrow touches a state's box: at its side, or above or below it.
  private func edge(
    of state: TCPState, _ corner: (column: Int?, row: Int), towards column: Int
  ) -> Point {
    let place = place(of: state, near: corner.row)
    let (middle, y) = (StatesBoard.x(place.column), StatesBoard.y(place.row))
    guard let own = corner.column else {
      return (middle + (column < place.column ? -1 : 1) * StatesBoard.box.width / 2, y)
    }
    return (StatesBoard.x(own), y + (corner.row < place.row ? -1 : 1) * StatesBoard.box.height / 2)
  }

  private func column(of state: TCPState, _ corner: (column: Int?, row: Int)) -> Int {
    place(of: state, near: corner.row).column
  }

  private func place(
    of state: TCPState, near row: Int
  ) -> (state: TCPState, column: Int, row: Int) {
    StateMap.places.filter { $0.state == state }.min { abs($0.row - row) < abs($1.row - row) }
      ?? StateMap.places[0]
  }

  private func stroke(_ corners: [Point], isTaken: Bool) -> [Element] {
    let (end, before) = (corners[corners.count - 1], corners[corners.count - 2])
    let path = corners.map { "\($0.x) \($0.y)" }.joined(separator: " L ")
    let colour = isTaken ? Colour.state : .line
    let (across, down) = ((end.x - before.x).signum() * 9, (end.y - before.y).signum() * 9)
    let head =
      "M \(end.x) \(end.y) l \(-across - down * 5 / 9) \(-down - across * 5 / 9)"
      + " l \(down * 10 / 9) \(across * 10 / 9) z"
    return [
      Element(
        "path",
        ["d": "M \(path)", "class": colour.stroke, "stroke-width": isTaken ? "3" : "1"]),
      Element("path", ["d": head, "class": colour.fill]),
    ]
  }

  // MARK: What is written at them

  /// On the longest stretch across, or beside the first one down.
  private func label(_ arrow: StateMap.Arrow, _ corners: [Point]) -> [Element] {
    let text = arrow.label.trimmingBlanks
    let stretches = zip(corners, corners.dropFirst())
    guard arrow.label == text, let down = stretches.first(where: { $0.x == $1.x }) else {
      let across = stretches.max { abs($0.0.x - $0.1.x) < abs($1.0.x - $1.1.x) }
      let (from, to) = across ?? (corners[0], corners[0])
      let (x, y) = ((from.x + to.x) / 2, from.y)
      let start = x - displayWidth(text) * Drawing.cell.width / 2
      return [
        Drawing.paper(behind: text, x: start, y: y),
        Drawing.text(text, x: x, y: y, .soft, anchor: .middle),
      ]
    }
    let isLeft = StatesBoard.x(arrow.labelPlace.column) < down.0.x
    return [
      Drawing.text(
        text, x: down.0.x + (isLeft ? -8 : 8), y: (down.0.y + down.1.y) / 2, .soft,
        anchor: isLeft ? .end : .start)
    ]
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
