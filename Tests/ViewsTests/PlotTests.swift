import Log
import Testing

@testable import Views

@Suite struct PlotTests {
  @Test(arguments: PlotSample.all.indices, [80, 132])
  func `a picture is as it was looked at, in UTF-8 and in ASCII`(_ index: Int, _ width: Int) throws
  {
    let (name, quantity, series) = PlotSample.all[index]
    for utf8 in [true, false] {
      let text = plotText([series], of: quantity, width: width - 2, utf8: utf8)
      try expectPicture(text, named: "\(name)-\(width)-\(utf8 ? "utf8" : "ascii")")
      for line in text.split(separator: "\n") {
        #expect(displayWidth(line) <= width - 2)
        #expect(utf8 || line.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
      }
      #expect((12...16).contains(text.split(separator: "\n").count))
    }
  }

  /// What is drawn is read back from the picture alone: the numbers at its axes, and the dots.
  @Test(arguments: [Quantity.cwnd, .rtt, .queue, .throughput, .delay], [40, 80, 132])
  func `every sample has a mark in the cell of its time and value`(
    _ quantity: Quantity, _ width: Int
  ) throws {
    var dice = SystemRandomNumberGenerator()
    for round in 0..<60 {
      let utf8 = round % 2 == 0
      let span = UInt64.random(in: 2...20_000, using: &dice) * PlotSample.millisecond
      let most = Double.random(in: 1...1e7, using: &dice)
      let series = PlotSeries(
        "s",
        points: (0..<Int.random(in: 2...80, using: &dice)).map { _ in
          PlotSeries.Point(
            time: 7 + UInt64.random(in: 0...span, using: &dice),
            value: quantity == .cwnd
              ? Double.random(in: 1...most, using: &dice).rounded()
              : Double.random(in: 0...most, using: &dice))
        }.sorted { $0.time < $1.time })
      let text = plotText([series], of: quantity, width: width, utf8: utf8)
      let picture = try Picture(text, utf8: utf8)
      let times = try #require(series.times)
      for point in series.points {
        let time = Double(point.time - times.lowerBound)
        let whole = max(1, Double(times.upperBound - times.lowerBound))
        #expect(
          picture.hasMark(at: time / whole, point.value / picture.factor / picture.most),
          "\(point) of \(times)\n\(text)")
      }
    }
  }

  @Test func `a steady throughput has no holes, whatever the width`() {
    for (width, span) in zip(30...160, stride(from: 1_000_003, to: .max, by: 7_919_317)) {
      let part = Double(span) / 50
      let steady = PlotSeries(
        "s",
        points: (0..<50).map {
          PlotSeries.Point(time: 9 + UInt64((Double($0) + 0.5) * part), value: 1e6)
        }, span: 9...9 + UInt64(span))
      let plot = Plot(steady, of: .throughput, upTo: 1e6, width: width, utf8: true)
      #expect(plot?.canvas.lines.allSatisfy { $0.allSatisfy { $0 == "⣿" } } == true)
    }
  }

  @Test func `several pictures have one scale of values`() {
    let low = PlotSeries("low", points: [.init(time: 0, value: 10_000)])
    let text = plotText([PlotSample.ticks, low], of: .delay, width: 78, utf8: true)
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("200 ┤") }.count == 2)
  }

  @Test func `several pictures have one time`() throws {
    let long = PlotSeries(
      "long", points: [.init(time: 0, value: 4), .init(time: 50_000_000, value: 8)],
      span: 0...100_000_000)
    let late = PlotSeries(
      "late", points: [.init(time: 75_000_000, value: 8)], span: 75_000_000...100_000_000)
    for quantity in [Quantity.queue, .throughput, .delay] {
      let text = plotText([long, late], of: quantity, width: 80, utf8: true)
      let lines = text.split(separator: "\n")
      #expect(Set(lines.filter { $0.hasSuffix(" ms") }).count == 1, "\(text)")
      // At the top of the second picture, three quarters to the right.
      let top = Array(try #require(lines.filter { $0.contains("┤") }.dropFirst(3).first))
      let first = try #require(top.firstIndex { ("\u{2801}"..."\u{28ff}").contains($0) }, "\(text)")
      let frame = try #require(top.firstIndex(of: "┤"))
      #expect(abs((first - frame) * 4 - (80 - frame) * 3) <= 8, "\(text)")
    }
  }

  @Test func `one value alone, and a value of nothing, can be drawn`() {
    for quantity in Quantity.allCases {
      let text = plotText(
        [PlotSeries("s", points: [.init(time: 3, value: 0)])], of: quantity, width: 30,
        utf8: true)
      #expect(text.contains("┤"), "\(text)")
    }
    #expect(plotText([], of: .delay, width: 30, utf8: true) == "")
  }

  @Test func `of the last moments only what was measured then is drawn`() {
    let late = PlotSample.stairs.since(1000 * PlotSample.millisecond)
    #expect(late.points == [.init(time: 1000 * PlotSample.millisecond, value: 0)])
    #expect(late.span == 1000 * PlotSample.millisecond...1200 * PlotSample.millisecond)
    #expect(PlotSample.ticks.since(1000 * PlotSample.millisecond).points.count == 10)
  }

  @Test func `numbers at axes have as few decimals as they need`() {
    let texts = [0, 0.5, 12, 0.25, 0.125, 100, 2.05].map(axisText)
    #expect(texts == ["0", "0.5", "12", "0.25", "0.125", "100", "2.05"])
  }
}

/// A picture as somebody reads it who knows nothing of how it was made.
private struct Picture {
  /// The number at the top of the axis, in the unit of the heading.
  let most: Double
  let factor: Double
  private let rows: [[Character]]
  private let columns: Int
  private let utf8: Bool

  init(_ text: String, utf8: Bool) throws {
    self.utf8 = utf8
    let lines = text.split(separator: "\n").map { Array($0) }
    let tick: Character = utf8 ? "┤" : "+"
    let upright: Character = utf8 ? "│" : "|"
    let first = try #require(lines.firstIndex { $0.contains(tick) })
    let edge = try #require(lines[first].firstIndex(of: tick))
    most = try #require(Double(String(lines[first][..<edge]).filter { $0 != " " }))
    rows = lines[first...].prefix(10).map { line in
      #expect([tick, upright].contains(line[edge]))
      return Array(line[(edge + 1)...])
    }
    columns = lines[first + rows.count].count - edge - 1
    // `delay in ms, …`; what a delay is stands above it.
    let words = lines[..<first].map { $0.split(separator: " ").map { String($0) } }
    let heading = try #require(words.first { $0.count > 2 && $0[1] == "in" })
    let unit = heading[2].dropLast()
    factor = try #require(
      [
        "segments": 1, "us": 1, "ms": 1e3, "s": 1e6, "bytes": 1, "KiB": 1024, "MiB": 1_048_576,
        "bit/s": 1, "kbit/s": 1e3, "Mbit/s": 1e6,
      ][String(unit)])
  }

  /// Both as shares of their axes. A mark stands in the dot that is nearest.
  func hasMark(at time: Double, _ value: Double) -> Bool {
    let (across, up) = (utf8 ? 2 * columns : columns, utf8 ? 40 : 20)
    let x = Int((time * Double(across - 1)).rounded())
    let y = up - 1 - Int((value * Double(up - 1)).rounded())
    let row = rows[y / (utf8 ? 4 : 2)]
    let column = utf8 ? x / 2 : x
    guard column < row.count, let scalar = row[column].unicodeScalars.first else { return false }
    guard utf8 else { return scalar == ":" || scalar == (y % 2 == 0 ? "'" : ".") }
    let bits: [[UInt32]] = [[1, 2, 4, 64], [8, 16, 32, 128]]
    return scalar.value >= 0x2800 && (scalar.value - 0x2800) & bits[x % 2][y % 4] != 0
  }
}
