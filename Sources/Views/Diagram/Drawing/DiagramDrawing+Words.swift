/// What is written.
extension DiagramDrawing {
  var texts: [Element] {
    zip(lines.indices, lines).flatMap { line, content in
      (content.time.isEmpty ? [] : [text(content.time, 0, line, .soft)])
        + content.texts.flatMap { onPaper($0, line) }
    }
  }

  /// Arrows that come from further up pass behind it, and the lines of other columns.
  private func onPaper(_ text: DiagramLine.Text, _ line: Int) -> [Element] {
    let (x, y) = (x(text.x), y(line))
    return [
      Drawing.paper(behind: text.text, x: x, y: y),
      Drawing.text(text.text, x: x, y: y, text.tone.colour, whole: text.whole),
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
