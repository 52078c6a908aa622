public import Log
internal import SystemCalls

/// Reads a line: `[role ">"] [command {argument} {";" command {argument}}] ["#" comment]`, or
/// `! ERRNO`.
///
/// The whole line is read before anything is returned, so that nothing of a mistyped line is ever
/// executed. The diagnostic has the column, counted in Characters from 1, what was expected, and a
/// next step.
public func parse(_ text: String, in context: Context) throws(Diagnostic) -> Line {
  if let refusal = Source.refusal(of: text) { throw refusal }
  let source = Source(text)
  let prefix = RolePrefix(source)
  try prefix?.check(source, in: context)
  let parser = StatementParser(
    source: source, tokens: try tokens(of: source, from: prefix?.end ?? 0, to: nil, context),
    context: context, role: prefix?.name ?? context.currentRole)
  return Line(role: prefix?.name, statements: try parser.statements())
}

private func tokens(
  of source: Source, from start: Int, to end: Int?, _ context: Context
) throws(Diagnostic) -> [Token] {
  var lexer = Lexer(source, from: start, to: end, values: context.values)
  try lexer.run()
  guard !lexer.bindings.isEmpty, lexer.tokens.contains(where: { $0.kind == .open }) else {
    return lexer.tokens
  }
  // A name that a block gives another value after its use has the other one in the next round.
  var again = Lexer(source, from: start, to: end, values: context.values)
  again.rebound = Set(lexer.bindings.keys)
  try again.run()
  return again.tokens
}

extension DeferredStatement {
  /// The statement with the values that there are by now.
  public func statement(in context: Context) throws(Diagnostic) -> Statement {
    let tokens = try tokens(of: source, from: range.lowerBound, to: range.upperBound, context)
    let parser = StatementParser(source: source, tokens: tokens, context: context, role: role)
    return try parser.statement(tokens.indices)
  }
}

/// The role that a line begins with, as in `server> listen`, whether or not the rest of it can be
/// understood.
public func roleNamed(by text: String) -> String? {
  Source.refusal(of: text) == nil ? RolePrefix(Source(text))?.name : nil
}

/// Makes statements of a line's tokens.
struct StatementParser {
  let source: Source
  let tokens: [Token]
  let context: Context
  /// Whom the line speaks to.
  let role: String

  func statements() throws(Diagnostic) -> [Statement] {
    var statements: [Statement] = []
    for range in ranges() { statements.append(try statement(range)) }
    return statements
  }

  func statement(_ range: Range<Int>) throws(Diagnostic) -> Statement {
    let first = tokens[range.lowerBound].range.lowerBound
    let text = first..<tokens[range.upperBound - 1].range.upperBound
    let values = source.values(in: tokens[range])
    let order: Order
    do throws(Diagnostic) { order = try self.order(range) } catch { throw error.revealing(values) }
    // What stands in a block is put off statement by statement.
    let head = tokens[range].prefix { $0.kind != .open }
    let isDeferred = head.contains { $0.isDeferred }
    return Statement(
      text: head.count < range.count
        ? blockText(tokens[range], of: source) : source.string(text),
      column: source.column(at: first),
      order: isDeferred
        ? .deferred(DeferredStatement(source: source, range: text, role: role)) : order,
      values: values)
  }

  /// Where the statements between the semicolons are, blocks and all; empty ones are none.
  func ranges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var depth = 0
    for index in tokens.indices {
      switch tokens[index].kind {
      case .open: depth += 1
      case .close: depth -= 1
      case .semicolon where depth == 0:
        if start < index { ranges.append(start..<index) }
        start = index + 1
      default: continue
      }
    }
    if start < tokens.count { ranges.append(start..<tokens.count) }
    return ranges
  }

  private func order(_ range: Range<Int>) throws(Diagnostic) -> Order {
    let first = tokens[range.lowerBound]
    if first.kind == .word, first.text.hasPrefix("!") { return try expectation(range) }
    if let help = help(range) { return help }
    guard first.kind == .word, let command = command(named: first.text) else {
      throw unknown(first, before: range.count > 1 ? tokens[range.lowerBound + 1] : nil)
    }
    let reader = Reader(
      Array(tokens[range]), of: command, source: source, context: context, role: role)
    do throws(Diagnostic) {
      return try command.read(reader)
    } catch {
      throw bareDescriptor(range, of: command) ?? error
    }
  }

  /// `! ECONNREFUSED`
  private func expectation(_ range: Range<Int>) throws(Diagnostic) -> Order {
    let first = tokens[range.lowerBound]
    let isJoined = first.text != "!"
    guard isJoined || range.count > 1 else {
      throw source.diagnostic(
        "expected an errno", at: first.range.upperBound, advice: "as in ! ECONNREFUSED")
    }
    let token = isJoined ? first : tokens[range.lowerBound + 1]
    let name = isJoined ? String(first.text.dropFirst()) : token.text
    let surplus = range.lowerBound + (isJoined ? 1 : 2)
    guard surplus >= range.upperBound else {
      throw source.diagnostic(
        "one errno follows the !", at: tokens[surplus].range.lowerBound)
    }
    guard token.kind == .word, let errno = Errno(name: name) else {
      let near = nearest(to: name, among: Errno.allNames).map { "did you mean \(quoted($0))?" }
      throw source.diagnostic(
        "expected an errno, found \(quoted(name))",
        at: token.range.lowerBound + (isJoined ? 1 : 0), advice: near ?? "as in ! ECONNREFUSED")
    }
    return .expectFailure(errno)
  }

  /// `?` asks for help wherever a statement ends in it: `bind ?`, `bind?`.
  private func help(_ range: Range<Int>) -> Order? {
    let first = tokens[range.lowerBound]
    guard tokens[range.upperBound - 1].keyword?.hasSuffix("?") == true else { return nil }
    if first.text == "?", range.count == 1 { return .help(nil) }
    if range.count == 1 {
      return command(named: String(first.text.dropLast())).map { .help($0.name) }
    }
    guard tokens[range.upperBound - 1].text == "?" else { return nil }
    return command(named: first.text).map { .help($0.name) }
  }

  /// `close 3`, which would be understood as `close @3`. A role's sockets begin at 3, and it has a
  /// thousand at most: larger numbers are rather ports.
  private func bareDescriptor(_ range: Range<Int>, of command: Command) -> Diagnostic? {
    var meant = Array(tokens[range])
    guard command.takesSocket, meant.count > 1, let word = meant[1].keyword,
      let number = Int32(word), (3..<1024).contains(number)
    else { return nil }
    meant[1].text = "@\(number)"
    let reader = Reader(meant, of: command, source: source, context: context, role: role)
    guard (try? command.read(reader)) != nil else { return nil }
    let rest = meant.count > 2 ? " …" : ""
    return source.diagnostic(
      "\(quoted(word)) is a number; a descriptor is written @\(number)",
      at: meant[1].range.lowerBound,
      advice: "did you mean \(quoted("\(command.name) @\(number)\(rest)"))?")
  }

  // MARK: What is no command

  private func unknown(_ token: Token, before next: Token?) -> Diagnostic {
    let word = token.text
    let offset = token.range.lowerBound
    guard token.kind == .word else {
      return source.diagnostic(
        "expected a command, found \(quoted(word))", at: offset, advice: "to send text: send DATA")
    }
    if let role = misplacedPrompt(word, next) {
      return source.diagnostic(
        "a role stands at the line's beginning, and the > at its name", at: offset,
        advice: "as in \(role)> socket tcp; bind 0")
    }
    if let meant = meantAsPrompt(word, next) {
      return source.diagnostic(meant.message, at: offset, advice: meant.advice)
    }
    if let bracket = word.firstIndex(of: "("), let called = command(named: String(word[..<bracket]))
    {
      return source.diagnostic(
        "arguments stand without brackets and commas", at: offset, advice: "usage: \(called.usage)")
    }
    return source.diagnostic(
      "unknown command \(quoted(word))", at: offset,
      advice: donePlainly[word] ?? whatElse(word, isAlone: next == nil))
  }

  /// The command that is probably meant. A name that stands alone may also be meant as a role's.
  private func whatElse(_ word: String, isAlone: Bool) -> String {
    if let meant = foreignNames[word] ?? nearest(to: word, among: commandNames) {
      return "did you mean \(quoted(meant))?"
    }
    guard isAlone, RoleName.isWellFormed(word) else { return "help lists the commands" }
    return "help lists the commands; to act as a role of that name: \(word)>"
  }

  /// `server> listen` behind a semicolon, or `server > listen`: the role.
  private func misplacedPrompt(_ word: String, _ next: Token?) -> String? {
    let isApart = next?.keyword?.hasPrefix(">") == true
    guard word.hasSuffix(">") || isApart else { return nil }
    let name = String(word.prefix { $0 != ">" && $0 != "(" })
    return RoleName.isWellFormed(name) ? name : nil
  }

  /// `server listen`, where `server> listen` is meant.
  private func meantAsPrompt(_ word: String, _ next: Token?) -> (message: String, advice: String)? {
    let isKnown = context.roles.contains(word) || context.currentRole == word
    let follower = next?.keyword.flatMap { command(named: $0) == nil ? nil : $0 }
    if let follower, isKnown || isNewRole(word) {
      return (
        "\(quoted(word)) is no command",
        "to run \(follower) as \(word), type \(quoted("\(word)> \(follower)"))"
      )
    }
    guard isKnown else { return nil }
    return (
      "\(quoted(word)) is a role, no command",
      "to make it the current role, type \(quoted("\(word)>"))"
    )
  }

  private func isNewRole(_ word: String) -> Bool {
    RoleName.isWellFormed(word) && nearest(to: word, among: commandNames, limit: 1) == nil
  }
}
