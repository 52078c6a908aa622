internal import Log

// MARK: - What stands for something else

extension Lexer {
  /// The bytes of a token so far.
  struct Built {
    var bytes: [UInt8] = []
    var values: [PutValue] = []
    var isDeferred = false
  }

  private static let simpleEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    UInt8(ascii: "0"): 0x00, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "\""): 0x22,
  ]

  /// Reads `\n`, `\x1b`, `\u{e9}`, … at a backslash.
  mutating func readEscape(into built: inout Built) throws(Diagnostic) {
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
    guard offset + 1 < end, let high = source.bytes[offset].hexDigit,
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
    let rest = source.bytes[(offset + 1)..<end].prefix(limit + 1)
    guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
    defer { offset = close + 1 }
    return source.string(offset + 1..<close)
  }

  /// Reads `{name}` or `{{` at a brace.
  mutating func readValue(into built: inout Built) throws(Diagnostic) {
    let start = offset
    if isLenient { return keepBrace(in: &built) }
    if offset + 1 < end, source.bytes[offset + 1] == UInt8(ascii: "{") {
      built.bytes.append(UInt8(ascii: "{"))
      offset += 2
      return
    }
    guard let name = braced(atMost: 64), isValueName(name) else {
      throw source.diagnostic(
        "a brace that begins no {name}", at: start,
        advice: "write {{ for a brace itself; a block stands after repeat N, and its { by itself")
    }
    let binding = bindings[name] ?? (rebound.contains(name) ? values?[name] : nil)
    guard let value = binding ?? values?[name] else { throw unknownValue(name, at: start) }
    built.bytes.append(contentsOf: Array(value.utf8))
    built.values.append(
      PutValue(name: name, text: value, range: start..<offset, isSample: binding != nil))
    built.isDeferred = built.isDeferred || binding != nil
  }

  /// In a line still being typed a name stays as it is: its closing brace ends no block.
  private mutating func keepBrace(in built: inout Built) {
    let start = offset
    if let name = braced(atMost: 64), isValueName(name) {
      built.bytes.append(contentsOf: source.bytes[start..<offset])
    } else {
      offset = start + 1
      built.bytes.append(UInt8(ascii: "{"))
    }
  }

  private func unknownValue(_ name: String, at start: Int) -> Diagnostic {
    let known = Set(values.map { Array($0.keys) } ?? []).union(bindings.keys).sorted()
    let advice =
      nearest(to: name, among: known).map { "did you mean {\($0)}?" }
      ?? (known.isEmpty
        ? "`let NAME = VALUE` gives a value a name; write {{ for a brace itself"
        : "there are \(known.prefix(8).map { "{\($0)}" }.joined(separator: " "))")
    return source.diagnostic(
      "no value is called \(quoted(name))", at: start, advice: advice)
  }
}

/// What `{name}` can name: letters, digits, `_` and `-`.
func isValueName(_ name: String) -> Bool {
  !name.isEmpty
    && name.utf8.allSatisfy {
      $0.isLowerCase || $0.isDigit || (0x41...0x5a).contains($0) || $0 == 0x5f || $0 == 0x2d
    }
}
