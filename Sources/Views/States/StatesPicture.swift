internal import SystemCalls

/// TCP's state machine with sockets on it, drawn with characters.
struct StatesPicture {
  private typealias Place = LineCanvas.Place

  private let marks: StateMarks
  private var canvas: LineCanvas

  /// `paths` with the mark of each, which must be one letter.
  init(_ paths: [MarkedPath], utf8: Bool) {
    marks = StateMarks(paths)
    canvas = LineCanvas(columns: StateMap.columns, rows: StateMap.rows, utf8: utf8)
    draw()
  }

  var lines: [String] { canvas.lines }

  private mutating func draw() {
    for arrow in StateMap.arrows { draw(arrow) }
    for place in StateMap.places {
      canvas.write(name(of: place), at: Place(column: start(of: place), row: place.row))
    }
  }

  private mutating func draw(_ arrow: StateMap.Arrow) {
    var corners: [Place] = []
    for (index, corner) in arrow.corners.enumerated() {
      let isStart = index == 0
      let beside = arrow.corners.compactMap(\.column).first
      let column =
        corner.column
        ?? edge(
          of: isStart ? arrow.step.from : arrow.step.to, row: corner.row,
          towards: beside ?? (isStart ? StateMap.columns : 0))
      corners.append(Place(column: column, row: corner.row))
    }
    canvas.arrow(corners, isBold: marks.taken.contains(arrow.step))
    canvas.write(arrow.label, at: arrow.labelPlace)
  }

  /// The column beside a state, on the side that looks at another column.
  private func edge(of state: TCPState, row: Int, towards column: Int) -> Int {
    guard let place = StateMap.places.first(where: { $0.state == state && $0.row == row })
    else { return column }
    let start = start(of: place)
    return column < place.column ? start - 1 : start + name(of: place).count
  }

  /// `[ESTABLISHED: a b]`
  private func name(of place: (state: TCPState, column: Int, row: Int)) -> String {
    let text = marks.text(in: place.state, isTop: place.row == 0)
    return "[\(place.state.name)\(text.map { ": \($0)" } ?? "")]"
  }

  private func start(of place: (state: TCPState, column: Int, row: Int)) -> Int {
    let most = StateMap.columns - name(of: place).count
    return min(max(0, place.column - place.state.name.count / 2 - 1), most)
  }
}
