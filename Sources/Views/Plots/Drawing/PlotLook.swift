/// How one of several series looks: it is told from the others by its dashes and its marks, not by its colour
/// alone.
struct PlotLook {
  let colour: Colour
  /// As in SVG; empty for a line without gaps.
  let dashes: String
  private let shape: Shape

  private enum Shape {
    case disc, square, triangle, diamond
  }

  /// One for each series of a drawing.
  static let all = [
    PlotLook(colour: .ink, dashes: "", shape: .disc),
    PlotLook(colour: .travel, dashes: "9 4", shape: .square),
    PlotLook(colour: .state, dashes: "2 3", shape: .triangle),
    PlotLook(colour: .soft, dashes: "12 3 2 3", shape: .diamond),
  ]

  func line(_ path: String) -> Element {
    var line = Element("path", ["d": path, "class": colour.stroke, "stroke-width": "1.5"])
    if !dashes.isEmpty { line.attributes.append(("stroke-dasharray", dashes)) }
    return line
  }

  /// All of its marks as one element.
  func marks(_ places: [(x: Double, y: Double)]) -> Element {
    let path = places.map { "M \(pixels($0.x)) \(pixels($0.y)) \(outline)" }
    return Element("path", ["d": path.joined(separator: " "), "class": colour.fill])
  }

  /// From its middle.
  private var outline: String {
    switch shape {
    case .disc: "m -3 0 a 3 3 0 1 0 6 0 a 3 3 0 1 0 -6 0 z"
    case .square: "m -3 -3 h 6 v 6 h -6 z"
    case .triangle: "m 0 -4 l 4 7 h -8 z"
    case .diamond: "m 0 -4 l 4 4 l -4 4 l -4 -4 z"
    }
  }
}

/// A tenth of a pixel is more than can be seen.
func pixels(_ place: Double) -> String { axisText((place * 10).rounded() / 10) }
