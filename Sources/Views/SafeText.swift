/// Text that anyone may have written, made safe for a terminal.
///
/// Every character that could move the cursor, change the direction of the line, hide itself or be
/// drawn differently by each font is spelled with the escapes of the language: `\n`, `\x1b`,
/// `\u{202E}`. Backslashes stay as they are, so that what was escaped before is not escaped twice.
public func safeText(_ text: String, utf8: Bool = true) -> String {
  if isPlainASCII(text.utf8) { return text }
  var safe = ""
  var marks = MarkLimit()
  for scalar in text.unicodeScalars {
    if marks.admits(scalar), isPlain(scalar), utf8 || scalar.isASCII {
      safe.unicodeScalars.append(scalar)
    } else {
      safe += utf8 ? escape(scalar) : asciiSigns[scalar] ?? escape(scalar)
    }
  }
  return safe
}

/// True for what every terminal shows as it is; the usual case, decided fast.
func isPlainASCII(_ bytes: some Sequence<UInt8>) -> Bool {
  bytes.allSatisfy { (0x20..<0x7f).contains($0) }
}

/// True when the scalar draws itself and nothing else, in one place.
func isPlain(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return (0x20..<0x7f).contains(scalar.value) }
  if scalar.properties.isDefaultIgnorableCodePoint { return false }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator, .spaceSeparator:
    return false
  default: return true
  }
}

/// Lets two combining marks follow a character: enough for every living script's common text, too
/// few to climb over the lines above.
struct MarkLimit {
  /// Nothing to combine with at the start.
  private var room = 0

  mutating func admits(_ scalar: Unicode.Scalar) -> Bool {
    guard isMark(scalar) else {
      room = isPlain(scalar) && scalar != " " ? 2 : 0
      return true
    }
    defer { room = max(0, room - 1) }
    return room > 0
  }
}

func isMark(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x300 { return false }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return true
  default: return false
  }
}

/// The language's escape for a scalar: `\n`, `\x1b`, `\u{202E}`.
func escape(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  case "\0": "\\0"
  default:
    scalar.isASCII
      ? escape(byte: UInt8(scalar.value))
      : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}

/// `\x1b`: a byte that is no text.
func escape(byte: UInt8) -> String { "\\x" + hexadecimal(Int(byte), digits: 2) }

func hexadecimal(_ number: Int, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// The signs that the views themselves use, for terminals without UTF-8.
private let asciiSigns: [Unicode.Scalar: String] = [
  "→": "->", "…": "...", "×": "x", "“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "-", "—": "--",
  "↔": "<->", "·": "-", "≤": "<=", "≥": ">=", "⌃": "^", "\u{A0}": " ",
]
