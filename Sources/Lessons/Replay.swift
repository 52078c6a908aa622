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
  var run = RunThrough(lesson, performer)
  do {
    for step in lesson.steps { try run.play(step) }
    try run.finish()
  } catch {
    report.result = .failed(error)
  }
  return report
}
