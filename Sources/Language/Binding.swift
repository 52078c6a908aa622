internal import Log
internal import SystemCalls

/// `let port = server.port`: a name, and where its value comes from.
public struct Binding: Hashable, Sendable {
  public var name: String
  public var value: Value

  public enum Value: Hashable, Sendable {
    case text(String)
    /// Something to be observed; of the current role where it names none.
    case fact(FactReference)
    /// What the current role's last call returned.
    case result
    /// Why it failed, by name; `none` if it did not.
    case errno
    /// The bytes that the role's last statement received.
    case received
  }

  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  static let words: [(word: String, value: Value, summary: String)] = [
    ("result", .result, "what the role's last call returned"),
    ("errno", .errno, "why that call failed, by name; none if it did not"),
    ("received", .received, "the bytes that the role's last statement received"),
  ]

  /// Something of the kind that a value written so will be.
  static func sample(of word: String) -> String {
    if let known = words.first(where: { $0.word == word }) {
      return known.value == .errno ? "ECONNREFUSED" : "10"
    }
    return FactReference(word)?.subject.type.sample ?? word
  }
}

extension FactSubject.ValueType {
  fileprivate var sample: String {
    switch self {
    case .state: "LISTEN"
    case .number: "10"
    case .errno: "ECONNREFUSED"
    case .address: "127.0.0.1:10"
    case .bool: "yes"
    case .call: "recv"
    case .option: "SO_REUSEADDR"
    case .setting: "10"
    case .group: "239.1.2.3"
    case .timer: "keepalive"
    case .event: "POLLIN"
    }
  }
}

extension Parameter where Value == Binding? {
  static func binding() -> Parameter {
    let summary = """
      the name, and a text, a fact such as server.port, or result, errno or received; without \
      them, lists the values
      """
    return Parameter("[NAME = VALUE]", summary) { reader throws(Diagnostic) in
      try reader.binding()
    }
  }
}

extension Reader {
  fileprivate func binding() throws(Diagnostic) -> Binding? {
    splitEquals()
    offer("NAME = VALUE", .nothing)
    guard peek != nil else { return nil }
    let name = try next("a name", usage: "NAME = VALUE", .nothing)
    guard name.kind == .word, isValueName(name.text), name.text.utf8.count <= 64 else {
      throw wrong(
        name, "\(quoted(name.text)) cannot be a value's name",
        advice: "a name is letters, digits, _ and -; at most 64 in all")
    }
    splitEquals()
    let equals = try next("=", usage: "= VALUE", .words([Candidate("=")]))
    guard equals.keyword == "=" else { throw unexpected(equals, expected: "=") }
    return Binding(name: name.text, value: try bindingValue())
  }

  /// Makes three tokens of `port=server.port`, so that spaces are a matter of taste.
  private func splitEquals() {
    guard let token = peek, token.kind == .word, token.range.count > 1,
      let place = token.range.first(where: { source.bytes[$0] == UInt8(ascii: "=") }),
      place + 1 >= source.bytes.count || source.bytes[place + 1] != UInt8(ascii: "=")
    else { return }
    replaceNext(by: token.cut(at: [place, place + 1], source))
  }

  private func bindingValue() throws(Diagnostic) -> Binding.Value {
    let words = Binding.words.map { Candidate($0.word, $0.summary) }
    let token = try next(
      "a value", usage: "VALUE", .several([.words(words), .subjects]))
    guard let word = token.keyword else { return .text(token.text) }
    if let known = Binding.words.first(where: { $0.word == word }) { return known.value }
    if let fact = FactReference(word) {
      if let role = fact.role { try checkFactOwner(token, role) }
      return .fact(fact)
    }
    try refuseAlmostFact(token)
    return .text(word)
  }

  /// `server.prot` is a slip, not a text.
  private func refuseAlmostFact(_ token: Token) throws(Diagnostic) {
    guard let dot = token.text.firstIndex(of: ".") else { return }
    let owner = String(token.text[..<dot].prefix { $0 != "@" })
    guard
      (context.roles + context.partners + context.pastPartners
        + [context.currentRole, FactSubject.wire]).contains(owner)
    else { return }
    let name = token.text[token.text.index(after: dot)...]
    let names = FactSubject.all(of: owner).map(\.name)
    let near = nearest(to: String(name), among: names).map { "did you mean \(quoted($0))?" }
    throw source.diagnostic(
      "no fact is called \(quoted(name))", at: token.range.upperBound - name.utf8.count,
      advice: near ?? "the facts are \(names.joined(separator: ", "))")
  }
}
