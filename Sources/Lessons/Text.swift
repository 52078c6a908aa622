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
