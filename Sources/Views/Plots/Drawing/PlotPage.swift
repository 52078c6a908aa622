public import Log

/// Series as a page of HTML: the drawing, and the same as tables.
public func plotPage(_ series: [PlotSeries], of quantity: Quantity) -> String {
  guard let plot = PlotDrawing(series, of: quantity) else { return "" }
  let words = PlotWords(plot)
  return Page(
    title: words.title, style: .pageWithDrawings,
    [
      Element("p", text: words.about),
      .figure([plot.drawing.element]),
      Element("h2", text: "The same as a table"),
    ] + plot.series.map { PlotTable($0, plot.frame).element }
  ).text
}

/// A series as a table: each of its values, and where these are too many, parts of the time.
struct PlotTable {
  private let series: PlotSeries
  private let frame: PlotFrame

  /// The most rows with a value each.
  static let mostValues = 60
  /// Parts of the time.
  static let parts = 30

  init(_ series: PlotSeries, _ frame: PlotFrame) {
    self.series = series
    self.frame = frame
  }

  var element: Element {
    let isShort = series.points.count + series.gaps.count <= PlotTable.mostValues
    return .table(
      series.title,
      isShort
        ? ["Time", frame.quantity.rawValue] : ["From", "Least", "Greatest", "Values"] + lost,
      isShort ? values : parts)
  }

  private var lost: [String] { series.gaps.isEmpty ? [] : ["Never received"] }

  private var values: [Element] {
    let values = series.steps(of: frame.quantity).map { ($0.time, frame.quantity.text($0.value)) }
    let gaps = series.gaps.map { ($0, "never received") }
    return (values + gaps).sorted { $0.0 < $1.0 }.map { row([frame.text($0.0), $0.1]) }
  }

  // MARK: Parts of the time

  private var parts: [Element] {
    var points = series.steps(of: frame.quantity)[...]
    var gaps = series.gaps[...]
    var held: PlotSeries.Point?
    return (0..<PlotTable.parts).compactMap { part in
      let isWithin = { (time: UInt64) in place(time) <= part }
      let (now, missing) = (points.prefix { isWithin($0.time) }, gaps.prefix(while: isWithin))
      points = points.dropFirst(now.count)
      gaps = gaps.dropFirst(missing.count)
      defer { held = now.last ?? held }
      return row(of: part, (holds(in: part) ? held.map { [$0] } ?? [] : []) + now, now, missing)
    }
  }

  /// Whether the value from before still counts.
  private func holds(in part: Int) -> Bool {
    let end = series.span?.upperBound ?? series.points.last?.time
    return frame.quantity != .delay && end.map { place($0) >= part } == true
  }

  /// nil where there was nothing.
  private func row(
    of part: Int, _ all: [PlotSeries.Point], _ now: ArraySlice<PlotSeries.Point>,
    _ missing: ArraySlice<UInt64>
  ) -> Element? {
    let values = all.map(\.value)
    guard !values.isEmpty || !missing.isEmpty else { return nil }
    let start = frame.times.lowerBound + UInt64(Double(part) * length)
    let numbers = [values.min(), values.max()].map { $0.map(frame.quantity.text) ?? "" }
    let lost = series.gaps.isEmpty ? [] : ["\(missing.count)"]
    return row([frame.text(start)] + numbers + ["\(now.count)"] + lost)
  }

  private func place(_ time: UInt64) -> Int {
    min(PlotTable.parts - 1, Int(frame.passed(time) / max(1, length)))
  }

  /// Of a part, in nanoseconds.
  private var length: Double {
    Double(frame.times.upperBound - frame.times.lowerBound) / Double(PlotTable.parts)
  }

  private func row(_ texts: [String]) -> Element {
    Element("tr", [:], texts.map { Element("td", text: $0) })
  }
}
