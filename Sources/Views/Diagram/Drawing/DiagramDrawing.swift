/// A diagram as a drawing that stands for itself (SVG 1.1): its text can be selected, it is light or dark as
/// its reader likes, and loads nothing.
public func diagramDrawing(_ diagram: Diagram) -> String {
  var drawing = DiagramDrawing(diagram).element
  drawing.children.insert(.element(Element("style", [:], [.rules(.drawing)])), at: 2)
  return drawing.text(.xml) + "\n"
}

/// Draws the lines of a layout with strokes.
struct DiagramDrawing {
  private let diagram: Diagram
  private let layout: DiagramLayout

  /// A cell of the grid, in pixels; the text is a little narrower.
  private static let cell = (width: 8, height: 18)
  /// The grid, in cells: 800 pixels with the margins.
  private static let columns = 98
  private static let margin = 8

  init(_ diagram: Diagram) {
    self.diagram = diagram
    layout = DiagramLayout(diagram, width: DiagramDrawing.columns, utf8: true)
  }

  private var headRows: Int {
    diagram.columns.allSatisfy { layout.words.above($0).isEmpty } ? 2 : 3
  }
  private var leftOutRows: Int { diagram.leftOut > 0 ? 1 : 0 }
  private var width: Int {
    DiagramDrawing.columns * DiagramDrawing.cell.width + 2 * DiagramDrawing.margin
  }
  private var height: Int {
    (layout.lines.count + headRows + leftOutRows) * DiagramDrawing.cell.height
      + 2 * DiagramDrawing.margin
  }

  private func x(_ cell: Int) -> Int { DiagramDrawing.margin + cell * DiagramDrawing.cell.width }
  /// The middle of a line.
  private func y(_ line: Int) -> Int {
    DiagramDrawing.margin + (line + headRows + leftOutRows) * DiagramDrawing.cell.height
      + DiagramDrawing.cell.height / 2
  }

  /// With a title and a description, and without a style sheet.
  var element: Element {
    Element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)",
        "width": "\(width)", "height": "\(height)", "style": "max-width: 100%; height: auto",
        "role": "img", "aria-labelledby": "diagram-title diagram-about", "lang": "en",
        "xml:space": "preserve",
      ],
      [
        Element("title", ["id": "diagram-title"], text: diagram.title),
        Element("desc", ["id": "diagram-about"], text: diagram.about),
        Element(
          "rect", ["width": "\(width)", "height": "\(height)", "class": Colour.paper.fill]),
      ] + head + rails + shafts + marks + texts)
  }

  // MARK: The head

  private var head: [Element] {
    let places = layout.grid.places
    var elements = [text("seconds", 0, nameLine, .soft)]
    for (index, place) in places.enumerated() {
      let isShared = index + 1 == places.count && layout.grid.sharing > 1
      let column = diagram.columns[index]
      let name = isShared ? "\(layout.grid.sharing) others" : layout.words.name(of: column)
      elements.append(text(name, place, nameLine, .ink, isBold: true))
      let above = isShared ? "" : layout.words.above(column)
      if !above.isEmpty { elements.append(text(above, place, nameLine - 1, .soft)) }
    }
    guard diagram.leftOut > 0 else { return elements }
    let left = "\(counted(diagram.leftOut, "row")) before these left out"
    return elements + [text(left, layout.grid.gutter, -1, .soft)]
  }

  private var nameLine: Int { -1 - leftOutRows }

  // MARK: Lines

  /// One stroke for as long as a column's line stays the same.
  private var rails: [Element] {
    layout.grid.places.indices.flatMap { column in
      var strokes: [Element] = []
      var start = 0
      for line in 0...layout.lines.count {
        let rail = line < layout.lines.count ? layout.lines[line].rails[column] : nil
        guard line == layout.lines.count || rail != layout.lines[start].rails[column] else {
          continue
        }
        if line > start {
          strokes += stroke(layout.lines[start].rails[column], column, start..<line)
        }
        start = line
      }
      return strokes
    }
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
    layout.lines.enumerated().flatMap { line, content in
      content.marks.map { mark($0, line) }
    }
  }

  private func mark(_ mark: DiagramLine.Mark, _ line: Int) -> Element {
    let (x, y) = (x(layout.grid.places[mark.column]), y(line))
    return switch mark.kind {
    case .call: Element("circle", ["cx": "\(x)", "cy": "\(y)", "r": "4", "class": Colour.ink.fill])
    case .failure: cross(x, y)
    case .end:
      Element(
        "path",
        ["d": "M \(x - 6) \(y) h 12", "class": Colour.ink.stroke, "stroke-width": "2"])
    }
  }

  private func cross(_ x: Int, _ y: Int) -> Element {
    Element(
      "path",
      [
        "d": "M \(x - 4) \(y - 4) l 8 8 m 0 -8 l -8 8", "class": Colour.loss.stroke,
        "stroke-width": "2",
      ])
  }

  // MARK: Arrows

  private var shafts: [Element] {
    // Of what arrives further down, by the row where it left.
    var starts: [Int: (x: Int, y: Int)] = [:]
    var elements: [Element] = []
    for (line, content) in layout.lines.enumerated() {
      for shaft in content.shafts {
        let arrow = diagram.arrows[shaft.arrow]
        if shaft.end == .goesOn, arrow.fate != .underWay {
          starts[arrow.from.row] = (x(shaft.from), y(line))
          continue
        }
        let start = shaft.startsAtColumn ? nil : starts[arrow.from.row]
        elements += self.arrow(from: start ?? (x(shaft.from), y(line)), shaft, line)
      }
    }
    return elements
  }

  /// From where it left, which may be further up.
  private func arrow(
    from start: (x: Int, y: Int), _ shaft: DiagramLine.Shaft, _ line: Int
  ) -> [Element] {
    let (end, y) = (x(shaft.to), y(line))
    let colour = shaft.end == .stops ? Colour.loss : .travel
    var stroke = Element(
      "path",
      [
        "d": "M \(start.x) \(start.y) L \(end) \(y)", "class": colour.stroke,
        "stroke-width": "1.5",
      ])
    switch shaft.end {
    case .arrives: return [stroke, head(at: end, y, goesRight: end > start.x)]
    case .stops: return [stroke, cross(end, y)]
    case .goesOn:
      stroke.attributes.append(("stroke-dasharray", "6 4"))
      return [stroke]
    }
  }

  private func head(at x: Int, _ y: Int, goesRight: Bool) -> Element {
    let back = goesRight ? -9 : 9
    return Element(
      "path", ["d": "M \(x) \(y) l \(back) -5 v 10 z", "class": Colour.travel.fill])
  }

  // MARK: Words

  private var texts: [Element] {
    layout.lines.enumerated().flatMap { line, content in
      (content.time.isEmpty ? [] : [text(content.time, 0, line, .soft)])
        + content.texts.flatMap { onPaper($0, content.shafts, line) }
    }
  }

  /// A label on an arrow interrupts it.
  private func onPaper(
    _ label: DiagramLine.Text, _ shafts: [DiagramLine.Shaft], _ line: Int
  ) -> [Element] {
    let text = text(label.text, label.x, line, label.tone.colour)
    let isOnShaft = shafts.contains {
      min($0.from, $0.to) < label.x && label.x < max($0.from, $0.to)
    }
    guard isOnShaft else { return [text] }
    let width = displayWidth(label.text) * DiagramDrawing.cell.width
    return [
      Element(
        "rect",
        [
          "x": "\(x(label.x) - 4)", "y": "\(y(line) - 6)", "width": "\(width + 8)",
          "height": "12", "class": Colour.paper.fill,
        ]), text,
    ]
  }

  /// What is behind a text does not show through it.
  private func text(
    _ text: String, _ cell: Int, _ line: Int, _ colour: Colour, isBold: Bool = false
  ) -> Element {
    var element = Element(
      "text",
      [
        "x": "\(x(cell))", "y": "\(y(line) + 4)", "class": colour.fill, "stroke-width": "4",
        "stroke-linejoin": "round", "paint-order": "stroke",
        "textLength": "\(displayWidth(text) * DiagramDrawing.cell.width)",
      ], text: text)
    if isBold { element.attributes.append(("font-weight", "bold")) }
    return element
  }
}

extension DiagramLine.Text.Tone {
  fileprivate var colour: Colour {
    switch self {
    case .call, .name: .ink
    case .failure, .loss: .loss
    case .state: .state
    case .label: .travel
    case .note: .soft
    }
  }
}
