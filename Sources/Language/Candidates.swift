internal import SystemCalls

extension Completable {
  /// The kinds that it is made of.
  var parts: [Completable] {
    if case .several(let kinds) = self { kinds.flatMap(\.parts) } else { [self] }
  }

  var isFiles: Bool { if case .files = self { true } else { false } }
}

extension Completer {
  /// Everything of a kind that there is.
  func candidates(of kind: Completable) -> [Candidate] {
    switch kind {
    case .nothing, .files: []
    case .words(let words): words
    case .roles: typing.context.roles.map { Candidate($0) }
    case .hosts: typing.context.hosts.map { Candidate($0) }
    case .descriptors: descriptors
    case .addresses: addresses
    case .commands: commandCandidates
    case .subjects: subjects
    case .several(let kinds): kinds.flatMap(candidates)
    }
  }

  private var descriptors: [Candidate] {
    (typing.context.descriptors[typing.role] ?? []).map { Candidate("@\($0)") }
  }

  private var addresses: [Candidate] {
    typing.context.roles.filter { $0 != typing.role }
      .map { Candidate($0, "where \($0) is bound") }
      + typing.context.partners.map { Candidate($0, "where the partner is") }
      + typing.context.hosts.map { Candidate($0 + ":") }
      + [
        Candidate("127.0.0.1:", "this machine"), Candidate("*:", "every address of this machine"),
        Candidate("[::1]:", "this machine, by IPv6"), Candidate("localhost:"),
      ]
  }

  private var commandCandidates: [Candidate] {
    let words = commands.flatMap { command in
      command.names.map { Candidate($0, command.summary) }
    }
    return typing.tokens.isEmpty ? words : words + explained
  }

  /// What `help` explains beside the commands. The C names are some 200, and offered to who has begun
  /// to type one.
  private var explained: [Candidate] {
    let topics = topics.map { Candidate($0.name, $0.title) }
    guard typing.partial?.text.first?.isUppercase == true else { return topics }
    return topics + SocketOption.all.map { Candidate($0.name, $0.meaning) }
      + Errno.allNames.map { Candidate($0) }
  }

  /// `state`, `server.state`, `server@4.state`: as far as it is written.
  private var subjects: [Candidate] {
    let written = typing.partial?.text ?? ""
    guard let dot = written.lastIndex(of: ".") else {
      let roles = typing.context.roles.map { Candidate($0 + ".", "a fact of \($0)") }
      let partners = typing.context.partners.map { Candidate($0 + ".", "a fact of the partner") }
      let wire = typing.context.hosts.isEmpty ? [] : [Candidate("wire.", "a fact of the wire's")]
      return roles + partners + wire
        + FactSubject.all(of: "").map { Candidate($0.name, $0.summary) }
    }
    return FactSubject.all(of: written[..<dot]).map {
      Candidate(written[...dot] + $0.name, $0.summary)
    }
  }
}
