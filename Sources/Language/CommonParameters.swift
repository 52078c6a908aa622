internal import Log
internal import SystemCalls

extension Parameter where Value == SocketReference {
  /// `@4`, which comes first in every command that has it.
  static func socket(_ summary: String? = nil) -> Parameter {
    let usual =
      "the socket with that descriptor, its number in this process, as in @4; without it the newest"
      + " open one, or that of use"
    return Parameter("[@FD]", hint: "", summary ?? usual) { reader throws(Diagnostic) in
      reader.offer("[@FD]", .descriptors)
      guard let token = reader.peek, token.keyword?.hasPrefix("@") == true else { return .unnamed }
      guard let number = Int32(token.text.dropFirst()), number >= 0 else {
        try reader.checkRange(token, "@")
        throw reader.unexpected(token, expected: "a descriptor such as @3")
      }
      reader.skip()
      return .descriptor(number)
    }
  }
}

extension Parameter where Value == Int32 {
  /// A whole number of C's type int, which may be left out.
  static func integer(_ usage: String, default normal: Int, _ summary: String) -> Parameter {
    Parameter("[\(usage)]", summary) { reader throws(Diagnostic) in
      reader.offer(usage, .nothing)
      guard let token = reader.peek else { return Int32(clamping: normal) }
      guard token.kind == .word, let value = Int32(token.text) else {
        throw reader.unexpected(token, expected: "a number from \(Int32.min) to \(Int32.max)")
      }
      reader.skip()
      return value
    }
  }
}

extension Parameter where Value == Int {
  /// How many of something; at least 1.
  static func count(_ usage: String, _ summary: String) -> Parameter {
    Parameter(usage, summary) { reader throws(Diagnostic) in
      let token = try reader.next("a number", usage: usage, .nothing)
      guard token.kind == .word, let value = Int(token.text), value > 0 else {
        throw reader.unexpected(token, expected: "a number from 1")
      }
      return value
    }
  }
}

extension Parameter {
  /// One of some words, each with what it stands for and a summary.
  static func choice(
    _ usage: String, _ summary: String, _ options: [(word: String, value: Value, about: String)]
  ) -> Parameter {
    Parameter(usage, summary) { reader throws(Diagnostic) in
      let words = options.map(\.word)
      let kind = Completable.words(options.map { Candidate($0.word, $0.about) })
      let token = try reader.next(alternatives(words), usage: usage, kind)
      guard let option = options.first(where: { $0.word == token.text }), token.kind == .word else {
        throw reader.unexpected(token, expected: alternatives(words), near: words)
      }
      return option.value
    }
  }
}

extension Parameter where Value == Bool {
  /// A word that may stand here.
  static func keyword(_ word: String, _ summary: String) -> Parameter {
    Parameter("[\(word)]", summary) { reader in reader.accept(word, summary) }
  }
}

extension Parameter where Value == String {
  /// The name of a role, which must exist where the roles are known.
  static func role(_ summary: String) -> Parameter {
    Parameter("ROLE", summary) { reader throws(Diagnostic) in
      let token = try reader.next("a role", usage: "ROLE", .roles)
      try reader.checkRole(token, token.text)
      reader.factRole = token.text
      return token.text
    }
  }

  /// The name of a role that may be new; typing it here insists on it.
  static func newRole(_ summary: String) -> Parameter {
    Parameter("NAME", summary) { reader throws(Diagnostic) in
      let token = try reader.next("a role's name", usage: "NAME", .roles)
      if let problem = RoleName.problem(with: token.text, in: reader.context) {
        throw reader.wrong(token, problem.message, advice: problem.advice)
      }
      return token.text
    }
  }

  /// A file's path; quoted where it has spaces.
  static func file(_ summary: String) -> Parameter {
    Parameter("FILE", summary) { reader throws(Diagnostic) in
      try reader.path()
    }
  }

  /// A command, or a topic that help knows.
  static func topic(_ summary: String) -> Parameter {
    Parameter("COMMAND", summary) { reader throws(Diagnostic) in
      let token = try reader.next("a command", usage: "COMMAND", .commands)
      let known = helpNames
      guard
        known.contains(token.text) || Errno(name: token.text) != nil
          || !options(named: token.text).isEmpty
      else {
        let what = "a command, a topic, an errno or an option"
        let near = known + SocketOption.all.map(\.shortName)
        throw reader.unexpected(token, expected: what, near: near)
      }
      return token.text
    }
  }
}

extension Reader {
  func path() throws(Diagnostic) -> String {
    let token = try next("a file's path", usage: "FILE", .files)
    guard !token.text.isEmpty, !token.data.contains(0) else {
      throw wrong(token, "a path is neither empty nor has it a zero byte")
    }
    return token.text
  }

  /// Whom a fact may speak of: a role, the wire, or a partner that runs or has run.
  func checkFactOwner(_ token: Token, _ name: String) throws(Diagnostic) {
    let partners = context.partners + context.pastPartners
    if name != FactSubject.wire, !partners.contains(name) { try checkRole(token, name) }
  }

  /// Refuses the name of a role that does not exist, where the roles are known.
  func checkRole(_ token: Token, _ name: String) throws(Diagnostic) {
    guard !context.roles.isEmpty, !context.roles.contains(name) else {
      guard RoleName.isWellFormed(name) else {
        throw unexpected(token, expected: "a role's name")
      }
      return
    }
    let advice = nearest(to: name, among: context.roles).map { "did you mean \(quoted($0))?" }
    throw wrong(
      token, "there is no role \(quoted(name))",
      advice: advice
        ?? (context.roles.count == 1 ? "the one role is " : "the roles are ")
        + alternatives(context.roles))
  }
}
