internal import Log
internal import SystemCalls

extension Parameter where Value == Payload {
  /// One form of data, or several that are put together.
  static func data(_ summary: String) -> Parameter {
    Parameter("DATA", summary) { reader throws(Diagnostic) in try reader.payload() }
  }
}

extension Reader {
  /// Several forms make one block of bytes, which must be small enough to be kept in a log.
  static let longestJoined = 1 << 20

  /// Data up to one of those words, which go on with the statement.
  func payload(until words: Set<String>) throws(Diagnostic) -> Payload {
    dataEnds = words
    defer { dataEnds = [] }
    return try payload()
  }

  func payload() throws(Diagnostic) -> Payload {
    guard let first = peek else { return try term() }
    let whole = try term()
    guard try anotherTerm() else { return whole }
    var bytes = try part(whole, at: first, room: Reader.longestJoined)
    while try anotherTerm(), let token = peek {
      bytes += try part(try term(), at: token, room: Reader.longestJoined - bytes.count)
    }
    return .bytes(bytes)
  }

  /// Whether more data follows; a second bare word is a mistake.
  private func anotherTerm() throws(Diagnostic) -> Bool {
    offer("", .words(DataForm.candidates))
    guard let token = peek, beginsData(token) else { return false }
    if let word = token.keyword, DataForm.named(word) == nil { throw spacedText(token) }
    return true
  }

  /// Data without recipes, for what must be compared: `until "\n"`.
  func shortBytes(
    _ what: String, usage: String, until words: Set<String> = []
  ) throws(Diagnostic) -> [UInt8] {
    dataEnds = words
    defer { dataEnds = [] }
    offer(usage, .nothing)
    guard let token = peek else { throw missing(what) }
    guard case .bytes(let bytes) = try term(), !bytes.isEmpty else {
      throw wrong(token, "expected \(what): some bytes, written out")
    }
    return bytes
  }

  private func term() throws(Diagnostic) -> Payload {
    offer("DATA", .words([Candidate("\"", "text")] + DataForm.candidates))
    guard let token = peek else { throw missing("data") }
    skip()
    guard let word = token.keyword else { return .bytes(token.data) }
    if dataEnds.contains(word) {
      throw wrong(
        token, "expected data, found \(quoted(word))",
        advice: "some data must go first, if only a byte: \(command.name) … \"x\" \(word) …")
    }
    if let form = DataForm.named(word) { return try form.read(self) }
    if let mark = word.first, "'‘’“”«".contains(mark) {
      throw wrong(token, "text stands in double quotes", advice: #"as in "hello""#)
    }
    if word.hasPrefix("MSG_"), FlagWords.message.number(word) == nil {
      let near = nearest(to: word, among: SystemConstant.names(.messageFlags))
      throw wrong(
        token, "\(quoted(word)) is no flag",
        advice: near.map { "did you mean \(quoted($0))?" } ?? "to send the word itself, quote it")
    }
    if FlagWords.message.number(word) != nil {
      throw wrong(
        token, "expected data, found the flag \(quoted(word))",
        advice: "to send the word itself, quote it: \"\(word.prefix(40))\"")
    }
    return .bytes(token.data)
  }

  /// Flags end the data, and so does a `@4` too late, which has a message of its own.
  private func beginsData(_ token: Token) -> Bool {
    guard let word = token.keyword else { return true }
    return FlagWords.message.number(word) == nil && word != "|" && !word.hasPrefix("@")
      && !dataEnds.contains(word)
  }

  private func spacedText(_ token: Token) -> Diagnostic {
    let names = FlagWords.message.names
    if let word = goingOn(token.text) {
      return wrong(
        token, "expected \(quoted(word)) or the end, found \(quoted(token.text))",
        advice: "did you mean \(quoted(word))?")
    }
    if let flag = nearest(to: token.text, among: names) {
      return wrong(
        token, "expected a flag or the end, found \(quoted(token.text))",
        advice: "did you mean \(quoted(flag))?")
    }
    return wrong(
      token, "\(quoted(token.text)) is a second word",
      advice: #"text with spaces stands in quotes: "hello world""#)
  }

  /// The word that ends the data, cut short or mistyped: `cred` for credentials.
  private func goingOn(_ word: String) -> String? {
    let words = dataEnds.sorted()
    let begun = words.filter { word.utf8.count > 1 && $0.hasPrefix(word) }
    return begun.count == 1 ? begun[0] : nearest(to: word, among: words.filter { $0.count > 3 })
  }

  /// The bytes of data that is to be put together with other data.
  private func part(_ data: Payload, at token: Token, room: Int) throws(Diagnostic) -> [UInt8] {
    guard let count = data.count else {
      throw wrong(token, "a file's content stands alone", advice: "send the rest by itself")
    }
    guard count <= room else {
      throw wrong(token, "data that is put together has at most \(Reader.longestJoined) bytes")
    }
    return data.bytes(from: 0, count: count)
  }
}
