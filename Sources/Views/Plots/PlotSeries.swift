internal import Log

/// Values of one quantity of one socket at their times.
public struct PlotSeries: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    /// Nanoseconds of the monotonic clock.
    public var time: UInt64
    /// In microseconds, bytes, segments, or bits a second.
    public var value: Double

    public init(time: UInt64, value: Double) {
      self.time = time
      self.value = value
    }
  }

  /// Whose: `client @3`, `client @3 → server @4`.
  public var name: String
  /// What there is to say of all of it, with the sign that parts it from the name.
  public var about: String
  /// In the order of time.
  public var points: [Point]
  /// When something was sent that was never received.
  public var gaps: [UInt64]
  /// From when until when there are values, where they do not stand for moments.
  public var span: ClosedRange<UInt64>?

  public init(
    _ name: String, _ about: String = "", points: [Point], gaps: [UInt64] = [],
    span: ClosedRange<UInt64>? = nil
  ) {
    self.name = name
    self.about = about
    self.points = points
    self.gaps = gaps
    self.span = span
  }

  var title: String { name + about }

  var times: ClosedRange<UInt64>? {
    let all = points.map(\.time) + gaps + (span.map { [$0.lowerBound, $0.upperBound] } ?? [])
    guard let first = all.min(), let last = all.max() else { return nil }
    return first...last
  }

  /// What of it was after that time; of values that hold on, also the one that held then.
  func since(_ start: UInt64) -> PlotSeries {
    var later = self
    later.points = points.filter { $0.time >= start }
    later.gaps = gaps.filter { $0 >= start }
    later.span = span.map { max(start, $0.lowerBound)...max(start, $0.upperBound) }
    if let span, span.upperBound >= start, let before = points.last(where: { $0.time < start }) {
      later.points.insert(Point(time: start, value: before.value), at: 0)
    }
    return later
  }

  /// The points, each where its value begins to hold: that of a part of the time at the part's beginning.
  func steps(of quantity: Quantity) -> [Point] {
    guard quantity == .throughput, points.count > 1 else { return points }
    let half = (points[1].time - points[0].time) / 2
    return points.map { Point(time: $0.time - min($0.time, half), value: $0.value) }
  }
}

/// From the first to the last of what is drawn together; nil where there is nothing.
func allTimes(of series: [PlotSeries]) -> ClosedRange<UInt64>? {
  let all = series.compactMap(\.times)
  guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else {
    return nil
  }
  return first...last
}
