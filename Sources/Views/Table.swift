/// Columns of text, two spaces apart, each as wide as its widest cell.
struct Table {
  var header: [String]
  var rows: [[String]]

  /// Finished lines, however wide.
  var lines: [String] {
    let widths = widths
    return ([header] + rows).map { line($0, widths) }
  }

  var width: Int { widths.reduce(0, +) + 2 * (widths.count - 1) }

  private var widths: [Int] {
    header.indices.map { column in
      ([header] + rows).map { displayWidth($0[column]) }.max() ?? 0
    }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let text = zip(cells, widths).map { padded($0, to: $1) }.joined(separator: "  ")
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}

/// Short pieces set one after another, two spaces apart, on as many lines as the width asks for;
/// every further line is indented by two. A piece wider than a line is cut.
func flowed(_ pieces: [String], width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for piece in pieces.flatMap({ wrapped($0, width: width - 2) }) {
    if line.isEmpty {
      line = piece
    } else if displayWidth(line) + 2 + displayWidth(piece) <= width {
      line += "  " + piece
    } else {
      lines.append(line)
      line = "  " + piece
    }
  }
  return lines + [line]
}
