internal import Log

/// A diagram as a page of HTML: the drawing, and the same as a table.
public func diagramPage(_ diagram: Diagram) -> String {
  Page(
    title: diagram.title, style: .pageWithDrawings,
    [
      Element("p", text: diagram.about),
      .figure(diagramDrawings(diagram)),
      Element("h2", text: "The same as a table"),
      DiagramTable(diagram).element,
    ]
  ).text
}

/// The drawings of a diagram for a page that has the style of drawings, one below the other, each so long
/// that it has room on a sheet of paper; none where there is no line to draw. `name` begins the ids in it.
public func diagramDrawings(_ diagram: Diagram, named name: String = "diagram") -> [Element] {
  let layout = DiagramDrawing.layout(of: diagram)
  guard !layout.lines.isEmpty, !diagram.columns.isEmpty else { return [] }
  let parts = layout.parts(of: 44)
  return parts.enumerated().map { index, lines in
    DiagramDrawing(layout, lines, part: parts.count > 1 ? index + 1 : nil, named: name)
      .drawing.element
  }
}

/// The rows and arrows of a diagram in words: when, who, and what.
struct DiagramTable {
  private let diagram: Diagram
  private let words = DiagramWords(utf8: true)

  init(_ diagram: Diagram) { self.diagram = diagram }

  var element: Element {
    .table(
      "What happened, from the first to the last", ["Seconds", "Who", "What"],
      diagram.steps.compactMap(row))
  }

  private func row(_ step: DiagramStep) -> Element? {
    switch step {
    case .row(let row):
      words.text(of: row.content).map { cells(row.time, row.column.map(name) ?? "", $0) }
    case .arrow(let place): arrow(place, nil)
    case .departure(let place, let row): arrow(place, row.time)
    case .arrival(let place, let row): arrow(place, row.time, arrives: true)
    }
  }

  private func arrow(_ place: Int, _ time: UInt64?, arrives: Bool = false) -> Element {
    let arrow = diagram.arrows[place]
    let end = arrow.fate.isStopped ? "" : " \(name(arrow.to.column))"
    return cells(
      time, "\(name(arrow.from.column)) →\(end)", words.label(of: arrow, arrives: arrives))
  }

  private func name(_ column: Int) -> String {
    diagram.columns.indices.contains(column) ? diagram.columns[column].name : ""
  }

  private func cells(_ time: UInt64?, _ who: String, _ what: String) -> Element {
    Element(
      "tr", [:],
      [
        Element("td", text: time.map { words.time($0, since: diagram.start) } ?? ""),
        Element("td", text: who), Element("td", ["class": "code"], text: what),
      ])
  }
}

extension Diagram {
  /// Who takes part.
  public var title: String {
    let names = columns.prefix(6).map(\.name)
    let more = columns.count > names.count ? ["\(columns.count - names.count) others"] : []
    return "What \((names + more).formattedList) did"
  }

  var about: String {
    let last = rows.compactMap(\.time).max() ?? start
    let time = durationText(last > start ? last - start : 0)
    let left = leftOut > 0 ? ", without \(counted(leftOut, "row")) before them" : ""
    return "A ladder of \(counted(rows.count, "row")) and \(counted(arrows.count, "arrow"))\(left):"
      + " time runs down, \(time) in all."
  }
}
