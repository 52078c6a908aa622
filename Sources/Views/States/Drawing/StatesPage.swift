internal import SystemCalls

/// TCP's states with sockets on them as a page of HTML: the drawing, and the ways as a table.
public func statesPage(_ paths: [StatePath]) -> String {
  let marked = StateWords.marked(paths)
  let rows = marked.map {
    row([$0.mark, $0.path.name, $0.path.state.name, StateWords.way(of: $0.path)])
  }
  return page(
    marked, leftOut: paths.count - marked.count,
    .table("Each socket and its way", ["Mark", "Socket", "State", "Way"], rows))
}

/// The same of one socket, with the time of each step.
public func statesPage(following path: StatePath) -> String {
  let rows = StateWords.moments(of: path).map { row([$0.state, $0.when, $0.statement]) }
  return page(
    StateWords.marked([path]), leftOut: 0,
    .table("The way of \(path.name)", ["State", "When", "Behind"], rows))
}

private func page(_ marked: [MarkedPath], leftOut: Int, _ table: Element) -> String {
  let drawing = StatesDrawing(marked, leftOut: leftOut)
  let notes = StateWords.leftOut(leftOut) + StateWords.remarks(on: marked.map(\.path))
  return Page(
    title: drawing.title, style: .pageWithDrawings,
    [.figure([drawing.alone.element]), Element("h2", text: "The same as a table"), table]
      + notes.map { Element("p", text: $0) }
  ).text
}

private func row(_ texts: [String]) -> Element {
  Element("tr", [:], texts.map { Element("td", ["class": "code"], text: $0) })
}
