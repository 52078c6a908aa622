import Foundation
import FoundationXML
import Log
import Testing

@testable import Views

/// Plots as drawings and as pages. `SOCKRATIC_RENEW_PICTURES=1 swift test --filter PlotDrawingTests` writes
/// the pictures anew.
struct PlotDrawingTests {
  @Test(arguments: PlotSample.all.indices)
  func `a drawing and a page are as they were looked at`(_ index: Int) throws {
    let (name, quantity, series) = PlotSample.all[index]
    try expectPicture(plotDrawing([series], of: quantity), named: "plot-\(name)", as: "svg")
    try expectPicture(plotPage([series], of: quantity), named: "plot-\(name)", as: "html")
  }

  @Test func `so are several series in one drawing`() throws {
    let series = [PlotSample.saw, PlotSample.other]
    try expectPicture(plotDrawing(series, of: .cwnd), named: "plot-two", as: "svg")
    try expectPicture(plotPage(series, of: .cwnd), named: "plot-two", as: "html")
  }

  @Test func `several series differ in dashes and in marks, with the names below`() throws {
    let series = (0..<4).map { number in
      PlotSeries("role\(number) @3", points: PlotSample.other.points)
    }
    let drawing = try Reader(plotDrawing(series, of: .rtt))
    let lines = drawing.lines.map { $0.attribute(forName: "stroke-dasharray")?.stringValue ?? "" }
    #expect(lines.count == 8 && Set(lines).count == 4)
    let shapes = drawing.marks.map { $0.split(separator: " ").dropFirst(3).prefix(6) }
    #expect(Set(shapes).count == 4)
    for one in series { #expect(drawing.texts.contains(one.name)) }
    #expect(drawing.title == "rtt of role0 @3, role1 @3, role2 @3 and role3 @3 against time")
    #expect(drawing.about.contains("role2 @3: 60 values from 20 us to 53 us, at last 53 us."))
  }

  /// Read back from the drawing alone: its axes' numbers, and its strokes.
  @Test(arguments: [Quantity.cwnd, .rtt, .queue, .delay])
  func `each value that is the least or the greatest of its column is drawn`(
    _ quantity: Quantity
  ) throws {
    var dice = SystemRandomNumberGenerator()
    for count in [1, 2, 30, 3000, 30_000] {
      let most = Double.random(in: 10...1e6, using: &dice)
      let series = PlotSeries(
        "s",
        points: (0..<count).map { _ in
          PlotSeries.Point(
            time: 5 + UInt64.random(in: 0...9_000_000_000, using: &dice),
            value: Double.random(in: 0...most, using: &dice).rounded())
        }.sorted { $0.time < $1.time })
      let drawing = try Reader(plotDrawing([series], of: quantity))
      let places = quantity == .delay ? drawing.markPlaces : drawing.linePlaces
      let first = try #require(series.points.first?.time)
      let span = Double(max(1000, (series.points.last?.time ?? first) - first))
      let columns = Dictionary(grouping: series.points) {
        (88 + Double($0.time - first) / span * 688).rounded()
      }
      for (column, points) in columns {
        let values = points.map(\.value)
        let missing = [values.min(), values.max()].compactMap(\.self).filter { value in
          let y = 368 - value / drawing.factor / drawing.most * 320
          return !places.contains { abs($0.x - column) <= 0.6 && abs($0.y - y) <= 0.1 }
        }
        try #require(missing == [], "\(column)")
      }
    }
  }

  @Test func `a million values make a small file, in which the one that stands out is seen`() throws
  {
    var points = (0..<1_000_000).map { index in
      PlotSeries.Point(time: UInt64(index) * 2000, value: Double(1000 + index * 7919 % 500))
    }
    points[777_777].value = 4000
    points[222_222].value = 1
    for quantity in [Quantity.rtt, .delay] {
      let gaps = (0..<100_000).map { UInt64($0) * 20_000 }
      let series = [PlotSeries("client @3", points: points, gaps: quantity == .delay ? gaps : [])]
      let drawing = plotDrawing(series, of: quantity)
      let page = plotPage(series, of: quantity)
      #expect(drawing.utf8.count < 1_000_000 && page.utf8.count < 1_000_000)
      let places = try Reader(drawing)
      let heights = (quantity == .delay ? places.markPlaces : places.linePlaces).map(\.y)
      #expect(heights.contains { abs($0 - 48) < 0.1 } && heights.contains { abs($0 - 367.9) < 0.1 })
      #expect(page.contains("1000000 values from 1 us to 4 ms"))
      #expect(page.contains("<td>4 ms</td>") && page.contains("<td>1 us</td>"))
    }
  }

  @Test func `what was never received has a cross in a row of its own`() throws {
    let drawing = try Reader(plotDrawing([PlotSample.ticks], of: .delay))
    let crosses = drawing.paths("loss-stroke").joined().ranges(of: "l 8 8")
    #expect(crosses.count == 2)
    let page = plotPage([PlotSample.ticks], of: .delay)
    #expect(page.ranges(of: "<td>never received</td>").count == 2)
    #expect(
      drawing.about.contains("58 values from 30 ms to 150 ms, at last 30 ms; 2 never received."))
  }

  @Test func `a table has each value, and of many values parts of the time`() throws {
    let short = plotPage([PlotSample.stairs], of: .queue)
    #expect(short.ranges(of: "<tr>").count == 1 + PlotSample.stairs.points.count)
    let long = plotPage([PlotSample.saw], of: .cwnd)
    #expect(long.ranges(of: "<tr>").count == 31)
    #expect(long.contains("<td>10 segments</td>") && long.contains("<td>99 segments</td>"))
  }

  @Test func `a queue that stays as it is has its length in every part of the table`() throws {
    let points = (0..<100).map {
      PlotSeries.Point(time: UInt64($0) * 1000, value: Double($0 % 2))
    }
    let series = PlotSeries("s", points: points, span: 0...1_000_000_000)
    let page = plotPage([series], of: .queue)
    #expect(page.ranges(of: "<td>1 byte</td>\n<td>1 byte</td>\n<td>0</td>").count == 29)
  }

  @Test func `one value alone, and a value of nothing, can be drawn`() throws {
    for quantity in Quantity.allCases {
      let series = [PlotSeries("s", points: [.init(time: 3, value: 0)])]
      #expect(try Reader(plotDrawing(series, of: quantity)).texts.contains("0"))
      #expect(plotPage(series, of: quantity).contains("<td>\(quantity.text(0))</td>"))
    }
    #expect(plotDrawing([], of: .delay) == "" && plotPage([], of: .delay) == "")
  }

  @Test func `a value is told in the unit that suits it`() {
    #expect(
      [0, 1, 6, 1024, 40_000].map(Quantity.queue.text)
        == ["0 bytes", "1 byte", "6 bytes", "1 KiB", "39.063 KiB"])
    #expect([1, 12].map(Quantity.cwnd.text) == ["1 segment", "12 segments"])
    #expect([800, 1500].map(Quantity.rtt.text) == ["800 us", "1.5 ms"])
  }

  @Test func `what is counted has no halves at its axis`() throws {
    let series = [PlotSeries("s", points: [.init(time: 0, value: 1), .init(time: 9, value: 2)])]
    let texts = try Reader(plotDrawing(series, of: .inflight)).texts
    #expect(texts.contains("2") && !texts.contains("1.5"))
  }
}

/// A drawing as somebody reads it who knows where its frame is.
private struct Reader {
  typealias Place = (x: Double, y: Double)

  private let document: XMLDocument

  init(_ drawing: String) throws {
    // With a name space the elements' attributes are not found.
    let plain = drawing.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    document = try XMLDocument(xmlString: plain)
  }

  private func elements(_ name: String) -> [XMLElement] {
    let found = try? document.nodes(forXPath: "//*[local-name()='\(name)']")
    return (found ?? []).compactMap { $0 as? XMLElement }
  }

  var title: String { elements("title").first?.stringValue ?? "" }
  var about: String { elements("desc").first?.stringValue ?? "" }
  var texts: [String] { elements("text").compactMap(\.stringValue) }

  /// The number at the top of the axis, in the unit of the heading.
  var most: Double {
    elements("text").filter { $0.attribute(forName: "text-anchor")?.stringValue == "end" }
      .compactMap { Double($0.stringValue ?? "") }.max() ?? 0
  }

  var factor: Double {
    let unit = texts.first?.split(separator: " ").last.map(String.init) ?? ""
    return [
      "segments": 1, "us": 1, "ms": 1e3, "s": 1e6, "bytes": 1, "KiB": 1024, "MiB": 1_048_576,
    ][unit] ?? 0
  }

  func paths(_ kind: String) -> [String] {
    elements("path").filter { $0.attribute(forName: "class")?.stringValue == kind }
      .compactMap { $0.attribute(forName: "d")?.stringValue }
  }

  /// Those of the series, and their samples below.
  var lines: [XMLElement] {
    elements("path").filter { $0.attribute(forName: "stroke-width")?.stringValue == "1.5" }
  }

  var marks: [String] { ["ink", "travel", "state", "soft"].flatMap(paths) }

  var markPlaces: [Place] {
    marks.flatMap { $0.matches(of: /M (\S+) (\S+)/) }.compactMap { match in
      guard let x = Double(match.1), let y = Double(match.2) else { return nil }
      return (x, y)
    }
  }

  /// The corners of the steps of the first series.
  var linePlaces: [Place] {
    guard let path = lines.first?.attribute(forName: "d")?.stringValue else { return [] }
    var (places, now): ([Place], Place) = ([], (0, 0))
    for match in path.matches(of: /([MHV]) ([\d.]+)(?: ([\d.]+))?/) {
      guard let number = Double(match.2) else { continue }
      switch match.1 {
      case "H": now.x = number
      case "V": now.y = number
      default: now = (number, match.3.flatMap { Double($0) } ?? 0)
      }
      places.append(now)
    }
    return places
  }
}
