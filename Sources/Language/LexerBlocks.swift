internal import Log

/// Blocks: `repeat 3 { client> send x; server> recv }`, whose `{` is a word of its own. Inside, a
/// line's end and a `;` are the same, a role may stand wherever a statement begins, and a `}`
/// outside quotes ends the block.
extension Lexer {
  /// A deeper block is no test that somebody can read; the parser follows blocks by recursion.
  static let deepestBlock = 8

  var isInBlock: Bool { !openBlocks.isEmpty }

  /// Whether a `{` here begins a block: `repeat 3 {`, `repeat 3 every 20ms as n {`.
  var isBlockDue: Bool {
    guard offset + 1 >= end || source.bytes[offset + 1].isSpace || source.bytes[offset + 1] == 0x7d
    else { return false }
    guard statement.first?.keyword == "repeat", statement.count.isMultiple(of: 2) else {
      return false
    }
    let clauses = stride(from: 2, to: statement.count, by: 2).map {
      statement.dropFirst($0).first?.keyword
    }
    return [[], ["every"], ["as"], ["every", "as"]].contains(clauses)
  }

  /// The name that the rounds' number has.
  private var counter: Token? {
    statement.dropFirst(2).drop { $0.keyword != "as" }.dropFirst().first
  }

  func endsWord(_ byte: UInt8) -> Bool {
    byte.isSpace || byte == UInt8(ascii: ";") || isInBlock && byte == UInt8(ascii: "}")
  }

  /// The tokens of the statement being read, without the role before it.
  private var statement: ArraySlice<Token> {
    tokens[statementStart...].drop { $0.kind == .role }
  }

  mutating func endStatement() {
    noteBinding()
    take(.semicolon)
  }

  mutating func openBlock() throws(Diagnostic) {
    guard openBlocks.count < Lexer.deepestBlock else {
      if !isLenient {
        throw source.diagnostic(
          "blocks stand inside one another at most \(Lexer.deepestBlock) deep", at: offset)
      }
      offset += 1
      return
    }
    if let name = counter?.text, isValueName(name) { bindings[name] = "1" }
    openBlocks.append(offset)
    take(.open)
  }

  mutating func closeBlock() {
    noteBinding()
    openBlocks.removeLast()
    take(.close)
  }

  /// A `}` where a statement could begin, and no block is open.
  mutating func checkSurplusBrace() throws(Diagnostic) {
    guard isLenient else {
      let open = source.bytes[..<offset].count { $0 == UInt8(ascii: "{") }
      throw source.diagnostic(
        open == 0 ? "a } that ends no block" : "a } too many: no block is open any more",
        at: offset,
        advice: "each } outside quotes ends one block, and }} ends two; as text it is quoted: \"}\""
      )
    }
    try readWord()
  }

  private mutating func take(_ kind: Token.Kind) {
    let text = source.string(offset..<offset + 1)
    tokens.append(Token(kind: kind, range: offset..<offset + 1, text: text))
    offset += 1
    statementStart = tokens.count
  }

  /// Reads the `server>` that a statement of a block begins with; false if there is none.
  mutating func readRole() -> Bool {
    guard tokens.count == statementStart, let prefix = RolePrefix(source, from: offset),
      prefix.end <= end
    else { return false }
    tokens.append(Token(kind: .role, range: prefix.start..<prefix.end, text: prefix.name))
    offset = prefix.end
    return true
  }

  func checkBlocks() throws(Diagnostic) {
    guard !isLenient, let open = openBlocks.last else { return }
    throw source.diagnostic("the block is not closed", at: open, advice: "a } ends it")
  }

  /// Notes what the statement that ends here gives a name to: `let port = server.port`.
  mutating func noteBinding() {
    let words = statement
    guard !isLenient, words.count > 1, words.first?.keyword == "let" else { return }
    let parts = words[words.startIndex + 1].text.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard isValueName(name), let last = words.last else { return }
    let value = words.count == 2 && parts.count == 2 ? String(parts[1]) : last.text
    bindings[name] = last.kind == .quoted ? value : Binding.sample(of: value)
  }
}
