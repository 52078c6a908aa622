/// Breaks text into lines of at most `width` columns at spaces; a longer word has a line of its own.
///
/// Every line but the first is indented by `hanging` spaces. The text is our own: a Character is a
/// column.
func wrapped(_ text: String, width: Int, hanging: Int = 0) -> [String] {
  let indent = String(repeating: " ", count: hanging)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = indent + word
    } else {
      line += line.isEmpty ? String(word) : " " + word
    }
  }
  return lines + [line]
}

/// Paragraphs, which empty lines separate in the text, wrapped.
func wrappedParagraphs(_ text: String, width: Int) -> [String] {
  let paragraphs = text.split(separator: "\n\n")
  return Array(paragraphs.map { wrapped(String($0), width: width) }.joined(separator: [""]))
}

/// Rows of two columns; where the first is wide or the page narrow, the second begins a new line.
func table(_ rows: [(String, String)], width: Int, firstAtMost: Int = 24) -> [String] {
  let first = rows.map(\.0.count).filter { $0 <= firstAtMost }.max() ?? 0
  let indent = min(first + 4, width / 2)
  return rows.flatMap { left, right in
    let pad = String(repeating: " ", count: max(indent - 2 - left.count, 0))
    let text = wrapped(right, width: max(width - indent, 10))
    let margin = String(repeating: " ", count: indent)
    guard 2 + left.count + 2 <= indent else { return ["  " + left] + text.map { margin + $0 } }
    return ["  " + left + pad + text[0]] + text.dropFirst().map { margin + $0 }
  }
}
