internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Values with names: `let port = server.port`.
extension Session {
  func bind(_ binding: Binding?) throws(Diagnostic) {
    guard let binding else { return showValues() }
    let value = try value(of: binding.value)
    guard value.utf8.count <= CallHistory.mostReceived else {
      throw Diagnostic(
        "the value has \(value.utf8.count) bytes: at most \(CallHistory.mostReceived >> 10) KiB can have a"
          + " name", advice: "data of that size comes from zeros, random, repeat or file")
    }
    values[binding.name] = value
    guard options.isInteractive else { return }
    stage.record(.note("{\(binding.name)} is \(safeText(short(value)))"))
  }

  private func short(_ value: String) -> String {
    value.count > 60 ? "\(value.prefix(60))…" : value
  }

  private func showValues() {
    let lines = values.sorted { $0.key < $1.key }.map { "\($0.key) = \(safeText(short($0.value)))" }
    stage.record(.output(lines.isEmpty ? "no value has a name" : lines.joined(separator: "\n")))
  }

  private func value(of value: Binding.Value) throws(Diagnostic) -> String {
    switch value {
    case .text(let text): return text
    case .fact(let fact): return try self.value(of: fact)
    case .result: return String(try lastOutcome().result)
    case .errno: return try lastOutcome().errno?.name ?? "none"
    case .received: return try received()
    }
  }

  private func value(of fact: FactReference) throws(Diagnostic) -> String {
    let role = fact.role ?? currentRole
    let found = observed(role, fact.descriptor, fact.subject.name)
    if let first = found.first { return first }
    let lack = lackOfValue(role, fact.subject)
    throw Diagnostic(lack.message, advice: lack.advice, at: role)
  }

  /// Of the current role's last call, once it has come back.
  private func lastOutcome() throws(Diagnostic) -> Outcome {
    guard let last = try idleRole().history.last else { throw noCall }
    return last.outcome
  }

  private func received() throws(Diagnostic) -> String {
    let role = try idleRole()
    guard let bytes = role.history.received else {
      throw Diagnostic(
        "the last statement of \(role.name) received nothing that is kept",
        advice: "up to \(CallHistory.mostReceived >> 10) KiB of a recv are, in pieces of 4 KiB")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(
        "what \(clause(role.name, "has", "have")) received is no text, so that no value can hold it",
        advice: "a value is UTF-8")
    }
    return text
  }

  private func idleRole() throws(Diagnostic) -> Role {
    guard let role = stage.role(named: currentRole) else { throw noCall }
    try waitUntilIdle(role)
    return role
  }

  private var noCall: Diagnostic {
    Diagnostic("\(has(currentRole)) made no call yet", advice: "a role's own calls are meant")
  }
}
