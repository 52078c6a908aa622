internal import Log

/// What a drawing shows, in words.
struct PlotWords {
  private let series: [PlotSeries]
  private let frame: PlotFrame

  init(_ drawing: PlotDrawing) {
    series = drawing.series
    frame = drawing.frame
  }

  var title: String {
    "\(frame.quantity.rawValue) of \(names.formattedList) against time"
  }

  /// A socket with two queues is named once.
  private var names: [String] {
    series.map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Of each series how many values there are, from which to which, and how it ended.
  var about: String {
    let time = frame.text(frame.times.upperBound)
    let measure = frame.quantity.measure.map { "The \(frame.quantity.rawValue) is \($0). " } ?? ""
    return measure + "Time runs to the right, \(time) in all. "
      + series.map(about).joined(separator: " ")
  }

  private func about(_ series: PlotSeries) -> String {
    let values = series.points.map(\.value)
    let text = frame.quantity.text
    guard let least = values.min(), let greatest = values.max(), let last = values.last else {
      return ""
    }
    return "\(series.title): \(counted(values.count, "value")) from \(text(least)) to "
      + "\(text(greatest)), at last \(text(last))"
      + (series.gaps.isEmpty ? "." : "; \(series.gaps.count) never received.")
  }

  static func name(of series: PlotSeries) -> String {
    series.title + (series.gaps.isEmpty ? "" : "; ×: never received")
  }
}
