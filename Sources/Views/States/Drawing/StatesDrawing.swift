/// TCP's states with sockets on them as a drawing that stands for itself (SVG 1.1); below it the way of
/// each, of as many of the newest as have room on a sheet of paper.
public func statesDrawing(_ paths: [StatePath]) -> String {
  let marked = StateWords.marked(paths)
  return StatesDrawing(marked, leftOut: paths.count - marked.count).withWays.text
}

/// The same of one socket, with the time of each step.
public func statesDrawing(following path: StatePath) -> String {
  StatesDrawing(StateWords.marked([path]), leftOut: 0).withMoments(of: path).text
}

/// Draws the states, and writes below them what there is to say.
struct StatesDrawing {
  private let marked: [MarkedPath]
  private let leftOut: Int

  init(_ marked: [MarkedPath], leftOut: Int) {
    self.marked = marked
    self.leftOut = leftOut
  }

  private static let columns = 96
  /// With the states a sheet of A4 is full.
  private static let mostLines = 28

  var title: String { "TCP's states, with \(names) on them" }

  private var names: String {
    let all = marked.map(\.path.name)
    let more = all.count + leftOut - min(6, all.count)
    return (all.prefix(6) + (more > 0 ? ["\(more) others"] : [])).formattedList
  }

  /// In words what the picture shows.
  var about: String {
    let ways = marked.map { "\($0.mark), \($0.path.name): \(way(of: $0.path))." }
    return "TCP's state machine (RFC 9293): a box for each state, an arrow for each step, bold what"
      + " was gone along. " + ways.joined(separator: " ")
  }

  /// A way that goes round and round is told from near its end.
  private func way(of path: StatePath) -> String {
    let most = 16
    guard path.steps.count > most else { return StateWords.way(of: path) }
    var end = path
    end.steps.removeFirst(path.steps.count - most)
    return "… → " + StateWords.way(of: end)
  }

  // MARK: Below the states

  var withWays: Drawing {
    var kept = marked.map { (label: "\($0.mark)  \($0.path.name)", text: way(of: $0.path)) }
    while kept.count > 1, lines(kept).count > StatesDrawing.mostLines { kept.removeFirst() }
    return drawing(lines(kept) + StateWords.leftOut(leftOut + marked.count - kept.count))
  }

  func withMoments(of path: StatePath) -> Drawing {
    let moments = StateWords.moments(of: path)
    let shown = moments.suffix(StatesDrawing.mostLines - 4)
    let left = moments.count - shown.count
    let before = left > 0 ? ["(\(counted(left, "step")) before these left out)"] : []
    let rows = shown.map { (label: $0.state, text: oneLine($0.when, $0.statement)) }
    return drawing(marked.map { "\($0.mark)  \($0.path.name)" } + before + lines(rows))
  }

  /// Beside a state's name.
  private func oneLine(_ when: String, _ statement: String) -> String {
    let text = safeText(statement.isEmpty ? when : "\(when), behind `\(statement)`", utf8: true)
    let room = StatesDrawing.columns - 16
    return displayWidth(text) > room ? cut(text, to: room, utf8: true) : text
  }

  /// The states alone.
  var alone: Drawing { drawing([], []) }

  private func lines(_ rows: [(label: String, text: String)]) -> [String] {
    labelledLines(rows, width: StatesDrawing.columns, utf8: true).split(separator: "\n").map(
      String.init)
  }

  private func drawing(_ ways: [String]) -> Drawing {
    let remarks = StateWords.remarks(on: marked.map(\.path))
    return drawing(ways, remarks.flatMap { wrapped($0, width: StatesDrawing.columns) })
  }

  private func drawing(_ ways: [String], _ remarks: [String]) -> Drawing {
    let (top, row) = (StatesBoard.height + 16, Drawing.cell.height)
    let texts = (ways.map { ($0, Colour.ink) } + remarks.map { ($0, .soft) }).enumerated().map {
      Drawing.text($1.0, x: 16, y: top + $0 * row, $1.1)
    }
    return Drawing(
      id: "states", title: title, about: about, width: StatesBoard.width,
      height: StatesBoard.height + (texts.isEmpty ? 0 : 16 + texts.count * row),
      content: StatesBoard(StateMarks(marked)).elements + texts)
  }
}
