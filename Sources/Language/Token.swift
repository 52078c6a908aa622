/// A word, a quoted string, what separates statements, a block's brace or a role inside a block, with the bytes of the line that it was made from.
struct Token {
  enum Kind {
    case word, quoted, semicolon, open, close, role

    /// Whether what follows is another statement, or what is left of a block's own.
    var endsStatement: Bool { self == .semicolon || self == .open || self == .close }
  }

  var kind: Kind
  /// Where it stands in the line, quotes included, in bytes.
  var range: Range<Int>
  /// With escapes and captured values put in. A quoted string's bytes need not be UTF-8.
  var text: String
  /// A quoted string's bytes.
  var bytes: [UInt8] = []
  /// The captured values that were put in.
  var values: [PutValue] = []
  /// True where that value is a sample of one that the line itself will give.
  var isDeferred = false

  /// True where a captured value was put in: then it is never a keyword.
  var hasValue: Bool { !values.isEmpty }

  var data: [UInt8] { kind == .quoted ? bytes : Array(text.utf8) }

  /// The word if it may be a keyword: what is quoted or put in is meant literally.
  var keyword: String? { kind == .word && !hasValue ? text : nil }
}

extension UInt8 {
  var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  var isLowerCase: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  var hexDigit: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
