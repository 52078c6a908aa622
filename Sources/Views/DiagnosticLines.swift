internal import Log

/// A diagnostic as the terminal shows it: what is wrong, the line with a caret under the column, and
/// what to do.
///
/// In a file it begins `FILE:LINE: `, as compilers do; at the prompt every line is a comment.
func diagnosticLines(_ diagnostic: Diagnostic, width: Int, utf8: Bool) -> [String] {
  var lines = headline(diagnostic, width: width, utf8: utf8)
  let lead = diagnostic.file == nil ? "  # " : "  "
  if let line = diagnostic.line, !line.isEmpty {
    let excerpt = Excerpt(utf8: utf8, room: width - lead.count - 2)
    lines += excerpt.lines(of: line, column: diagnostic.column).map { lead + "  " + $0 }
  }
  if let advice = diagnostic.advice, !advice.isEmpty {
    lines += wrapped(safeText(advice, utf8: utf8), width: width - lead.count).map { lead + $0 }
  }
  return lines
}

private func headline(_ diagnostic: Diagnostic, width: Int, utf8: Bool) -> [String] {
  let number = diagnostic.lineNumber.map { "\($0):" } ?? ""
  if let file = diagnostic.file {
    return [safeText("\(file):\(number) \(diagnostic.message)", utf8: utf8)]
  }
  let place = diagnostic.lineNumber.map { "line \($0): " } ?? ""
  return commentLines(place + diagnostic.message, width: width, utf8: utf8)
}

/// The part of a line around a column, and a caret below it.
private struct Excerpt {
  let utf8: Bool
  /// How many columns of the terminal there are for it.
  let room: Int

  private var ellipsis: String { utf8 ? "…" : "..." }

  /// One line, or two if there is a column.
  func lines(of line: String, column: Int?) -> [String] {
    let target = max(1, column ?? 1) - 1
    // Enough on both sides to fill the room, however long the line is.
    let first = max(0, target - room)
    let after = line.dropFirst(first)
    let cells = after.prefix(2 * room + 1).map(cell)
    let caret = min(target - first, cells.count)
    var start = 0
    var before = width(cells[..<caret])
    let overflows = first > 0 || width(cells[...]) > room
    while overflows, before > room * 2 / 3, start < caret {
      before -= displayWidth(cells[start])
      start += 1
    }
    let left = start > 0 || first > 0 ? ellipsis : ""
    let text = left + fitting(cells[start...], room: room - displayWidth(left))
    let indent = String(repeating: " ", count: displayWidth(left) + before)
    return column == nil ? [text] : [text, indent + "^"]
  }

  /// A character as it is shown; one made of very many scalars is cut.
  private func cell(_ character: Character) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: character.unicodeScalars.prefix(4))
    return safeText(String(scalars), utf8: utf8)
  }

  private func width(_ cells: ArraySlice<String>) -> Int {
    cells.reduce(0) { $0 + displayWidth($1) }
  }

  private func fitting(_ cells: ArraySlice<String>, room: Int) -> String {
    if width(cells) <= room { return cells.joined() }
    var text = ""
    var left = room - displayWidth(ellipsis)
    for cell in cells {
      left -= displayWidth(cell)
      if left < 0 { break }
      text += cell
    }
    return text + ellipsis
  }
}
