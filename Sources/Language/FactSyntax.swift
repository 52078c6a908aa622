public import Log
internal import SystemCalls

/// Reads a fact that stands by itself, as a lesson's goal does: `client.error == ECONNREFUSED`.
///
/// `role` is whom it speaks of where it names nobody. A role that `context` does not know is
/// refused only if `context` knows any.
public func parseFact(
  _ text: String, in context: Context, role: String? = nil
) throws(Diagnostic) -> Fact {
  if let refusal = Source.refusal(of: text) { throw refusal }
  let source = Source(text)
  var lexer = Lexer(source, values: context.values)
  try lexer.run()
  let reader = Reader(
    lexer.tokens, skipping: 0, of: .check, source: source, context: context,
    role: role ?? context.currentRole)
  let fact = try reader.fact()
  try reader.finish()
  return fact
}

extension Parameter where Value == Fact {
  static func fact(_ summary: String) -> Parameter {
    Parameter("FACT", summary) { reader throws(Diagnostic) in try reader.fact() }
  }
}

extension Reader {
  /// The left side of a fact, and where it was written.
  private struct Left {
    var role: String
    var descriptor: Int32?
    var subject: FactSubject
  }

  func fact() throws(Diagnostic) -> Fact {
    offer("FACT", .subjects)
    splitComparison()
    let token = try next("a fact such as server.state == LISTEN", usage: "FACT", .nothing)
    let left = try left(of: token)
    splitComparison()
    let comparison = try comparison(for: left.subject)
    let value = comparison.isImplied ? "yes" : try value(for: left.subject)
    return Fact(
      role: left.role, descriptor: left.descriptor, subject: left.subject.name,
      comparison: comparison.operation, value: value)
  }

  /// Makes three tokens of `state==LISTEN`, so that spaces are a matter of taste.
  private func splitComparison() {
    guard let token = peek, token.kind == .word, let found = firstComparison(in: token),
      token.range.count > found.count
    else { return }
    replaceNext(by: token.cut(at: [found.lowerBound, found.upperBound], source))
  }

  /// Where it stands in the line, as it was typed: what a value has in it is no comparison.
  private func firstComparison(in token: Token) -> Range<Int>? {
    let signs = Array("=!<>".utf8)
    let start = token.range.first { place in
      signs.contains(source.bytes[place]) && !token.values.contains { $0.range.contains(place) }
    }
    guard let start else { return nil }
    let next = start + 1
    let isTwo = next < token.range.upperBound && source.bytes[next] == UInt8(ascii: "=")
    return start..<(isTwo ? next + 1 : next)
  }

  private func left(of token: Token) throws(Diagnostic) -> Left {
    let parts = token.text.split(separator: ".", omittingEmptySubsequences: false)
    guard token.kind == .word, let name = parts.last, parts.count <= 2 else {
      throw unexpected(token, expected: "a fact such as server.state == LISTEN")
    }
    let names = factSubjects.map(\.name)
    guard let subject = FactSubject.named(name) else {
      let offset = token.range.upperBound - name.utf8.count
      let near = nearest(to: String(name), among: names).map { "did you mean \(quoted($0))?" }
      throw source.diagnostic(
        "no fact is called \(quoted(name))",
        at: token.hasValue ? token.place : max(offset, token.range.lowerBound),
        advice: near ?? "the facts are \(names.joined(separator: ", "))")
    }
    let (role, descriptor) = try whose(parts.count == 2 ? parts[0] : "", token)
    guard subject.isOfWire == (role == FactSubject.wire && descriptor == nil) else {
      throw source.diagnostic(
        subject.isOfWire
          ? "\(subject.name) is a fact of the wire's" : "the wire has no \(quoted(subject.name))",
        at: token.range.lowerBound,
        advice: subject.isOfWire
          ? "write \(FactSubject.wire).\(subject.name)"
          : "it has \(FactSubject.all(of: FactSubject.wire).map(\.name).joined(separator: ", "))")
    }
    return Left(role: role, descriptor: descriptor, subject: subject)
  }

  /// Reads `server`, `server@4` or `@4`.
  private func whose(_ text: Substring, _ token: Token) throws(Diagnostic) -> (String, Int32?) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let role = parts.first.map(String.init) ?? ""
    if !role.isEmpty { try checkFactOwner(token, role) }
    guard parts.count == 2 else { return (role.isEmpty ? factRole : role, nil) }
    guard let descriptor = Int32(parts[1]), descriptor >= 0 else {
      throw unexpected(token, expected: "a descriptor after @, as in server@4.state")
    }
    return (role.isEmpty ? factRole : role, descriptor)
  }

  private func comparison(
    for subject: FactSubject
  ) throws(Diagnostic) -> (operation: Fact.Comparison, isImplied: Bool) {
    let isOrdered = [.number, .setting].contains(subject.type)
    let allowed = isOrdered ? Fact.Comparison.allCases : [.equal, .unequal]
    let words = allowed.map(\.rawValue)
    let kind = Completable.words(words.map { Candidate($0) })
    if subject.type == .bool, peek.map({ Fact.Comparison(rawValue: $0.text) == nil }) ?? true {
      offer("== VALUE", kind)
      return (.equal, true)
    }
    let token = try next(alternatives(words), usage: "== VALUE", kind)
    guard token.kind == .word, let operation = Fact.Comparison(rawValue: token.text),
      allowed.contains(operation)
    else {
      throw wrong(
        token, "expected \(alternatives(words)), found \(quoted(token.text))",
        advice: token.text == "=" ? "did you mean “==”?" : nil)
    }
    return (operation, false)
  }
}
