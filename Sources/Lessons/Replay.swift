internal import Log

/// Plays a lesson's demonstrations and first solutions from beginning to end, and compares.
///
/// Stops at the first thing that is not as the lesson has it: what follows would build on it.
public func replay(_ lesson: Lesson, with performer: any Performer) -> ReplayReport {
  var report = ReplayReport(lesson: lesson.id, file: lesson.file, result: .passed)
  if let lack = lesson.lack(by: performer.lack) {
    report.result = .skipped(lack)
    return report
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
  return report
}
