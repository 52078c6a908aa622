/// A label and what is to be said of it, the text in a column of its own: lines of at most `width`
/// columns, joined by line breaks.
func labelledLines(_ rows: [(label: String, text: String)], width: Int, utf8: Bool) -> String {
  let column = (rows.map { displayWidth($0.label) }.max() ?? 0) + 2
  return rows.flatMap { row in
    wrapped(safeText(row.text, utf8: utf8), width: max(20, width - column)).enumerated().map {
      padded($0 == 0 ? row.label : "", to: column) + $1
    }
  }.joined(separator: "\n")
}
