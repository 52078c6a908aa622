internal import Log

/// One way through a lesson, from its beginning: performs step by step, and compares.
struct RunThrough {
  private let lesson: Lesson
  private let performer: any Performer
  /// The steps that this machine cannot play, by id.
  private let leftOut: Set<String>
  /// What was captured and kept so far.
  private(set) var values: [String: String] = [:]
  /// Whether goals are looked at before anything is done for them.
  var looksBefore = false
  /// The goals that were met then.
  private(set) var metEarly: [ReplayFailure] = []
  /// Whether differences become edits, and those too that make a failure of a success, or whether `...`
  /// takes their place; nil: they are failures of the replay.
  var blessing: Blessing?
  private(set) var edits: [OutputEdit] = []
  private(set) var record = ReplayRecord()
  private var step = ""
  private var line = 1

  enum Blessing {
    case withErrors, withoutErrors, loosening
  }

  init(_ lesson: Lesson, _ performer: any Performer, without leftOut: Set<String> = []) {
    self.lesson = lesson
    self.performer = performer
    self.leftOut = leftOut
  }

  /// Performs what a step shows, and its solution of that number, counted from 0.
  mutating func play(_ step: Step, solution choice: Int = 0) throws(ReplayFailure) {
    guard !leftOut.contains(step.id) else { return }
    self.step = step.id
    var solutions = 0
    for part in step.parts {
      switch part {
      case .demonstration(let block): try play(block)
      case .goals(let goals): try noteMet(goals)
      case .solution(let solution):
        if solutions == choice { try play(solution, for: step.goals) }
        solutions += 1
      default: break
      }
    }
  }

  /// A goal must be unmet where the learner reads it, and where the solution begins.
  private mutating func noteMet(_ goals: Goals?) throws(ReplayFailure) {
    guard looksBefore, let goals else { return }
    let unmet = try stillUnmet(goals.goals)
    for goal in goals.goals where !unmet.contains(goal) {
      let failure = failure(goal.line, .metEarly(goal))
      if !metEarly.contains(failure) { metEarly.append(failure) }
    }
  }

  /// Goals are looked at after each command: one that is met once stays met.
  private mutating func play(_ solution: Solution, for goals: Goals?) throws(ReplayFailure) {
    try noteMet(goals)
    let outside = values
    var unmet = goals?.goals ?? []
    for block in solution.transcripts where isMeant(block) {
      for exchange in block.exchanges {
        try perform(exchange)
        unmet = try stillUnmet(unmet)
      }
    }
    if let goal = unmet.first { throw failure(goal.line, .unmet(goal)) }
    values = outside
    for keep in goals?.keeps ?? [] { try play(keep) }
    record.valuesAfter[solution.line] = values
  }

  private mutating func play(_ block: Transcript) throws(ReplayFailure) {
    guard isMeant(block) else { return }
    for exchange in block.exchanges { try perform(exchange) }
  }

  private func isMeant(_ block: Transcript) -> Bool {
    block.when.map { ($0 == .privileged) == performer.isPrivileged } ?? true
  }

  private mutating func perform(_ exchange: Exchange) throws(ReplayFailure) {
    line = exchange.line
    let command = try filled(exchange.command, exchange.line)
    let came = try attempt(exchange.line) { performer throws(Diagnostic) in
      try performer.perform(command)
    }
    if let difference = exchange.difference(from: came, as: command, values: &values) {
      try bless(exchange, with: came, difference)
    }
    record.performed.append(
      .init(line: exchange.line, command: command, came: came, values: values))
  }

  /// A difference becomes an edit, where that is wanted and allowed.
  private mutating func bless(
    _ exchange: Exchange, with came: [String], _ difference: Difference
  ) throws(ReplayFailure) {
    let isAllowed = blessing == .withErrors || !exchange.turnsIntoError(with: came)
    guard let blessing, isAllowed, let edit = edit(of: exchange, with: came, difference, blessing)
    else { throw failure(difference.line, .difference(difference)) }
    edits.append(edit)
  }

  private mutating func edit(
    of exchange: Exchange, with came: [String], _ difference: Difference, _ blessing: Blessing
  ) -> OutputEdit? {
    switch blessing {
    case .loosening:
      exchange.loosened(with: came, as: difference.command, step: step, values: &values)
    case .withErrors, .withoutErrors:
      exchange.blessed(with: came, as: difference.command, step: step, values: &values)
    }
  }

  private func stillUnmet(_ goals: [Goal]) throws(ReplayFailure) -> [Goal] {
    var unmet: [Goal] = []
    for goal in goals {
      let fact = try filled(goal.fact, goal.line)
      let holds = try attempt(goal.line) { performer throws(Diagnostic) in
        try performer.holds(fact)
      }
      if !holds { unmet.append(goal) }
    }
    return unmet
  }

  private mutating func play(_ keep: Keep) throws(ReplayFailure) {
    let fact = try filled(keep.fact, keep.line)
    values[keep.name] = try attempt(keep.line) { performer throws(Diagnostic) in
      try performer.value(of: fact)
    }
  }

  /// Ends all roles; gives back what they had not finished.
  @discardableResult
  mutating func end() throws(ReplayFailure) -> [String] {
    try attempt(line) { performer throws(Diagnostic) in try performer.finish() }
  }

  mutating func finish() throws(ReplayFailure) {
    step = ""
    let unfinished = try end()
    if !unfinished.isEmpty { throw failure(line, .unfinished(unfinished)) }
  }

  private func filled(_ pattern: Pattern, _ line: Int) throws(ReplayFailure) -> String {
    guard let text = pattern.filled(with: values) else {
      let diagnostic = Diagnostic(
        "a name that has no value, or one that is more than a word", line: pattern.text)
      throw failure(line, .diagnostic(diagnostic))
    }
    return text
  }

  private func attempt<Value>(
    _ line: Int, _ action: (any Performer) throws(Diagnostic) -> Value
  ) throws(ReplayFailure) -> Value {
    do {
      return try action(performer)
    } catch {
      throw failure(line, .diagnostic(error))
    }
  }

  private func failure(_ line: Int, _ reason: ReplayFailure.Reason) -> ReplayFailure {
    ReplayFailure(file: lesson.file, line: line, step: step, reason: reason)
  }
}
