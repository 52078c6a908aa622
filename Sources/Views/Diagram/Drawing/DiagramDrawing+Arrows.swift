/// What travels, as strokes with heads.
extension DiagramDrawing {
  var shafts: [Element] {
    // Of what arrives further down, by the row where it left.
    var starts: [Int: (x: Int, y: Int)] = [:]
    var elements: [Element] = []
    for (line, content) in zip(lines.indices, lines) {
      for shaft in content.shafts {
        let arrow = diagram.arrows[shaft.arrow]
        if shaft.end == .goesOn, arrow.fate != .underWay {
          starts[arrow.from.row] = (x(shaft.from), y(line))
          continue
        }
        let start = shaft.startsAtColumn ? nil : starts[arrow.from.row]
        elements += self.arrow(from: start ?? (x(shaft.from), y(line)), shaft, line)
      }
    }
    return elements
  }

  /// From where it left, which may be further up.
  private func arrow(
    from start: (x: Int, y: Int), _ shaft: DiagramLine.Shaft, _ line: Int
  ) -> [Element] {
    let (end, y) = (x(shaft.to), y(line))
    let colour = shaft.end == .stops ? Colour.loss : .travel
    var stroke = Element(
      "path",
      [
        "d": "M \(start.x) \(start.y) L \(end) \(y)", "class": colour.stroke,
        "stroke-width": "1.5",
      ])
    switch shaft.end {
    case .arrives: return [stroke, head(at: end, y, goesRight: end > start.x)]
    case .stops: return [stroke, Drawing.cross(end, y)]
    case .held: return [stroke, gate(at: end, y)]
    case .goesOn:
      stroke.attributes.append(("stroke-dasharray", "6 4"))
      return [stroke]
    }
  }

  private func gate(at x: Int, _ y: Int) -> Element {
    Element(
      "path",
      [
        "d": "M \(x) \(y - 6) v 12 m -4 -12 v 12", "class": Colour.travel.stroke,
        "stroke-width": "1.5",
      ])
  }

  private func head(at x: Int, _ y: Int, goesRight: Bool) -> Element {
    let back = goesRight ? -9 : 9
    return Element(
      "path", ["d": "M \(x) \(y) l \(back) -5 v 10 z", "class": Colour.travel.fill])
  }
}
