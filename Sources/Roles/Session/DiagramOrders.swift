internal import Language
internal import Log
internal import Views

/// `diagram`: the log as a ladder, on the terminal or in a file.
extension Session {
  /// The most rows, on a terminal and in a file.
  private static let mostRows = (terminal: 200, file: 2000)

  func showDiagram(_ request: DiagramRequest) throws(Diagnostic) {
    guard let path = request.file else { return try showDiagram(last: request.last) }
    let drawing = try diagram(last: request.last, atMost: Session.mostRows.file)
    let page = path.hasSuffix(".html") ? diagramPage(drawing) : diagramDrawing(drawing)
    try writeFile(expandingHome(path), Array(page.utf8))
    let left = drawing.leftOut
    let more = left > 0 && request.last == nil ? "; \(left) before these left out" : ""
    let count = drawing.rows.count
    stage.record(.note("\(path): \(count) \(count == 1 ? "row" : "rows")\(more)"))
  }

  private func showDiagram(last: Int?) throws(Diagnostic) {
    let drawing = try diagram(last: last, atMost: Session.mostRows.terminal)
    let more = last == nil ? ": diagram FILE.svg has up to \(Session.mostRows.file)" : ""
    stage.record(
      .output(
        forgotten + diagramText(drawing, width: outputWidth, utf8: isUTF8, keep: more)))
  }

  private func diagram(last: Int?, atMost most: Int) throws(Diagnostic) -> Diagram {
    var builder = DiagramBuilder(most: min(last ?? most, most))
    stage.log.visit { builder.take($0) }
    let diagram = builder.diagram
    guard !diagram.isEmpty else {
      throw Diagnostic(
        "there is nothing to draw yet", advice: "`socket tcp` would be the first call")
    }
    return diagram
  }
}
