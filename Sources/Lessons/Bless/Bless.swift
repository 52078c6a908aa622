internal import Log

/// A lesson with the output that really came.
public struct Blessing: Hashable, Sendable {
  public var bytes: [UInt8]
  /// For a terminal: what was changed, each command with its place and lines; empty if nothing was.
  public var difference: [String]
}

/// Plays a lesson by all of its solutions and puts the output that came in place of what does not
/// match it. Nothing but output lines is touched, and of these the patterns that match are kept.
///
/// Throws where something else is wrong: a mistake in the file, a goal that is not met, a call that
/// succeeded and now fails (unless `allowsErrors`), output that would not be the same a second time.
public func bless(
  _ text: LessonText, allowsErrors: Bool, with performer: (Lesson) -> any Performer
) throws -> Blessing {
  let lesson = try Lesson.parse(bytes: text.bytes, file: text.file)
  let judge = performer(lesson)
  if let lack = lesson.lack(by: judge.lack) {
    throw Diagnostic("\(text.file) cannot be played here: \(lack)")
  }
  let leftOut = Set(lesson.stepsLeftOut(by: judge.lack).keys)
  let edits = try edits(
    of: lesson, without: leftOut, allowsErrors: allowsErrors, with: { performer(lesson) })
  guard !edits.isEmpty else { return Blessing(bytes: text.bytes, difference: []) }
  let bytes = SourceLines(text.bytes).applying(edits)
  let blessed = try Lesson.parse(bytes: bytes, file: text.file)
  if let failure = replay(blessed, with: performer(lesson)).failure { throw failure }
  return Blessing(
    bytes: bytes, difference: edits.flatMap { $0.difference(in: text.file) })
}

/// The edits that the whole lesson needs, then those of further solutions, in the order of the lines.
private func edits(
  of lesson: Lesson, without leftOut: Set<String>, allowsErrors: Bool,
  with makePerformer: () -> any Performer
) throws(ReplayFailure) -> [OutputEdit] {
  var found: [Int: OutputEdit] = [:]
  func runThrough(_ body: (inout RunThrough) throws(ReplayFailure) -> Void) throws(ReplayFailure) {
    var run = RunThrough(lesson, makePerformer(), without: leftOut)
    run.blessing = allowsErrors ? .withErrors : .withoutErrors
    try body(&run)
    for edit in run.edits { found[edit.line] = found[edit.line] ?? edit }
  }
  try runThrough { run throws(ReplayFailure) in
    for step in lesson.steps { try run.play(step) }
    try run.finish()
  }
  for (index, step) in lesson.steps.enumerated() where !leftOut.contains(step.id) {
    for choice in step.solutions.indices.dropFirst() {
      try runThrough { run throws(ReplayFailure) in
        for step in lesson.steps[..<index] { try run.play(step) }
        try run.play(step, solution: choice)
        try run.end()
      }
    }
  }
  return found.values.sorted { $0.line < $1.line }
}
