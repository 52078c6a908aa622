/// Text as it may stand in a page, between tags or in quotes: nothing in it is markup.
///
/// What neither HTML nor XML 1.0 may have, and what would change the direction of a line or hide itself, is
/// spelled as on a terminal: `\x1b`, `\u{202E}`. Line breaks stay.
func escapedMarkup(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0x7f || $0 < 0x20 || isMarkup($0) }) else { return text }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.map { entities(safeText(String($0))) }.joined(separator: "\n")
}

private func isMarkup(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
    UInt8(ascii: "'"):
    true
  default: false
  }
}

private func entities(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": safe += "&amp;"
    case "<": safe += "&lt;"
    case ">": safe += "&gt;"
    case "\"": safe += "&quot;"
    case "'": safe += "&#39;"
    default: safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}
