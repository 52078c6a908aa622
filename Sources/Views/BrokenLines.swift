/// A line of a table or a list that is wider than the window, broken at spaces: what follows is set in
/// by two columns more than the margin, which is the line's own where none is given. Spaces within the
/// lines stay; a word that is longer than a line is cut.
func brokenAtWords(_ line: String, width: Int, margin: Int? = nil) -> [String] {
  let margin = margin ?? line.prefix { $0 == " " }.count
  let indent = String(repeating: " ", count: min(margin + 2, width / 2))
  var lines: [String] = []
  var rest = line[...]
  while displayWidth(rest) > width {
    let end = fittingEnd(of: rest, width)
    let text = rest[..<end]
    let start = text.firstIndex { $0 != " " } ?? text.endIndex
    // A line must end behind its first word, or it would never end.
    let isBreak = rest[end...].first == " "
    let space = isBreak ? end : text[start...].lastIndex(of: " ") ?? end
    lines.append(trimmedEnd(rest[..<space]))
    rest = (indent + rest[space...].drop { $0 == " " })[...]
  }
  return lines + [String(rest)]
}

/// Behind the last character that has room, at least one.
private func fittingEnd(of text: Substring, _ width: Int) -> String.Index {
  var columns = 0
  for index in text.indices {
    columns += displayWidth(String(text[index]))
    if columns > width, index > text.startIndex { return index }
  }
  return text.endIndex
}

private func trimmedEnd(_ text: Substring) -> String {
  String(text.reversed().drop { $0 == " " }.reversed())
}
