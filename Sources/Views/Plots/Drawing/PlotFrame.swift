internal import Log

/// Where in a drawing a time and a value stand: both axes, common to all series.
struct PlotFrame {
  /// Of what is drawn, in pixels.
  static let size = (width: 688, height: 320)
  static let left = 88
  static let top = 48
  static let right = left + size.width
  static let bottom = top + size.height

  let quantity: Quantity
  let values: PlotScale
  let time: PlotScale
  /// From when until when.
  let times: ClosedRange<UInt64>

  /// nil where there is nothing to draw.
  init?(_ series: [PlotSeries], of quantity: Quantity) {
    guard let times = allTimes(of: series),
      let most = series.flatMap(\.points).map(\.value).max()
    else { return nil }
    self.quantity = quantity
    self.times = times
    values = PlotScale(of: quantity, upTo: most)
    time = PlotScale(ofTime: times.upperBound - times.lowerBound)
  }

  /// In nanoseconds since the first.
  func passed(_ moment: UInt64) -> Double { Double(moment - min(moment, times.lowerBound)) }

  func x(_ moment: UInt64) -> Double { x(share: time.share(passed(moment))) }
  func x(share: Double) -> Double {
    Double(PlotFrame.left) + share * Double(PlotFrame.size.width)
  }

  func y(_ value: Double) -> Double { y(share: values.share(value)) }
  func y(share: Double) -> Double {
    Double(PlotFrame.bottom) - share * Double(PlotFrame.size.height)
  }

  /// The column of pixels in which a moment is.
  func column(_ moment: UInt64) -> Int { Int(x(moment).rounded()) }

  /// `at 1.25 s`
  func text(_ moment: UInt64) -> String { time.text(passed(moment)) }
}

extension [PlotSeries.Point] {
  /// What columns can show of them: of each the first, the least, the greatest and the last, in the order in
  /// which they are.
  func thinned(_ column: (UInt64) -> Int) -> [PlotSeries.Point] {
    var kept: [PlotSeries.Point] = []
    var start = startIndex
    while start < endIndex {
      let place = column(self[start].time)
      var (end, least, greatest) = (start, start, start)
      while end < endIndex, column(self[end].time) == place {
        if self[end].value < self[least].value { least = end }
        if self[end].value > self[greatest].value { greatest = end }
        end += 1
      }
      kept += Set([start, least, greatest, end - 1]).sorted().map { self[$0] }
      start = end
    }
    return kept
  }
}
