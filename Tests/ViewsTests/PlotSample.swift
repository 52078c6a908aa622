import Log

@testable import Views

/// Series made by hand.
enum PlotSample {
  static let millisecond: UInt64 = 1_000_000

  /// Ticks every 20 ms, each 30 ms on its way, but after a loss all that wait for it; two are gone.
  static let ticks = PlotSeries(
    "player @3 → server @4", ": 60 sent, 58 received",
    points: (0..<60).filter { ![13, 40].contains($0) }.map { tick in
      let held = (20..<26).contains(tick) ? Double(26 - tick) * 20_000 : 0
      return PlotSeries.Point(time: 5 + UInt64(tick) * 20 * millisecond, value: 30_000 + held)
    }, gaps: [5 + 260 * millisecond, 5 + 800 * millisecond])

  /// Reno's saw.
  static let saw = PlotSeries(
    "client @3",
    points: (0..<150).map { look in
      let cwnd = look < 40 ? 10 << (look / 10) : 50 + (look - 40) % 50
      return PlotSeries.Point(time: UInt64(look) * 17 * millisecond, value: Double(min(cwnd, 99)))
    })

  static let stairs = PlotSeries(
    "server @4", ", received and not fetched",
    points: [(0, 0), (0, 4096), (200, 16_384), (450, 40_000), (900, 0)].map {
      PlotSeries.Point(time: $0 * millisecond, value: Double($1))
    }, span: 0...1200 * millisecond)

  static let rate = PlotSeries(
    "server @4", ", received 1.5 MiB",
    points: (0..<50).map { part in
      PlotSeries.Point(
        time: UInt64(part * 40 + 20) * millisecond, value: part < 10 ? Double(part) * 1e5 : 1e6)
    }, span: 0...2000 * millisecond)

  static let all: [(name: String, quantity: Quantity, series: PlotSeries)] = [
    ("delay", .delay, ticks), ("cwnd", .cwnd, saw), ("queue", .queue, stairs),
    ("throughput", .throughput, rate),
  ]

  /// A second one, which began later.
  static let other = PlotSeries(
    "other @3",
    points: (0..<60).map { look in
      let time = UInt64(400 + look * 30) * millisecond
      return PlotSeries.Point(time: time, value: Double(20 + look % 12 * 3))
    })
}
