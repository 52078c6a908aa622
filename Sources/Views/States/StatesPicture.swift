internal import SystemCalls

/// TCP's state machine with sockets on it: where each state stands, and how the arrows run.
struct StatesPicture {
  typealias Place = LineCanvas.Place

  static let columns = 78
  private static let rows = 22

  private struct Arrow {
    var step: StateMachine.Step
    /// From column and row to column and row; a column of nil is the edge of the state there.
    var corners: [(column: Int?, row: Int)]
    var label: String
    var labelPlace: Place
  }

  /// The middle of each state; CLOSED stands twice, so that no arrow goes all the way round.
  private static let places: [(state: TCPState, column: Int, row: Int)] = [
    (.closed, 39, 0), (.listen, 12, 3), (.synSent, 66, 3), (.synReceived, 12, 7),
    (.established, 39, 7), (.finWait1, 12, 11), (.closeWait, 66, 11), (.finWait2, 12, 15),
    (.closing, 39, 15), (.lastAck, 66, 15), (.timeWait, 12, 19), (.closed, 66, 21),
  ]

  private static func arrow(
    _ from: TCPState, _ to: TCPState, _ corners: [(Int?, Int)], _ label: String, _ column: Int,
    _ row: Int
  ) -> Arrow {
    Arrow(
      step: StateMachine.Step(from: from, to: to),
      corners: corners.map { (column: $0.0, row: $0.1) }, label: label,
      labelPlace: Place(column: column, row: row))
  }

  private static let arrows = [
    arrow(.closed, .listen, [(nil, 0), (12, 0), (12, 2)], " listen ", 18, 0),
    arrow(.closed, .synSent, [(nil, 0), (66, 0), (66, 2)], " connect: SYN ", 47, 0),
    arrow(.listen, .synReceived, [(12, 4), (12, 6)], "SYN came", 3, 4),
    arrow(
      .synSent, .synReceived, [(62, 4), (62, 5), (15, 5), (15, 6)], " SYN came, too ", 30, 5),
    arrow(.synSent, .established, [(66, 4), (66, 7), (nil, 7)], "SYN-ACK", 68, 5),
    arrow(.synReceived, .established, [(nil, 7), (nil, 7)], " ACK ", 22, 7),
    arrow(
      .established, .finWait1, [(35, 8), (35, 9), (12, 9), (12, 10)], " close, shutdown: FIN ",
      13, 9),
    arrow(
      .established, .closeWait, [(43, 8), (43, 9), (66, 9), (66, 10)], " FIN came ", 49, 9),
    arrow(.finWait1, .finWait2, [(12, 12), (12, 14)], "ACK came", 14, 13),
    arrow(.finWait1, .closing, [(nil, 11), (39, 11), (39, 14)], " FIN came ", 24, 11),
    arrow(.finWait2, .timeWait, [(12, 16), (12, 18)], "FIN came", 14, 17),
    arrow(.closing, .timeWait, [(39, 16), (39, 19), (nil, 19)], "ACK came", 41, 17),
    arrow(.closeWait, .lastAck, [(66, 12), (66, 14)], "close: FIN", 68, 13),
    arrow(.lastAck, .closed, [(66, 16), (66, 20)], "ACK came", 68, 18),
    arrow(.timeWait, .closed, [(12, 20), (12, 21), (nil, 21)], " after 60 s ", 30, 21),
  ]

  /// What stands in each state beside its name; in CLOSED at the top, what was never anything else.
  private let marks: [TCPState: String]
  private let unused: String?
  private let taken: Set<StateMachine.Step>
  private var canvas: LineCanvas

  /// `paths` with the mark of each, which must be one letter.
  init(_ paths: [(mark: String, path: StatePath)], utf8: Bool) {
    let used = paths.filter { $0.path.steps.count > 1 }
    marks = Dictionary(grouping: used, by: \.path.state).mapValues {
      StatesPicture.text(of: $0.map(\.mark))
    }
    let rest = paths.filter { $0.path.steps.count == 1 }.map(\.mark)
    unused = rest.isEmpty ? nil : StatesPicture.text(of: rest)
    taken = Set(StateMachine.steps.filter { step in paths.contains { $0.path.took(step) } })
    canvas = LineCanvas(columns: StatesPicture.columns, rows: StatesPicture.rows, utf8: utf8)
    draw()
  }

  var lines: [String] { canvas.lines }

  /// What has room in a column of the picture.
  private static let mostMarks = 5

  private static func text(of marks: [String]) -> String {
    let shown = marks.count > mostMarks + 1 ? marks.prefix(mostMarks) : marks[...]
    let left = marks.count - shown.count
    return shown.joined(separator: " ") + (left > 0 ? " +\(left)" : "")
  }

  private mutating func draw() {
    for arrow in StatesPicture.arrows { draw(arrow) }
    for place in StatesPicture.places {
      canvas.write(name(of: place), at: Place(column: start(of: place), row: place.row))
    }
  }

  private mutating func draw(_ arrow: Arrow) {
    let isTaken = taken.contains(arrow.step)
    var corners: [Place] = []
    for (index, corner) in arrow.corners.enumerated() {
      let isStart = index == 0
      let beside = arrow.corners.compactMap(\.column).first
      let column =
        corner.column
        ?? edge(
          of: isStart ? arrow.step.from : arrow.step.to, row: corner.row,
          towards: beside ?? (isStart ? StatesPicture.columns : 0))
      corners.append(Place(column: column, row: corner.row))
    }
    canvas.arrow(corners, isBold: isTaken)
    canvas.write(arrow.label, at: arrow.labelPlace)
  }

  /// The column beside a state, on the side that looks at another column.
  private func edge(of state: TCPState, row: Int, towards column: Int) -> Int {
    guard let place = StatesPicture.places.first(where: { $0.state == state && $0.row == row })
    else { return column }
    let start = start(of: place)
    return column < place.column ? start - 1 : start + name(of: place).count
  }

  /// `[ESTABLISHED: a b]`
  private func name(of place: (state: TCPState, column: Int, row: Int)) -> String {
    let text = place.row == 0 ? unused : marks[place.state]
    return "[\(place.state.name)\(text.map { ": \($0)" } ?? "")]"
  }

  private func start(of place: (state: TCPState, column: Int, row: Int)) -> Int {
    let most = StatesPicture.columns - name(of: place).count
    return min(max(0, place.column - place.state.name.count / 2 - 1), most)
  }
}
