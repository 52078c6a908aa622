/// A diagram for a terminal: lines of at most `width` columns, joined by line breaks. `keep` says how to
/// see what is left out.
public func diagramText(_ diagram: Diagram, width: Int, utf8: Bool, keep: String) -> String {
  let layout = DiagramLayout(diagram, width: width, utf8: utf8)
  let painter = DiagramPainter(grid: layout.grid, utf8: utf8)
  let left = diagram.leftOut
  let before = left > 0 ? ["(\(counted(left, "row")) before these left out\(keep))"] : []
  return (before + painter.head(of: diagram, layout.words) + layout.lines.map(painter.text))
    .joined(separator: "\n")
}

/// Draws lines with characters.
struct DiagramPainter: Sendable {
  let grid: DiagramGrid
  let utf8: Bool

  /// The names, and above them the hosts where there are some.
  func head(of diagram: Diagram, _ words: DiagramWords) -> [String] {
    let drawn = diagram.columns.prefix(grid.places.count)
    var names = drawn.map(words.name)
    if grid.sharing > 1 { names[names.count - 1] = "\(grid.sharing) others" }
    let above = drawn.map(words.above)
    let isEmpty = above.allSatisfy(\.isEmpty)
    return (isEmpty ? [] : [line(of: above, "")]) + [line(of: names, "seconds")]
  }

  private func line(of names: [String], _ first: String) -> String {
    var cells = Cells(width: grid.width)
    cells.put(first, at: 0)
    for (index, name) in names.enumerated() {
      let end = index + 1 < grid.places.count ? grid.places[index + 1] - 1 : grid.width
      let room = end - grid.places[index]
      let text = displayWidth(name) > room ? cut(name, to: room, utf8: utf8) : name
      cells.put(text, at: grid.places[index])
    }
    return cells.text
  }

  func text(_ line: DiagramLine) -> String {
    var cells = Cells(width: grid.width)
    cells.put(line.time, at: 0)
    for (place, rail) in zip(grid.places, line.rails) { cells.put(sign(rail), at: place) }
    for shaft in line.shafts { draw(shaft, on: &cells) }
    for mark in line.marks { cells.put(sign(mark.kind), at: grid.places[mark.column]) }
    for text in line.texts { write(text, on: &cells, isOnShaft: !line.shafts.isEmpty) }
    return cells.text
  }

  /// A text on a shaft stands free of it.
  private func write(_ text: DiagramLine.Text, on cells: inout Cells, isOnShaft: Bool) {
    let end = text.x + displayWidth(text.text)
    if isOnShaft, cells.isDrawn(text.x - 1), cells.isDrawn(end) {
      cells.put(" ", at: text.x - 1)
      cells.put(" ", at: end)
    }
    cells.put(text.text, at: text.x)
  }

  private func sign(_ rail: Diagram.Rail) -> String {
    switch rail {
    case .absent: " "
    case .idle: utf8 ? "│" : "|"
    case .inCall: utf8 ? "┃" : "#"
    }
  }

  private func sign(_ mark: DiagramLine.Mark.Kind) -> String {
    switch mark {
    case .call: utf8 ? "●" : "o"
    case .failure: utf8 ? "×" : "x"
    case .end: utf8 ? "┴" : "+"
    }
  }

  private func draw(_ shaft: DiagramLine.Shaft, on cells: inout Cells) {
    let goesRight = shaft.to > shaft.from
    let (low, high) = (min(shaft.from, shaft.to), max(shaft.from, shaft.to))
    let isWhole =
      shaft.startsAtColumn && shaft.end == .arrives || shaft.end == .stops || shaft.end == .held
    for x in low...high where !(grid.places.contains(x) && (x == low || x == high)) {
      cells.put(stroke(at: x, isWhole: isWhole), at: x)
    }
    switch shaft.end {
    case .arrives:
      cells.put(
        utf8 ? (goesRight ? "►" : "◄") : goesRight ? ">" : "<", at: shaft.to + (goesRight ? -1 : 1))
    case .stops: cells.put(utf8 ? "╳" : "X", at: shaft.to)
    case .held: cells.put(utf8 ? "║" : "H", at: shaft.to)
    case .goesOn: break
    }
  }

  private func stroke(at x: Int, isWhole: Bool) -> String {
    if grid.places.contains(x) { return utf8 ? "┼" : "+" }
    return utf8 ? (isWhole ? "─" : "╌") : (isWhole ? "-" : (x % 2 == 0 ? "-" : " "))
  }

  /// One line of a terminal, cell by cell.
  private struct Cells {
    private var cells: [String]

    init(width: Int) { cells = [String](repeating: " ", count: width) }

    func isDrawn(_ x: Int) -> Bool { cells.indices.contains(x) && cells[x] != " " }

    /// What has no room is left out.
    mutating func put(_ text: String, at start: Int) {
      var x = start
      for character in text {
        let columns = displayWidth(String(character))
        guard x >= 0, x + columns <= cells.count else { return }
        if columns == 0, x > 0 {
          cells[x - 1].append(character)
          continue
        }
        cells[x] = String(character)
        for covered in 1..<max(1, columns) { cells[x + covered] = "" }
        x += columns
      }
    }

    var text: String {
      String(cells.joined().reversed().drop { $0 == " " }.reversed())
    }
  }
}
