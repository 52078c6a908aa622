internal import Log

/// Keeps what a learner does in the step that is under way.
struct WorkRecorder {
  private(set) var deeds: Deeds
  private let goesOn: Bool

  /// What tells how a step was done, of all that can be said to a lesson.
  private static let orders: Set<String> = ["next", "hint", "solution", "skip"]

  init(goesOn: Bool) {
    self.goesOn = goesOn
    deeds = Deeds(orders: WorkRecorder.orders)
  }

  mutating func hear(_ event: Event, isPlayed: Bool) { deeds.hear(event, isPlayed: isPlayed) }

  /// An answer that the lesson waited for; Enter alone is the same as `next`.
  mutating func note(answer line: String, as role: String) {
    let text = trimmed(line)
    deeds.note(hasRole(text) ? text : "\(role)> \(text.isEmpty ? "next" : text)")
  }

  mutating func meet(_ goals: [Goal]) { deeds.meet(goals.map(\.text)) }

  mutating func endLine() { deeds.endLine() }

  /// All of it, where what differs each time has a name; `values` are the lesson's names.
  func work(of step: Step, _ outcome: StepOutcome, values: [String: String]) -> StepWork {
    var deeds = deeds
    deeds.flush()
    return StepWork(
      step: step.id, title: step.title, outcome: outcome, goesOn: goesOn,
      deeds: named(deeds.all, values), isWhole: deeds.isWhole)
  }

  private func named(_ deeds: [Deed], _ values: [String: String]) -> [Deed] {
    var names = PortNames(known: values, prefix: "own")
    for deed in deeds { names.add(deed.line, showing: deed.output) }
    var lines = names.named[...]
    return deeds.map { deed in
      let line = lines.removeFirst()
      defer { lines = lines.dropFirst(deed.output.count) }
      return Deed(
        line: line, isPlayed: deed.isPlayed, output: Array(lines.prefix(deed.output.count)),
        met: deed.met)
    }
  }
}
