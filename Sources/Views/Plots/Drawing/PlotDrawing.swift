public import Log

/// How many series a drawing has room for.
public let mostDrawnSeries = PlotLook.all.count

/// Series drawn against time, all on the same axes, as a drawing that stands for itself (SVG 1.1); at most
/// `mostDrawnSeries` of them, with values that have been measured.
public func plotDrawing(_ series: [PlotSeries], of quantity: Quantity) -> String {
  PlotDrawing(series, of: quantity)?.drawing.text ?? ""
}

/// Draws series with strokes.
struct PlotDrawing {
  let series: [PlotSeries]
  let frame: PlotFrame

  private static let width = 800
  private static let rowHeight = Drawing.cell.height

  /// nil where there is nothing to draw.
  init?(_ series: [PlotSeries], of quantity: Quantity) {
    self.series = series.filter { !$0.points.isEmpty }
    guard let frame = PlotFrame(self.series, of: quantity) else { return nil }
    self.frame = frame
  }

  private var quantity: Quantity { frame.quantity }

  var drawing: Drawing {
    let words = PlotWords(self)
    let legend = legend
    return Drawing(
      id: "plot", title: words.title, about: words.about, width: PlotDrawing.width,
      height: legend.end + 8,
      content: heading + valueAxis + timeAxis + zip(series, PlotLook.all).flatMap(lines)
        + gaps + legend.elements)
  }

  private var heading: [Element] {
    let name = "\(quantity.rawValue) in \(frame.values.unit)"
    let about = quantity.measure.map {
      Drawing.text($0, x: 8 + (name.utf8.count + 2) * Drawing.cell.width, y: 18, .soft)
    }
    return [Drawing.text(name, x: 8, y: 18, .ink, isBold: true)] + (about.map { [$0] } ?? [])
  }

  // MARK: What was measured

  private func lines(_ series: PlotSeries, _ look: PlotLook) -> [Element] {
    let marks = look.marks(marked(series.points).map { (frame.x($0.time), frame.y($0.value)) })
    if quantity == .delay { return bands(series.points, look) + [marks] }
    return [look.line(steps(series))] + (quantity == .throughput ? [] : [marks])
  }

  /// What holds until it changes. A part of the time stands on the axis.
  private func steps(_ series: PlotSeries) -> String {
    let points = series.steps(of: quantity).thinned(frame.column)
    let ground = pixels(frame.y(share: 0))
    var path = points.first.map {
      "M \(pixels(frame.x($0.time))) \(quantity == .throughput ? ground : pixels(frame.y($0.value)))"
    }
    for point in points {
      path? += " H \(pixels(frame.x(point.time))) V \(pixels(frame.y(point.value)))"
    }
    if let end = series.span?.upperBound { path? += " H \(pixels(frame.x(end)))" }
    return (path ?? "") + (quantity == .throughput ? " V \(ground)" : "")
  }

  /// Of a flood of values not each is marked: the line goes through all of them. A delay has no line.
  private func marked(_ points: [PlotSeries.Point]) -> [PlotSeries.Point] {
    if quantity == .delay { return points.thinned(frame.column) }
    var room = 0
    return points.filter { point in
      let column = frame.column(point.time)
      defer { if column >= room { room = column + 12 } }
      return column >= room
    }
  }

  /// Where a column has more marks than are drawn, a stroke stands for the others.
  private func bands(_ points: [PlotSeries.Point], _ look: PlotLook) -> [Element] {
    var strokes: [String] = []
    var rest = points.thinned(frame.column)[...]
    while let first = rest.first {
      let column = rest.prefix { frame.column($0.time) == frame.column(first.time) }
      rest = rest.dropFirst(column.count)
      let values = column.map(\.value).sorted()
      guard column.count > 2, let least = values.first, let greatest = values.last else { continue }
      strokes.append(
        "M \(frame.column(first.time)) \(pixels(frame.y(least))) V \(pixels(frame.y(greatest)))")
    }
    guard !strokes.isEmpty else { return [] }
    return [
      Element(
        "path",
        ["d": strokes.joined(separator: " "), "class": look.colour.stroke, "stroke-width": "1"])
    ]
  }

  // MARK: The axes

  private var valueAxis: [Element] {
    frame.values.marks(of: quantity).flatMap { mark in
      let y = Int(frame.y(share: mark / frame.values.most).rounded())
      return [
        line("M \(PlotFrame.left - 5) \(y) H \(PlotFrame.right)", mark == 0 ? "1" : "0.3"),
        Drawing.text(axisText(mark), x: PlotFrame.left - 12, y: y, .soft, anchor: .end),
      ]
    }
  }

  private var timeAxis: [Element] {
    let marks = frame.time.marks(atMost: 8).flatMap { mark in
      let x = Int(frame.x(share: mark / frame.time.most).rounded())
      return [
        line("M \(x) \(PlotFrame.bottom) v 5", "1"),
        Drawing.text(axisText(mark), x: x, y: timeLine, .soft, anchor: .middle),
      ]
    }
    let name = Drawing.text(
      "time in \(frame.time.unit)", x: PlotFrame.right, y: timeLine + PlotDrawing.rowHeight, .soft,
      anchor: .end)
    return [line("M \(PlotFrame.left) \(PlotFrame.top) V \(PlotFrame.bottom)", "1")] + marks + [
      name
    ]
  }

  private func line(_ path: String, _ width: String) -> Element {
    Element("path", ["d": path, "class": Colour.line.stroke, "stroke-width": width])
  }

  /// Below what was never received.
  private var timeLine: Int {
    PlotFrame.bottom + withGaps.count * PlotDrawing.rowHeight + PlotDrawing.rowHeight
  }

  // MARK: What was never received

  private var withGaps: [(series: PlotSeries, look: PlotLook)] {
    zip(series, PlotLook.all).filter { !$0.0.gaps.isEmpty }.map { ($0, $1) }
  }

  /// A row below the axis for each series that has gaps, with its mark at the left.
  private var gaps: [Element] {
    withGaps.enumerated().flatMap { row, one in
      let y = PlotFrame.bottom + row * PlotDrawing.rowHeight + PlotDrawing.rowHeight / 2 + 4
      let columns = Set(one.series.gaps.map(frame.column)).sorted()
      return [
        one.look.marks([(Double(PlotFrame.left - 16), Double(y))]),
        Drawing.crosses(columns.map { ($0, y) }),
      ]
    }
  }

  // MARK: Which is which

  private var legend: (elements: [Element], end: Int) {
    var y = timeLine + 2 * PlotDrawing.rowHeight + 8
    var elements: [Element] = []
    for (series, look) in zip(series, PlotLook.all) {
      elements += sample(look, y)
      for line in wrapped(PlotWords.name(of: series), width: 90) {
        elements.append(Drawing.text(line, x: 64, y: y, .ink))
        y += PlotDrawing.rowHeight
      }
    }
    return (elements, y - PlotDrawing.rowHeight / 2)
  }

  private func sample(_ look: PlotLook, _ y: Int) -> [Element] {
    let line = quantity == .delay ? [] : [look.line("M 8 \(y) H 52")]
    return line + (quantity == .throughput ? [] : [look.marks([(30, Double(y))])])
  }
}
