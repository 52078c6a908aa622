internal import Log

/// Plays a lesson's demonstrations and first solutions from beginning to end, and compares.
///
/// Stops at the first thing that is not as the lesson has it: what follows would build on it.
public func replay(_ lesson: Lesson, with performer: any Performer) -> ReplayReport {
  var report = ReplayReport(lesson: lesson.id, file: lesson.file, result: .passed)
  if let lack = lesson.needs.lazy.compactMap({ performer.lack(of: $0) }).first {
    report.result = .skipped(lack)
    return report
  }
  var replay = Replay(lesson: lesson, performer: performer)
  do {
    for step in lesson.steps { try replay.play(step) }
    try replay.finish()
  } catch {
    report.result = .failed(error)
  }
  return report
}

private struct Replay {
  let lesson: Lesson
  let performer: any Performer
  /// What was captured and kept so far.
  var values: [String: String] = [:]
  var step = ""
  var line = 1

  mutating func play(_ step: Step) throws(ReplayFailure) {
    self.step = step.id
    var solved = false
    for part in step.parts {
      switch part {
      case .demonstration(let block): try play(block)
      case .solution(let solution) where !solved:
        solved = true
        try play(solution, for: step.goals)
      default: break
      }
    }
  }

  /// Goals are looked at after each command: one that is met once stays met.
  private mutating func play(_ solution: Solution, for goals: Goals?) throws(ReplayFailure) {
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
      throw failure(difference.line, .difference(difference))
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

  mutating func finish() throws(ReplayFailure) {
    step = ""
    let unfinished = try attempt(line) { performer throws(Diagnostic) in
      try performer.finish()
    }
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
