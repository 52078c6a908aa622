internal import Log

/// What does not hold of a lesson as a learner would meet it.
public struct VerifyReport: Hashable, Sendable {
  public var file: String
  /// Not verified: what the machine lacks.
  public var skipped: String?
  /// Steps that were not verified, and what the machine lacks for each.
  public var leftOut: [String] = []
  /// Each once, in the order in which they were found.
  public var failures: [ReplayFailure] = []
}

/// Plays each step of a lesson by each of its solutions, entering it directly: in fresh roles, after
/// a replay of what precedes it.
///
/// Every goal must be unmet before a solution and met after it. All that is found is told, but not
/// what follows a step whose own replay fails: it would build on it.
public func verify(
  _ lesson: Lesson, with makePerformer: () -> any Performer
) -> VerifyReport {
  var report = VerifyReport(file: lesson.file)
  let whole = replay(lesson, with: makePerformer())
  if case .skipped(let reason) = whole.result {
    report.skipped = reason
    return report
  }
  report.leftOut = whole.leftOut
  let leftOut = Set(lesson.stepsLeftOut { makePerformer().lack(of: $0) }.keys)
  for index in lesson.steps.indices where !leftOut.contains(lesson.steps[index].id) {
    for choice in 0..<max(1, lesson.steps[index].solutions.count) {
      var entry = Entry(lesson: lesson, index: index, choice: choice, leftOut: leftOut)
      entry.play(with: makePerformer())
      report.add(entry.failures)
      if entry.hasNoWayIn { return report }
    }
  }
  report.add(whole.failure.map { [$0] } ?? [])
  return report
}

/// A step entered directly, and played by one of its solutions.
private struct Entry {
  let lesson: Lesson
  let index: Int
  let choice: Int
  let leftOut: Set<String>
  var failures: [ReplayFailure] = []
  /// True if what precedes the step did not replay.
  var hasNoWayIn = false

  mutating func play(with performer: any Performer) {
    var run = RunThrough(lesson, performer, without: leftOut)
    do {
      try enter(&run)
      run.looksBefore = true
      try run.play(lesson.steps[index], solution: choice)
      failures += run.metEarly
      // A call may wait from one step to a later one: whether any waits at the end, the replay of
      // the whole lesson tells.
      try run.end()
    } catch {
      failures += run.metEarly + [error]
    }
  }

  private mutating func enter(_ run: inout RunThrough) throws(ReplayFailure) {
    hasNoWayIn = true
    for step in lesson.steps[..<index] { try run.play(step) }
    hasNoWayIn = false
  }
}

extension VerifyReport {
  fileprivate mutating func add(_ found: [ReplayFailure]) {
    for failure in found where !failures.contains(failure) { failures.append(failure) }
  }
}
