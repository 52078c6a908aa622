internal import Log

/// A line as far as it has been typed: what is complete, what is being written, and what the
/// command's own parameters look for next.
struct Typing {
  let source: Source
  let context: Context
  /// Whom the line speaks to.
  let role: String
  /// The tokens of the last statement, without the word being written.
  let tokens: [Token]
  /// The word being written at the end of the text; nil after a space.
  let partial: Token?
  /// True inside a quote that is still open.
  let isQuoted: Bool
  /// True where a role can be named: no other has been, at the line's beginning or in a block.
  let isLineStart: Bool

  /// Nil where nothing can be said: in a comment, or in a line that is too long.
  init?(_ text: String, in context: Context) {
    guard Source.refusal(of: text) == nil else { return nil }
    source = Source(text)
    self.context = context
    let prefix = RolePrefix(source)
    var lexer = Lexer(source, from: prefix?.end ?? 0, values: nil)
    guard (try? lexer.run()) != nil, !lexer.endsInComment else { return nil }
    let start = lexer.tokens.lastIndex { $0.kind.endsStatement }.map { $0 + 1 } ?? 0
    let roles = lexer.tokens[start...].prefix { $0.kind == .role }
    var statement = Array(lexer.tokens[start...].dropFirst(roles.count))
    isQuoted = lexer.openQuote != nil
    let end = source.bytes.count
    let touchesEnd = statement.last.map { $0.range.upperBound == end } ?? false
    role = lexer.tokens.last { $0.kind == .role }?.text ?? prefix?.name ?? context.currentRole
    partial = touchesEnd && (isQuoted || statement.last?.kind == .word) ? statement.popLast() : nil
    tokens = statement
    isLineStart = roles.isEmpty && (start == 0 ? prefix == nil : lexer.isInBlock)
  }

  /// The command of the statement, once it is complete.
  var command: Command? {
    tokens.first.flatMap { $0.kind == .word ? Language.command(named: $0.text) : nil }
  }

  /// True after `!`, where only an errno can stand.
  var isExpectation: Bool { tokens.count == 1 && tokens[0].text == "!" && tokens[0].kind == .word }

  /// What the command looks for after the given tokens; empty where they are wrong already.
  func wishes(after tokens: [Token], of command: Command) -> [Reader.Wish] {
    let reader = Reader(
      tokens, of: command, source: source, context: context, role: role, collecting: true)
    // A usage error is what the beginning of a statement usually is.
    _ = try? command.read(reader)
    return reader.wishes ?? []
  }
}
