internal import Log

/// Cuts a line into tokens, once from left to right.
struct Lexer {
  let source: Source
  /// What `{name}` stands for; nil leaves braces and bad escapes alone, for lines still being typed.
  let values: [String: String]?
  private(set) var offset: Int
  private(set) var tokens: [Token] = []
  /// Where the quote that is still open at the end of the text begins.
  private(set) var openQuote: Int?
  /// True if the text ends inside a comment.
  private(set) var endsInComment = false

  init(_ source: Source, from offset: Int = 0, values: [String: String]?) {
    self.source = source
    self.values = values
    self.offset = offset
    tokens.reserveCapacity(8)
  }

  private var isLenient: Bool { values == nil }
  private var byte: UInt8? { offset < source.bytes.count ? source.bytes[offset] : nil }

  mutating func run() throws(Diagnostic) {
    while let byte {
      switch byte {
      case _ where byte.isSpace: offset += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: ";"):
        tokens.append(Token(kind: .semicolon, range: offset..<offset + 1, text: ";"))
        offset += 1
      case UInt8(ascii: "\""): try readQuoted()
      default: try readWord()
      }
    }
  }

  private mutating func skipComment() {
    while let byte, byte != 0x0a { offset += 1 }
    endsInComment = byte == nil
  }

  private mutating func readWord() throws(Diagnostic) {
    let start = offset
    var built = Built()
    while let byte, !byte.isSpace, byte != UInt8(ascii: ";") {
      try checkWordByte(byte)
      if byte == UInt8(ascii: "{"), !isLenient {
        try readValue(into: &built)
      } else {
        built.bytes.append(byte)
        offset += 1
      }
    }
    tokens.append(
      Token(
        kind: .word, range: start..<offset, text: String(decoding: built.bytes, as: UTF8.self),
        hasValue: built.hasValue))
  }

  private func checkWordByte(_ byte: UInt8) throws(Diagnostic) {
    guard !isLenient else { return }
    if byte == UInt8(ascii: "\"") {
      throw source.diagnostic(
        "a quote in the middle of a word", at: offset,
        advice: "put a space before it, or write \\\" inside quotes")
    }
    if byte < 0x20 || byte == 0x7f {
      let code = String(byte, radix: 16)
      throw source.diagnostic(
        "an unprintable character, \\x\(byte < 16 ? "0" : "")\(code)", at: offset,
        advice: "inside quotes it can be written as an escape")
    }
  }

  private mutating func readQuoted() throws(Diagnostic) {
    let start = offset
    var built = Built()
    offset += 1
    while let byte, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        try readEscape(into: &built)
      } else if byte == UInt8(ascii: "{"), !isLenient {
        try readValue(into: &built)
      } else {
        built.bytes.append(byte)
        offset += 1
      }
    }
    if byte == nil {
      openQuote = start
      if !isLenient { throw source.diagnostic("the quote is not closed", at: start) }
    } else {
      offset += 1
      try checkAfterQuote()
    }
    tokens.append(
      Token(
        kind: .quoted, range: start..<offset, text: String(decoding: built.bytes, as: UTF8.self),
        bytes: built.bytes, hasValue: built.hasValue))
  }

  private func checkAfterQuote() throws(Diagnostic) {
    guard let byte, !byte.isSpace, byte != UInt8(ascii: ";"), !isLenient else { return }
    throw source.diagnostic("a space must follow the closing quote", at: offset)
  }
}

// MARK: - What stands for something else

extension Lexer {
  /// The bytes of a token so far.
  struct Built {
    var bytes: [UInt8] = []
    var hasValue = false
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "0"): 0x00, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "\""): 0x22,
  ]

  /// Reads `\n`, `\x1b`, `\u{e9}`, … at a backslash.
  private mutating func readEscape(into built: inout Built) throws(Diagnostic) {
    let start = offset
    offset += 1
    guard let letter = byte else { return }
    offset += 1
    if let simple = Lexer.simpleEscapes[letter] {
      built.bytes.append(simple)
    } else if letter == UInt8(ascii: "x"), let value = hexByte() {
      built.bytes.append(value)
    } else if letter == UInt8(ascii: "u"), let scalar = bracedScalar() {
      built.bytes.append(contentsOf: Array(String(Character(scalar)).utf8))
    } else if !isLenient {
      throw source.diagnostic(
        "an escape that does not exist", at: start,
        advice: #"the escapes are \n \r \t \0 \\ \" \xNN and \u{N}"#)
    }
  }

  private mutating func hexByte() -> UInt8? {
    guard offset + 1 < source.bytes.count, let high = source.bytes[offset].hexDigit,
      let low = source.bytes[offset + 1].hexDigit
    else { return nil }
    offset += 2
    return high << 4 | low
  }

  private mutating func bracedScalar() -> Unicode.Scalar? {
    guard let inside = braced(atMost: 8), inside.utf8.allSatisfy({ $0.hexDigit != nil }),
      let value = UInt32(inside, radix: 16)
    else { return nil }
    return Unicode.Scalar(value)
  }

  /// The text between the `{` here and the next `}`, which is passed; nil if there is none.
  private mutating func braced(atMost limit: Int) -> String? {
    guard byte == UInt8(ascii: "{") else { return nil }
    let rest = source.bytes[(offset + 1)...].prefix(limit + 1)
    guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
    defer { offset = close + 1 }
    return source.string(offset + 1..<close)
  }

  /// Reads `{name}` or `{{` at a brace.
  private mutating func readValue(into built: inout Built) throws(Diagnostic) {
    let start = offset
    if offset + 1 < source.bytes.count, source.bytes[offset + 1] == UInt8(ascii: "{") {
      built.bytes.append(UInt8(ascii: "{"))
      offset += 2
      return
    }
    guard let name = braced(atMost: 64), isValueName(name) else {
      throw source.diagnostic(
        "a brace that begins no {name}", at: start, advice: "write {{ for a brace itself")
    }
    guard let value = values?[name] else { throw unknownValue(name, at: start) }
    built.bytes.append(contentsOf: Array(value.utf8))
    built.hasValue = true
  }

  private func unknownValue(_ name: String, at start: Int) -> Diagnostic {
    let known = values.map { $0.keys.sorted() } ?? []
    let advice =
      nearest(to: name, among: known).map { "did you mean {\($0)}?" }
      ?? (known.isEmpty
        ? "nothing has been captured yet; write {{ for a brace itself"
        : "captured are \(known.prefix(8).map { "{\($0)}" }.joined(separator: " "))")
    return source.diagnostic(
      "no captured value is called \(quoted(name))", at: start, advice: advice)
  }

  private func isValueName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        $0.isLowerCase || $0.isDigit || (0x41...0x5a).contains($0) || $0 == 0x5f || $0 == 0x2d
      }
  }
}
