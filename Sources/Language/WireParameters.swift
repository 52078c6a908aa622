internal import Log

extension Parameter where Value == WireRequest {
  /// Everything after `wire`.
  static func wire() -> Parameter {
    Parameter(
      "[WHAT … [from HOST] [to HOST]]", hint: "[up|show|loss|delay|drop|…]",
      "what to do, as below; of loss to clear several may stand together"
    ) { reader throws(Diagnostic) in try reader.wireRequest() }
  }
}

extension Parameter where Value == String? {
  /// `on bob`, which may be left out.
  static func onHost(_ summary: String) -> Parameter {
    Parameter("[on HOST]", summary) { reader throws(Diagnostic) in
      guard reader.accept("on", usage: "on HOST", summary) else { return nil }
      return try reader.wireHost()
    }
  }
}

extension Reader {
  fileprivate func wireRequest() throws(Diagnostic) -> WireRequest {
    offer("", .words(WireWord.allCases.map(\.candidate)))
    guard let token = peek else { return .status }
    guard let word = token.keyword.flatMap(WireWord.init) else {
      try refuseWay()
      throw unexpected(
        token, expected: "what to do, such as up, show or loss",
        near: WireWord.allCases.map(\.rawValue))
    }
    if word.isSetting { return .impair(try wireSettings(), try lastWay()) }
    skip()
    switch word {
    case .up: return .up(try newHosts())
    case .down: return .down
    case .show: return try showRequest()
    case .save: return .save(try path())
    case .drop: return .exact(try exactOrder(.drop))
    case .hold: return .exact(try exactOrder(.hold))
    case .release: return .release(try releaseCount())
    case .seed: return .seed(try seed())
    default: throw unexpected(token, expected: "what to do")
    }
  }

  private func showRequest() throws(Diagnostic) -> WireRequest {
    if accept("live", "each packet from now on, between the calls") {
      return .live(!accept("off", "no more"))
    }
    guard accept("last", "only the last so many") else { return .show(last: nil) }
    return .show(last: try packetCount(of: try next("how many", usage: "N", .nothing)))
  }

  private func releaseCount() throws(Diagnostic) -> Int? {
    offer("[N]", .nothing)
    guard let token = peek else { return nil }
    skip()
    return try packetCount(of: token)
  }

  private func packetCount(of token: Token) throws(Diagnostic) -> Int {
    guard token.kind == .word, let count = Int(token.text), count > 0 else {
      throw unexpected(token, expected: "how many, a number from 1")
    }
    return count
  }

  // MARK: Hosts

  /// A host that is there, where the hosts are known.
  func wireHost() throws(Diagnostic) -> String {
    let token = try next("a host", usage: "HOST", .hosts)
    guard context.hosts.isEmpty || context.hosts.contains(token.text) else {
      let near = nearest(to: token.text, among: context.hosts).map { "did you mean \(quoted($0))?" }
      throw wrong(
        token, "no host is called \(quoted(token.text))",
        advice: near ?? "the hosts are \(alternatives(context.hosts))")
    }
    guard RoleName.isWellFormed(token.text) else {
      throw unexpected(token, expected: "a host's name")
    }
    return token.text
  }

  private func newHosts() throws(Diagnostic) -> [String] {
    var names: [String] = []
    offer("[HOST …]", .nothing)
    while let token = peek {
      if let problem = HostName.problem(with: token.text, in: context) {
        throw wrong(token, problem, advice: "choose another name")
      }
      if names.contains(token.text) {
        throw wrong(token, "\(quoted(token.text)) stands here twice", advice: "choose another name")
      }
      names.append(token.text)
      skip()
    }
    return names
  }

  // MARK: Which packets

  private static let wayWords: Set = ["from", "to", "between"]

  /// `from alice`, `to bob`, `from alice to bob`, `between alice and bob`, or nothing for all; nothing
  /// follows it.
  private func lastWay() throws(Diagnostic) -> WireWay {
    let start = peek
    let way = try wireWay()
    if let start, way != .every, peek != nil { throw misplacedWay(start) }
    return way
  }

  private func wireWay() throws(Diagnostic) -> WireWay {
    if accept("between", usage: "[between HOST and HOST]", "what these two send each other") {
      let first = try wireHost()
      guard accept("and", usage: "and HOST") else {
        throw peek.map { unexpected($0, expected: "“and”") } ?? missing("and")
      }
      return WireWay(from: first, to: try otherHost(than: first), isMutual: true)
    }
    var way = WireWay.every
    if accept("from", usage: "[from HOST]", "what it sends") { way.from = try wireHost() }
    if accept("to", usage: "[to HOST]", "what is for it") {
      way.to = try otherHost(than: way.from)
    }
    if way.from == nil, accept("from", usage: "[from HOST]", "what it sends") {
      way.from = try otherHost(than: way.to)
    }
    return way
  }

  /// What a host sends itself crosses no cable.
  private func otherHost(than first: String?) throws(Diagnostic) -> String {
    let token = peek
    let second = try wireHost()
    guard let token, second == first else { return second }
    throw wrong(
      token, "what \(second) sends itself does not cross the wire",
      advice: "name two hosts, or one")
  }

  /// For a way that stands before what it is about.
  private func refuseWay() throws(Diagnostic) {
    guard let token = peek, token.kind == .word, Self.wayWords.contains(token.text) else { return }
    throw misplacedWay(token)
  }

  /// For a way that stands where the kind of packet should.
  private func refuseMissingKind(_ action: WireExactOrder.Action) throws(Diagnostic) {
    guard let token = peek, token.kind == .word, Self.wayWords.contains(token.text) else { return }
    let example = "as in `wire \(action.rawValue) next SYN from alice`"
    throw wrong(
      token, "expected the kind of packet before \(quoted(token.text))",
      advice: action == .hold
        ? example + "; `wire hold from alice` keeps whatever comes next from there" : example)
  }

  private func misplacedWay(_ token: Token) -> Diagnostic {
    wrong(
      token, "\(quoted(token.text)) and its host stand last, and are about all of the line",
      advice: "as in `wire loss 5% delay 40ms from alice`; another way is another line")
  }

  private func exactOrder(_ action: WireExactOrder.Action) throws(Diagnostic) -> WireExactOrder {
    let next = Candidate("next", "the next that fits")
    let every = Candidate("every", "all such packets, until wire clear")
    offer("next|3rd|every KIND", .words([next, Candidate("2nd"), Candidate("3rd"), every]))
    let which = peek
    if action == .hold, which.map({ Self.wayWords.contains($0.text) }) ?? true {
      return WireExactOrder(.hold, .packet, try lastWay())
    }
    guard let which else { throw missing("which packet, as in next SYN or 3rd data") }
    try refuseWay()
    try refuseOddOrdinal(which)
    let ordinal = Reader.ordinal(which.text)
    guard which.kind == .word, ordinal != nil || which.text == "every" else {
      throw unexpected(which, expected: "next, 1st, 2nd, 3rd, … or every", near: ["next", "every"])
    }
    skip()
    try refuseMissingKind(action)
    let target = try exactTarget()
    return WireExactOrder(action, target, ordinal: ordinal, try lastWay())
  }

  private func exactTarget() throws(Diagnostic) -> WireExactOrder.Target {
    let all = WireExactOrder.Target.allCases
    let names = all.map(\.rawValue)
    let token = try next(
      alternatives(names), usage: "KIND", .words(all.map { Candidate($0.rawValue, $0.summary) }))
    let target = all.first { $0.rawValue.lowercased() == token.text.lowercased() }
    guard token.kind == .word, let target else {
      throw unexpected(token, expected: alternatives(names), near: names)
    }
    return target
  }

  /// 1 for `next` and `1st`, 3 for `3rd`.
  private static func ordinal(_ word: String) -> Int? {
    if word == "next" { return 1 }
    let digits = word.prefix { ("0"..."9").contains($0) }
    guard ["st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)), digits.count <= 6,
      let number = Int(digits), number > 0
    else { return nil }
    return number
  }

  /// `3nd` may be a slip of either half.
  private func refuseOddOrdinal(_ token: Token) throws(Diagnostic) {
    guard token.kind == .word, token.text != "next", let number = Reader.ordinal(token.text)
    else { return }
    let right = ordinalText(number)
    guard token.text != right else { return }
    throw wrong(
      token, "\(quoted(token.text)) is no number", advice: "did you mean \(quoted(right))?")
  }
}
