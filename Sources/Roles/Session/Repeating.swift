internal import Language
internal import Log
internal import SystemCalls

/// `repeat N { … }`
extension Session {
  /// Carries a block out as often as it says, with the patience of a script. ⌃C ends it after the
  /// statement under way.
  func carryOut(_ repetition: Repetition) throws(Diagnostic) {
    repeatDepth += 1
    defer { repeatDepth -= 1 }
    try patiently { () throws(Diagnostic) in try playRounds(of: repetition) }
  }

  private func playRounds(of repetition: Repetition) throws(Diagnostic) {
    var repeating = Repeating(repetition, depth: repeatDepth, home: currentRole)
    defer { currentRole = repeating.home }
    let wasHurried = stage.isHurried
    do throws(Diagnostic) {
      try play(&repeating)
    } catch {
      end(repeating, wasHurried)
      throw isCut(repeating) ? interruption(of: repeating) : located(error, in: repeating)
    }
    end(repeating, wasHurried)
    if isCut(repeating) { throw interruption(of: repeating) }
    if repeating.every != nil, !isPaced { _ = stage.settle(acting: nil, limit: limit) }
  }

  private func play(_ repeating: inout Repeating) throws(Diagnostic) {
    let outer = isPaced
    isPaced = outer || repeating.every != nil
    defer { isPaced = outer }
    while repeating.rounds < repeating.count, !stage.isInterrupted, !hasQuit {
      if !isPaced, try playAhead(&repeating) { continue }
      awaitTurn(of: repeating)
      if stage.isInterrupted { return }
      begin(&repeating)
      for line in repeating.body where !stage.isInterrupted && !hasQuit {
        if let role = line.role { currentRole = role }
        for statement in line.statements { try playRound(statement) }
      }
      if !stage.isInterrupted && !hasQuit { repeating.rounds += 1 }
    }
  }

  /// Takes in what happens until the next round is to begin.
  private func awaitTurn(of repeating: Repeating) {
    guard let every = repeating.every else { return }
    let (due, now) = (repeating.start + UInt64(repeating.rounds) * every, monotonicNanoseconds())
    if due > now { _ = waitUntil(due - now) { false } }
  }

  /// How long a call of a round holds up what comes after it: where there is a pace, no longer than
  /// it takes to see it return or fall asleep.
  var limitOfCall: UInt64 { isPaced ? 1_000_000 : limit }

  private func begin(_ repeating: inout Repeating) {
    currentRole = repeating.home
    repeating.end = nil
    stage.isHurried = stage.isHurried || repeating.rounds >= Session.watchedRounds
    if let counter = repeating.counter { values[counter] = String(repeating.rounds + 1) }
    stage.record(
      .round(Round(number: repeating.rounds + 1, of: repeating.count, depth: repeating.depth)))
    if repeating.depth == 1, let text = repeating.takeNews() { tellProgress(text) }
  }

  private func playRound(_ statement: Statement) throws(Diagnostic) {
    stage.problems = []
    stage.takeLateNews(limit: isPaced ? limitOfCall : Stage.limitOfNews)
    stage.noteInterruption()
    try locating(statement) { () throws(Diagnostic) in try perform(statement.order) }
    if let problem = stage.problems.first { throw problem }
  }

  private func end(_ repeating: Repeating, _ isHurried: Bool) {
    if !isHurried { stage.catchUp(limit: limit) }
    // ⌃C ends the wait for rest: what the last call still brings is told here, not below the sum.
    if stage.isInterrupted { stage.takeLateNews() }
    if repeating.depth == 1 { tellProgress(nil) }
    stage.record(
      .repeated(
        Repeated(
          rounds: repeating.rounds, of: repeating.count, depth: repeating.depth,
          nanoseconds: (repeating.end ?? monotonicNanoseconds()) - repeating.start)))
  }

  private func isCut(_ repeating: Repeating) -> Bool {
    stage.isInterrupted && repeating.rounds < repeating.count
  }

  private func interruption(of repeating: Repeating) -> Diagnostic {
    Diagnostic(
      "interrupted in round \(repeating.rounds + 1) of \(repeating.count)", line: "")
  }

  private func located(_ error: Diagnostic, in repeating: Repeating) -> Diagnostic {
    var diagnostic = error
    diagnostic.message += " (round \(repeating.rounds + 1) of \(repeating.count))"
    return diagnostic
  }
}

/// A `repeat` under way.
struct Repeating {
  let count: Int
  /// Nanoseconds from one round to the next.
  let every: UInt64?
  let counter: String?
  let body: [Line]
  let depth: Int
  /// The role that each round begins as.
  let home: String
  let start = monotonicNanoseconds()
  /// When the last round ended, if that was before all was at rest and looked at: its role played it
  /// by itself.
  var end: UInt64?
  /// The rounds that were done to their end.
  var rounds = 0
  private var pace: Pace

  init(_ repetition: Repetition, depth: Int, home: String) {
    count = repetition.count
    every = repetition.every.map { UInt64($0) * 1_000_000 }
    counter = repetition.counter
    body = repetition.body
    self.depth = depth
    self.home = home
    pace = Pace(of: repetition.count)
  }

  /// How far it is, now and then.
  mutating func takeNews() -> String? {
    pace.news(done: rounds).map { "repeat: \($0); ⌃C ends it" }
  }
}
