/// What is written.
extension DiagramDrawing {
  var texts: [Element] {
    zip(lines.indices, lines).flatMap { line, content in
      (content.time.isEmpty ? [] : [text(content.time, 0, line, .soft)])
        + content.texts.flatMap { onPaper($0, line) }
    }
  }

  /// What passes behind it, an arrow that comes from further up or the line of another column, does not
  /// strike it through.
  private func onPaper(_ text: DiagramLine.Text, _ line: Int) -> [Element] {
    let width = displayWidth(text.text) * DiagramDrawing.cell.width
    let paper = Element(
      "rect",
      [
        "x": "\(x(text.x) - 4)", "y": "\(y(line) - 8)", "width": "\(width + 8)", "height": "16",
        "class": Colour.paper.fill,
      ])
    let words = Drawing.text(
      text.text, x: x(text.x), y: y(line), text.tone.colour, whole: text.whole)
    return [paper, words]
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
