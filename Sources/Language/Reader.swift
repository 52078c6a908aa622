internal import Log

/// The tokens of one statement, and what could stand where the reading stopped.
///
/// Parameters read themselves from it. The same reading that makes an order tells the completer
/// and the hints what could come next: whatever is looked for at the end is remembered.
final class Reader {
  let source: Source
  let context: Context
  /// The command being read: usage errors quote it.
  let command: Command
  /// Whom the line speaks to: the role of a fact that names none.
  var factRole: String
  /// Whether the parameters that follow are left out.
  var isComplete = false
  /// Words that end data besides flags.
  var dataEnds: Set<String> = []
  private var tokens: [Token]
  private(set) var position: Int
  /// The parameter being read, and where it began.
  private(set) var parameter = 0
  private var parameterStart: Int
  /// What was looked for at the end; nil unless somebody asks.
  private(set) var wishes: [Wish]?

  /// Something that could stand at the end of the statement.
  struct Wish {
    var parameter: Int
    /// How the usage goes on from here; nil at the beginning of a parameter, which knows itself.
    var usage: String?
    var kind: Completable
  }

  /// `tokens` are the statement's, of which the first `skipping` (the command's name) are read.
  init(
    _ tokens: [Token], skipping skipped: Int = 1, of command: Command, source: Source,
    context: Context, role: String, collecting: Bool = false
  ) {
    self.source = source
    self.context = context
    self.command = command
    self.tokens = tokens
    position = skipped
    parameterStart = skipped
    factRole = role
    wishes = collecting ? [] : nil
  }

  var isAtEnd: Bool { position >= tokens.count }
  var peek: Token? { position < tokens.count ? tokens[position] : nil }
  /// The token after the next.
  var peekSecond: Token? { position + 1 < tokens.count ? tokens[position + 1] : nil }
  private var previous: Token? { position > 0 ? tokens[position - 1] : nil }
  var isCollecting: Bool { wishes != nil }

  func begin(parameter index: Int) {
    parameter = index
    parameterStart = position
  }

  /// Remembers what could stand here, if here is the end.
  func offer(_ usage: @autoclosure () -> String, _ kind: @autoclosure () -> Completable) {
    guard wishes != nil, isAtEnd else { return }
    wishes?.append(
      Wish(
        parameter: parameter, usage: position == parameterStart ? nil : usage(), kind: kind()))
  }

  /// Takes the keyword if it comes next.
  func accept(_ keyword: String, usage: String? = nil, _ summary: String = "") -> Bool {
    offer(usage ?? keyword, .words([Candidate(keyword, summary)]))
    guard let token = peek, token.keyword == keyword else { return false }
    position += 1
    return true
  }

  /// Takes the next token, whatever it is.
  func next(_ what: String, usage: String, _ kind: Completable) throws(Diagnostic) -> Token {
    offer(usage, kind)
    guard let token = peek else { throw missing(what) }
    position += 1
    return token
  }

  func skip() { position += 1 }

  /// Goes back, or to where another way of reading has come.
  func move(to position: Int) { self.position = position }

  /// Takes what stands between the brace that was just taken and its own closing one, and that one.
  func takeBlock() -> [Token] {
    let start = position
    var depth = 1
    while depth > 0, let token = peek {
      if token.kind == .open { depth += 1 }
      if token.kind == .close { depth -= 1 }
      position += 1
    }
    return Array(tokens[start..<max(start, position - 1)])
  }

  /// Puts several tokens where one stands: `state==LISTEN` is three.
  func replaceNext(by parts: [Token]) {
    tokens.replaceSubrange(position...position, with: parts)
  }

  // MARK: Mistakes

  func missing(_ what: String) -> Diagnostic {
    let offset = position > 0 ? tokens[position - 1].range.upperBound : source.bytes.count
    return source.diagnostic("expected \(what)", at: offset, advice: "usage: \(command.usage)")
  }

  func wrong(_ token: Token, _ message: String, advice: String? = nil) -> Diagnostic {
    source.diagnostic(
      message, at: token.place, advice: advice ?? "usage: \(command.usage)")
  }

  /// “abc” is not what was expected; the nearest that is, if one is near.
  func unexpected(_ token: Token, expected what: String, near: [String] = []) -> Diagnostic {
    let advice = nearest(to: token.text, among: near).map { "did you mean \(quoted($0))?" }
    return wrong(token, "expected \(what), found \(quoted(token.text))", advice: advice)
  }

  func finish() throws(Diagnostic) {
    guard let token = peek else { return }
    throw command.surplus(token, self)
  }
}

/// What could stand somewhere, for TAB.
enum Completable {
  case nothing
  case words([Candidate])
  case roles
  case hosts
  case descriptors
  case addresses
  case files
  case commands
  /// The left side of a fact.
  case subjects
  case several([Completable])
}

extension Reader {
  /// Where it stands what is wrong with the token read last.
  var offsetOfLast: Int { previous?.place ?? 0 }
}
