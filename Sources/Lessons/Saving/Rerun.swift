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
  private let names: FreshNames

  init(_ performer: any Performer, _ names: FreshNames) {
    (self.performer, self.names) = (performer, names)
  }

  /// Throws the line that is not allowed in a lesson, or that is refused this time.
  mutating func perform(_ deed: Deed) throws(Diagnostic) {
    let fixed = fixedPorts(of: deed)
    let line = line(of: deed, choosing: fixed)
    if let kept = try performer.keep(line) {
      values = kept
      return
    }
    let command = try withValues(values, in: line)
    let output = untimed(try performer.perform(command))
    notePorts(in: deed.output, output)
    for (then, now) in zip(fixed, output.compactMap(boundPort)) { ports[then] = now }
    try add(command, output)
  }

  /// With the ports of this time, and 0 for those that are still to be chosen.
  private func line(of deed: Deed, choosing fixed: [String]) -> String {
    var isBind = false
    return words(of: names.applied(to: deed.line)).map { word in
      if word == "bind" { isBind = true }
      if [";", "}"].contains(word) { isBind = false }
      return ports[word] ?? (isBind && fixed.contains(word) ? "0" : word)
    }.joined()
  }

  /// Ports that were typed to bind to: the session may still hold them, and whoever learns from the
  /// lesson may, too. The kernel chooses others, except on the wire, whose hosts have theirs.
  private func fixedPorts(of deed: Deed) -> [String] {
    guard !entries.contains(where: { $0.command.contains("wire up") }) else { return [] }
    return deed.output.compactMap { line in
      guard line.hasPrefix("bind("), line.hasSuffix(") = 0"), let colon = line.lastIndex(of: ":")
      else { return nil }
      let port = String(line[line.index(after: colon)...].prefix { $0.isNumber })
      return port == "0" || ports[port] != nil ? nil : port
    }
  }

  /// Roles that still wait are interrupted, unless their time limit does that: a lesson leaves nobody
  /// waiting.
  mutating func finish() throws(Diagnostic) {
    for role in roles where try isWaiting(role) {
      // A limit that is longer than a lesson's commands may take ends nothing in time.
      if hasTimeLimit(role), let output = try? performer.perform("wait \(role)") {
        try add("wait \(role)", output)
      } else {
        let command = "\(role)> interrupt"
        try add(command, try performer.perform(command))
      }
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

  /// Whether one of its sockets was given SO_RCVTIMEO or SO_SNDTIMEO, by whichever name.
  private func hasTimeLimit(_ role: String) -> Bool {
    entries.contains { entry in
      entry.command.hasPrefix("\(role)>") && entry.command.lowercased().contains("timeo ")
    }
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
