internal import Log

/// Cuts a line into tokens, once from left to right.
struct Lexer {
  let source: Source
  /// What `{name}` stands for; nil leaves braces and bad escapes alone, for lines still being typed.
  let values: [String: String]?
  /// Where the text to be cut ends, in bytes.
  let end: Int
  var offset: Int
  var tokens: [Token] = []
  /// Where the quote that is still open at the end of the text begins.
  private(set) var openQuote: Int?
  /// True if the text ends inside a comment.
  private(set) var endsInComment = false

  /// Where the braces of blocks that are still open stand.
  var openBlocks: [Int] = []
  /// Where the statement being read begins, among the tokens.
  var statementStart = 0
  /// What the line itself gives names to, with samples of what they will stand for.
  var bindings: [String: String] = [:]
  /// Names that a block gives another value after it has used them: what they stand for now is only
  /// true of the first round.
  var rebound: Set<String> = []

  init(
    _ source: Source, from offset: Int = 0, to end: Int? = nil, values: [String: String]?
  ) {
    self.source = source
    self.values = values
    self.offset = offset
    self.end = end ?? source.bytes.count
    tokens.reserveCapacity(8)
  }

  var isLenient: Bool { values == nil }
  var byte: UInt8? { offset < end ? source.bytes[offset] : nil }

  mutating func run() throws(Diagnostic) {
    while let byte {
      switch byte {
      case UInt8(ascii: "\n") where isInBlock, UInt8(ascii: ";"): endStatement()
      case _ where byte.isSpace: offset += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "}") where isInBlock: closeBlock()
      case UInt8(ascii: "}") where tokens.count == statementStart: try checkSurplusBrace()
      case UInt8(ascii: "{") where isBlockDue: try openBlock()
      case _ where isInBlock && readRole(): continue
      case UInt8(ascii: "\""): try readQuoted()
      default: try readWord()
      }
    }
    noteBinding()
    try checkBlocks()
  }

  private mutating func skipComment() {
    while let byte, byte != 0x0a { offset += 1 }
    endsInComment = byte == nil
  }

  mutating func readWord() throws(Diagnostic) {
    let start = offset
    var built = Built()
    while let byte, !endsWord(byte) {
      try checkWordByte(byte)
      if byte == UInt8(ascii: "{") {
        try readValue(into: &built)
      } else {
        built.bytes.append(byte)
        offset += 1
      }
    }
    tokens.append(
      Token(
        kind: .word, range: start..<offset, text: String(decoding: built.bytes, as: UTF8.self),
        values: built.values, isDeferred: built.isDeferred))
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
        bytes: built.bytes, values: built.values, isDeferred: built.isDeferred))
  }

  private func checkAfterQuote() throws(Diagnostic) {
    guard let byte, !endsWord(byte), !isLenient else { return }
    throw source.diagnostic("a space must follow the closing quote", at: offset)
  }
}
