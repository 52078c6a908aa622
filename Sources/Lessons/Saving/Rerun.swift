internal import Log

/// A session performed once more in fresh roles: what came this time, and what held after each line.
struct Rerun {
  /// A line and what came of it now.
  struct Entry {
    var command: String
    var output: [String]
    var goals: [ProposedGoal]
    /// Of all facts that are known by then, those that hold once it is done.
    var holding: Set<String>
  }

  private(set) var entries: [Entry] = []
  private let performer: any Performer
  private var facts: [String] = []
  private var values: [String: String] = [:]
  /// Ports of the session that was, and those that the kernel has chosen now.
  private var ports: [String: String] = [:]

  init(_ performer: any Performer) { self.performer = performer }

  /// Throws the line that is not allowed in a lesson, or that is refused this time.
  mutating func perform(_ deed: Deed) throws(Diagnostic) {
    let line = words(of: deed.line).map { ports[$0] ?? $0 }.joined()
    if let kept = try performer.keep(line) {
      values = kept
      return
    }
    let command = try withValues(values, in: line)
    let output = untimed(try performer.perform(command))
    notePorts(in: deed.output, output)
    try add(command, output)
  }

  /// Roles that still wait are interrupted: a lesson leaves nobody waiting.
  mutating func finish() throws(Diagnostic) {
    for role in roles where try isWaiting(role) {
      let command = "\(role)> interrupt"
      try add(command, try performer.perform(command))
    }
    if let left = try performer.finish().first { throw Diagnostic(left) }
  }

  /// Those that acted, in the order in which they are named; in a block, too.
  private var roles: [String] {
    var roles: [String] = []
    for word in entries.flatMap({ $0.command.split(separator: " ") }) where word.last == ">" {
      let role = String(word.dropLast())
      if !roles.contains(role), isIdentifier(role) { roles.append(role) }
    }
    return roles
  }

  private func isWaiting(_ role: String) throws(Diagnostic) -> Bool {
    try performer.holds("\(role).waiting != none")
  }

  private mutating func add(_ command: String, _ output: [String]) throws(Diagnostic) {
    var goals: [ProposedGoal] = []
    for goal in ProposedGoal.all(after: command, showing: output) {
      let filled = try goal.filled { fact throws(Diagnostic) in try performer.value(of: fact) }
      if let filled, !goals.contains(filled) { goals.append(filled) }
    }
    facts += goals.map(\.fact).filter { !facts.contains($0) }
    var holding: Set<String> = []
    for fact in facts where try performer.holds(fact) { holding.insert(fact) }
    entries.append(Entry(command: command, output: output, goals: goals, holding: holding))
  }

  /// A port that was read off and typed is another one now.
  private mutating func notePorts(in old: [String], _ new: [String]) {
    for (then, now) in zip(old.compactMap(boundPort), new.compactMap(boundPort)) where then != now {
      ports[then] = now
    }
  }
}
