/// What is written.
extension DiagramDrawing {
  var texts: [Element] {
    zip(lines.indices, lines).flatMap { line, content in
      (content.time.isEmpty ? [] : [text(content.time, 0, line, .soft)])
        + content.texts.flatMap { onPaper($0, content.shafts, line) }
    }
  }

  /// A label on an arrow interrupts it.
  private func onPaper(
    _ label: DiagramLine.Text, _ shafts: [DiagramLine.Shaft], _ line: Int
  ) -> [Element] {
    let text = text(label.text, label.x, line, label.tone.colour)
    let isOnShaft = shafts.contains {
      min($0.from, $0.to) < label.x && label.x < max($0.from, $0.to)
    }
    guard isOnShaft else { return [text] }
    let width = displayWidth(label.text) * DiagramDrawing.cell.width
    return [
      Element(
        "rect",
        [
          "x": "\(x(label.x) - 4)", "y": "\(y(line) - 6)", "width": "\(width + 8)",
          "height": "12", "class": Colour.paper.fill,
        ]), text,
    ]
  }

  func text(
    _ text: String, _ cell: Int, _ line: Int, _ colour: Colour, isBold: Bool = false
  ) -> Element {
    Drawing.text(text, x: x(cell), y: y(line), colour, isBold: isBold)
  }
}

extension DiagramLine.Text.Tone {
  fileprivate var colour: Colour {
    switch self {
    case .call, .name: .ink
    case .failure, .loss: .loss
    case .state: .state
    case .label: .travel
    case .note: .soft
    }
  }
}
