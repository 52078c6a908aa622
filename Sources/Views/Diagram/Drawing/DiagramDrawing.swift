/// A diagram as a drawing that stands for itself (SVG 1.1): its text can be selected, it is light or dark as
/// its reader likes, and loads nothing.
public func diagramDrawing(_ diagram: Diagram) -> String {
  let layout = DiagramDrawing.layout(of: diagram)
  return DiagramDrawing(layout, layout.lines.indices).drawing.text
}

/// Draws lines of a layout with strokes.
struct DiagramDrawing {
  let diagram: Diagram
  let layout: DiagramLayout
  let lines: ArraySlice<DiagramLine>
  /// Of several drawings of one diagram, which one.
  private let part: Int?
  /// Begins the ids of what is in it.
  private let name: String

  init(
    _ layout: DiagramLayout, _ lines: Range<Int>, part: Int? = nil, named name: String = "diagram"
  ) {
    diagram = layout.diagram
    self.layout = layout
    self.lines = layout.lines[lines]
    self.part = part
    self.name = name
  }

  /// A cell of the grid.
  static let cell = Drawing.cell
  /// The grid, in cells: 800 pixels with the margins.
  static let columns = 98
  private static let margin = 8

  static func layout(of diagram: Diagram) -> DiagramLayout {
    DiagramLayout(diagram, width: columns, utf8: true, keepsColumns: true)
  }

  private var headRows: Int {
    diagram.columns.allSatisfy { layout.words.above($0).isEmpty } ? 2 : 3
  }
  private var leftOutRows: Int { diagram.leftOut > 0 && lines.startIndex == 0 ? 1 : 0 }
  private var width: Int {
    DiagramDrawing.columns * DiagramDrawing.cell.width + 2 * DiagramDrawing.margin
  }
  private var height: Int {
    (lines.count + headRows + leftOutRows) * DiagramDrawing.cell.height
      + 2 * DiagramDrawing.margin
  }

  func x(_ cell: Int) -> Int { DiagramDrawing.margin + cell * DiagramDrawing.cell.width }
  /// The middle of a line.
  func y(_ line: Int) -> Int {
    let row = line - lines.startIndex + headRows + leftOutRows
    return DiagramDrawing.margin + row * DiagramDrawing.cell.height + DiagramDrawing.cell.height / 2
  }

  var drawing: Drawing {
    Drawing(
      id: id, title: diagram.title + partText, about: diagram.about, width: width, height: height,
      content: head + rails + shafts + marks + texts)
  }

  private var id: String { name + (part.map { "-\($0)" } ?? "") }
  private var partText: String { part.map { ", part \($0)" } ?? "" }

  // MARK: The head

  private var head: [Element] {
    let places = layout.grid.places
    var elements = [text("seconds", 0, nameLine, .soft)]
    // Where nobody has done anything yet there is a place and no column.
    for (index, place) in zip(diagram.columns.indices, places) {
      let isShared = index + 1 == places.count && layout.grid.sharing > 1
      let column = diagram.columns[index]
      let name = isShared ? "\(layout.grid.sharing) others" : layout.words.name(of: column)
      elements.append(text(name, place, nameLine, .ink, isBold: true))
      let above = isShared ? "" : layout.words.above(column)
      if !above.isEmpty { elements.append(text(above, place, nameLine - 1, .soft)) }
    }
    guard leftOutRows > 0 else { return elements }
    let left = "\(counted(diagram.leftOut, "row")) before these left out"
    return elements + [text(left, layout.grid.gutter, lines.startIndex - 1, .soft)]
  }

  private var nameLine: Int { lines.startIndex - 1 - leftOutRows }

  // MARK: Lines

  /// One stroke for as long as a column's line stays the same.
  private var rails: [Element] { layout.grid.places.indices.flatMap(rail) }

  private func rail(of column: Int) -> [Element] {
    guard !lines.isEmpty else { return [] }
    var strokes: [Element] = []
    var start = lines.startIndex
    for line in lines.indices where lines[line].rails[column] != lines[start].rails[column] {
      strokes += stroke(lines[start].rails[column], column, start..<line)
      start = line
    }
    return strokes + stroke(lines[start].rails[column], column, start..<lines.endIndex)
  }

  private func stroke(
    _ rail: Diagram.Rail, _ column: Int, _ lines: Range<Int>
  ) -> [Element] {
    guard rail != .absent else { return [] }
    let half = DiagramDrawing.cell.height / 2
    let place = x(layout.grid.places[column])
    return [
      Element(
        "line",
        [
          "x1": "\(place)", "x2": "\(place)", "y1": "\(y(lines.lowerBound) - half)",
          "y2": "\(y(lines.upperBound) - half)", "class": Colour.line.stroke,
          "stroke-width": rail == .inCall ? "6" : "1",
        ])
    ]
  }

  private var marks: [Element] {
    zip(lines.indices, lines).flatMap { line, content in
      content.marks.map { mark($0, line) }
    }
  }

  private func mark(_ mark: DiagramLine.Mark, _ line: Int) -> Element {
    let (x, y) = (x(layout.grid.places[mark.column]), y(line))
    return switch mark.kind {
    case .call: Element("circle", ["cx": "\(x)", "cy": "\(y)", "r": "4", "class": Colour.ink.fill])
    case .failure: Drawing.cross(x, y)
    case .end:
      Element(
        "path",
        ["d": "M \(x - 6) \(y) h 12", "class": Colour.ink.stroke, "stroke-width": "2"])
    }
  }
}
