public import Log

/// Series drawn against one time and to one scale of values, one below the other: lines of at most `width`
/// columns, joined by line breaks.
public func plotText(
  _ series: [PlotSeries], of quantity: Quantity, width: Int, utf8: Bool
) -> String {
  let most = series.flatMap(\.points).map(\.value).max() ?? 0
  let times = allTimes(of: series)
  let plots = series.compactMap {
    Plot($0, of: quantity, upTo: most, over: times, width: width, utf8: utf8)?.lines
      .joined(separator: "\n")
  }
  guard !plots.isEmpty, let measure = quantity.measure else {
    return plots.joined(separator: "\n\n")
  }
  let about = wrapped("\(quantity.rawValue): \(measure)", width: max(20, width))
  return (about + [plots.joined(separator: "\n\n")]).joined(separator: "\n")
}

/// One series in its frame.
struct Plot {
  static let rows = 10
  /// The narrowest picture, in columns.
  private static let leastColumns = 10

  let series: PlotSeries
  let quantity: Quantity
  let utf8: Bool
  let values: PlotScale
  let time: PlotScale
  /// From when until when time goes.
  private let times: ClosedRange<UInt64>
  let columns: Int
  private let steps: [PlotSeries.Point]
  private let width: Int
  /// Of what is written at the left, in columns.
  private let margin: Int

  /// nil where there is nothing to draw. `times`: of all that is drawn with it, if anything is.
  init?(
    _ series: PlotSeries, of quantity: Quantity, upTo most: Double,
    over times: ClosedRange<UInt64>? = nil, width: Int, utf8: Bool
  ) {
    guard let times = times ?? series.times, !series.points.isEmpty else { return nil }
    self.series = series
    self.quantity = quantity
    self.utf8 = utf8
    self.width = width
    self.times = times
    steps = series.steps(of: quantity)
    values = PlotScale(of: quantity, upTo: most)
    time = PlotScale(ofTime: times.upperBound - times.lowerBound)
    margin = 1 + [0, values.most / 2, values.most].map { axisText($0).utf8.count }.reduce(0, max)
    columns = max(Plot.leastColumns, width - margin - 1)
  }

  /// The dot of a value.
  func place(_ point: PlotSeries.Point, on canvas: DotCanvas) -> (across: Int, up: Int) {
    (across(point.time, on: canvas), values.dot(point.value, of: canvas.dotsUp))
  }

  private func across(_ moment: UInt64, on canvas: DotCanvas) -> Int {
    time.dot(Double(moment - min(moment, times.lowerBound)), of: canvas.dotsAcross)
  }

  var lines: [String] {
    let picture = canvas.lines.enumerated().map { row, line in
      trimmed(label(of: row) + (values(at: row) == nil ? upright : tick) + line)
    }
    return heading + picture + [axis, timeLabels]
  }

  private var heading: [String] {
    let gaps = series.gaps.isEmpty ? "" : "; \(cross): never received"
    return wrapped(
      safeText("\(quantity.rawValue) in \(values.unit), \(series.title)\(gaps)", utf8: utf8),
      width: max(20, width))
  }

  // MARK: What was measured

  var canvas: DotCanvas {
    var canvas = DotCanvas(columns: columns, rows: Plot.rows, utf8: utf8)
    var last: (across: Int, up: Int)?
    for (index, point) in series.points.enumerated() {
      let place = place(point, on: canvas)
      switch quantity {
      case .delay: canvas.bar(place.across, place.up)
      case .throughput:
        for dot in part(index, on: canvas) { canvas.bar(dot, place.up) }
      case .queue: last.map { step(from: $0, to: place, &canvas) }
      default: break
      }
      canvas.set(place.across, place.up)
      last = place
    }
    if let last, quantity == .queue, let end = series.span?.upperBound {
      step(from: last, to: (across(end, on: canvas), last.up), &canvas)
    }
    return canvas
  }

  /// The dots of the part of the time in whose middle the point is: up to where the next begins.
  private func part(_ index: Int, on canvas: DotCanvas) -> ClosedRange<Int> {
    guard steps.count > 1 else {
      let isAll = times.lowerBound == times.upperBound
      let dot = across(steps[index].time, on: canvas)
      return isAll ? 0...(canvas.dotsAcross - 1) : dot...dot
    }
    let first = across(steps[index].time, on: canvas)
    guard index + 1 < steps.count else {
      let end = steps[index].time + (steps[1].time - steps[0].time)
      return first...max(first, across(min(end, times.upperBound), on: canvas))
    }
    return first...max(first, across(steps[index + 1].time, on: canvas) - 1)
  }

  /// What holds until it changes.
  private func step(
    from old: (across: Int, up: Int), to new: (across: Int, up: Int), _ canvas: inout DotCanvas
  ) {
    for dot in min(old.across, new.across)...max(old.across, new.across) { canvas.set(dot, old.up) }
    for dot in min(old.up, new.up)...max(old.up, new.up) { canvas.set(new.across, dot) }
  }

  // MARK: The frame

  private var upright: String { utf8 ? "│" : "|" }
  private var tick: String { utf8 ? "┤" : "+" }
  private var cross: String { utf8 ? "×" : "x" }

  /// At the top, in the middle and at the bottom.
  private func values(at row: Int) -> Double? {
    switch row {
    case 0: values.most
    case Plot.rows / 2: values.most / 2
    case Plot.rows - 1: 0
    default: nil
    }
  }

  private func label(of row: Int) -> String {
    let text = values(at: row).map(axisText) ?? ""
    return String(repeating: " ", count: max(0, margin - 1 - text.utf8.count)) + text + " "
  }

  /// The time axis, with what was never received.
  private var axis: String {
    var line = [String](repeating: utf8 ? "─" : "-", count: columns)
    for mark in timeMarks { line[column(of: mark)] = utf8 ? "┬" : "+" }
    let empty = DotCanvas(columns: columns, rows: 1, utf8: utf8)
    for gap in series.gaps { line[across(gap, on: empty) * columns / empty.dotsAcross] = cross }
    return String(repeating: " ", count: margin) + (utf8 ? "└" : "+") + line.joined()
  }

  private var timeMarks: [Double] { time.marks(atMost: max(2, columns / 10)) }

  private func column(of mark: Double) -> Int { time.dot(mark * time.factor, of: columns) }

  /// Each below its mark; the last one has the unit.
  private var timeLabels: String {
    var line = String(repeating: " ", count: margin + 1)
    for (index, mark) in timeMarks.enumerated() {
      let text = axisText(mark) + (index == timeMarks.count - 1 ? " \(time.unit)" : "")
      let place = min(margin + 1 + column(of: mark), margin + 1 + columns - text.utf8.count)
      line = padded(line, to: place) + text
    }
    return line
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
