/// Someone's text in curly quotes, harmless on a terminal and of bounded length.
func quoted(_ text: some StringProtocol, limit: Int = 40) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else {
      shown += "…"
      break
    }
    shown += visible(scalar)
    count += 1
  }
  return "“\(shown)”"
}

private func visible(_ scalar: Unicode.Scalar) -> String {
  switch scalar.properties.generalCategory {
  case .spaceSeparator where scalar != " ": "\\u{\(String(scalar.value, radix: 16))}"
  // Controls, bidi overrides and the like, line separators.
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
    "\\u{\(String(scalar.value, radix: 16))}"
  default: String(Character(scalar))
  }
}

/// `a, b or c`
func alternatives(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
