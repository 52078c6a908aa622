/// Words, broken into lines of at most `width` columns; a word that is longer than a line is cut.
///
/// An empty text gives one empty line.
public func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    for piece in pieces(of: word, width: width) {
      if line.isEmpty {
        line = piece
      } else if displayWidth(line) + 1 + displayWidth(piece) <= width {
        line += " " + piece
      } else {
        lines.append(line)
        line = piece
      }
    }
  }
  return lines + [line]
}

/// A word in pieces that fit a line each.
private func pieces(of word: Substring, width: Int) -> [String] {
  if displayWidth(word) <= width { return [String(word)] }
  var pieces: [String] = [""]
  var columns = 0
  for character in word {
    let needed = displayWidth(String(character))
    if columns + needed > width, columns > 0 {
      pieces.append("")
      columns = 0
    }
    pieces[pieces.count - 1].append(character)
    columns += needed
  }
  return pieces
}
