internal import Log

extension Parameter where Value == [Line] {
  static func block(_ summary: String) -> Parameter {
    Parameter("{ … }", summary) { reader throws(Diagnostic) in try reader.block() }
  }
}

extension Parameter where Value == Int? {
  /// How long a round takes, in milliseconds.
  static func pace() -> Parameter {
    Parameter("[every TIME]", "a round begins so much later than the one before, as in every 20ms")
    {
      reader throws(Diagnostic) in
      guard reader.accept("every", usage: "[every TIME]", "at a steady pace") else { return nil }
      let token = try reader.next("a time", usage: "TIME", .nothing)
      guard token.kind == .word, let time = milliseconds(ofTime: token.text),
        (1...60_000).contains(time)
      else { throw reader.unexpected(token, expected: "a time from 1ms to 60s") }
      return time
    }
  }
}

extension Parameter where Value == String? {
  /// The name that a round's number has.
  static func counter() -> Parameter {
    Parameter("[as NAME]", "the name of the round's number: {NAME} is 1, 2, 3, …") {
      reader throws(Diagnostic) in
      guard reader.accept("as", usage: "[as NAME]", "name the round's number") else { return nil }
      let token = try reader.next("a name", usage: "NAME", .nothing)
      guard token.kind == .word, isValueName(token.text), token.text.utf8.count <= 64 else {
        throw reader.unexpected(token, expected: "a name of letters and digits")
      }
      return token.text
    }
  }
}

extension Reader {
  fileprivate func block() throws(Diagnostic) -> [Line] {
    let open = try next("a block", usage: "{ … }", .words([Candidate("{", "the block begins")]))
    guard open.kind == .open else {
      throw unexpected(open, expected: "a block such as { client> send x; server> recv }")
    }
    let lines = try BlockParser(source: source, context: context, role: factRole)
      .lines(of: takeBlock())
    guard lines.contains(where: { !$0.statements.isEmpty }) else {
      throw wrong(open, "the block is empty", advice: "as in repeat 3 { send x }")
    }
    return lines
  }
}

/// Reads the statements of a block, and whose each of them is.
private struct BlockParser {
  let source: Source
  var context: Context
  var role: String

  func lines(of tokens: [Token]) throws(Diagnostic) -> [Line] {
    var parser = self
    var lines: [Line] = []
    let all = StatementParser(source: source, tokens: tokens, context: context, role: role)
    for range in all.ranges() { lines.append(try parser.line(of: tokens, range)) }
    return lines
  }

  private mutating func line(of tokens: [Token], _ range: Range<Int>) throws(Diagnostic) -> Line {
    var range = range
    var named: String?
    while range.lowerBound < range.upperBound, tokens[range.lowerBound].kind == .role {
      try enter(tokens[range.lowerBound])
      named = role
      range = range.dropFirst()
    }
    guard !range.isEmpty else { return Line(role: named, statements: []) }
    let parser = StatementParser(source: source, tokens: tokens, context: context, role: role)
    let statement = try parser.statement(range)
    if let refusal = refusal(of: statement.order) {
      throw source.diagnostic(refusal, at: tokens[range.lowerBound].range.lowerBound)
    }
    return Line(role: named, statements: [statement])
  }

  private func refusal(of order: Order) -> String? {
    switch order {
    case .lesson: "a lesson cannot be steered from a block"
    case .allow(.some): "allow is a word of its own, and stands in no block"
    default: nil
    }
  }

  /// A role that the block brings in is known from there on.
  private mutating func enter(_ token: Token) throws(Diagnostic) {
    try RolePrefix(source, from: token.range.lowerBound)?.check(source, in: context)
    role = token.text
    if !context.roles.isEmpty, !context.roles.contains(role) { context.roles.append(role) }
  }
}

/// A statement with a block as one line without its comments, as a transcript shows it.
func blockText(_ tokens: ArraySlice<Token>, of source: Source) -> String {
  var text = ""
  var isSeparatorDue = false
  for token in tokens {
    if token.kind == .semicolon {
      isSeparatorDue = !text.hasSuffix("{")
      continue
    }
    if isSeparatorDue, token.kind != .close { text += ";" }
    isSeparatorDue = false
    text += (text.isEmpty ? "" : " ") + source.string(token.range)
  }
  return text
}
