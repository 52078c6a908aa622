internal import Log

/// Plays a lesson's demonstrations and first solutions from beginning to end, and compares.
///
/// Stops at the first thing that is not as the lesson has it: what follows would build on it.
public func replay(_ lesson: Lesson, with performer: any Performer) -> ReplayReport {
  recordedReplay(of: lesson, with: performer).report
}

/// A replay, and what came as far as it went.
func recordedReplay(
  of lesson: Lesson, with performer: any Performer
) -> (report: ReplayReport, record: ReplayRecord) {
  var report = ReplayReport(lesson: lesson.id, file: lesson.file, result: .passed)
  if let lack = lesson.lack(by: performer.lack) {
    report.result = .skipped(lack)
    return (report, ReplayRecord())
  }
  let leftOut = lesson.stepsLeftOut(by: performer.lack)
  report.leftOut = lesson.texts(of: leftOut)
  var run = RunThrough(lesson, performer, without: Set(leftOut.keys))
  do {
    for step in lesson.steps { try run.play(step) }
    try run.finish()
  } catch {
    report.result = .failed(error)
  }
  return (report, run.record)
}

/// What came of a replay, command by command.
struct ReplayRecord: Hashable, Sendable {
  var performed: [Performed] = []
  /// What had a value after each solution, by the solution's line.
  var valuesAfter: [Int: [String: String]] = [:]

  struct Performed: Hashable, Sendable {
    /// Where the command stands in the file.
    var line: Int
    /// With the names put in.
    var command: String
    var came: [String]
    /// What had a value afterwards.
    var values: [String: String]
  }
}
