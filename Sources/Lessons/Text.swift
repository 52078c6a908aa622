extension Character {
  /// A space or a tab.
  var isBlank: Bool { self == " " || self == "\t" }
  var isLowercaseASCII: Bool { ("a"..."z").contains(self) }
  var isDigitASCII: Bool { ("0"..."9").contains(self) }
  /// What may follow the first letter in the name of a role or a call.
  var isNamePart: Bool { isLowercaseASCII || isDigitASCII || self == "_" || self == "-" }
}

/// The text without the white space around it.
func trimmed(_ text: some StringProtocol) -> String {
  let tail = text.drop { $0.isWhitespace }
  guard let last = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(tail[...last])
}

/// The text without the white space at its end, which editors remove and nobody sees.
func withoutTrailingBlanks(_ text: String) -> String {
  guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
  return String(text[...last])
}

/// Both sides of the first occurrence of `separator`, trimmed; nil where there is none.
func parted(_ text: String, at separator: String) -> (String, String)? {
  guard let range = text.firstRange(of: separator) else { return nil }
  return (trimmed(text[..<range.lowerBound]), trimmed(text[range.upperBound...]))
}

/// The id of a lesson or a step: a letter, then letters, digits and hyphens, all lower case.
func isIdentifier(_ text: String) -> Bool {
  text.first?.isLowercaseASCII == true
    && text.allSatisfy { $0.isLowercaseASCII || $0.isDigitASCII || $0 == "-" }
}

/// A captured value's name: a letter, then letters, digits and underscores, all lower case.
func isValueName(_ text: String) -> Bool {
  text.first?.isLowercaseASCII == true
    && text.allSatisfy { $0.isLowercaseASCII || $0.isDigitASCII || $0 == "_" }
}

/// Controls and invisible characters as escapes: lines can hold what a peer or a file sent.
func harmless(_ line: String) -> String {
  var text = ""
  for scalar in line.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse:
      text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default:
      text.unicodeScalars.append(scalar)
    }
  }
  return text
}
