internal import Glibc
internal import Log

/// The text of a lesson that lets somebody else do what was done in a session: it replays and
/// verifies, with goals proposed from what changed and places for the prose.
///
/// `name` is the file's, as for `newLesson(named:)`; nil where no id can be made of it. Each performer
/// has fresh roles. Throws what of the session no lesson can show.
func savedLesson(
  named name: String, of deeds: [Deed], with makePerformer: () -> any Performer
) throws(Diagnostic) -> String? {
  guard let id = lessonID(ofFileNamed: name) else { return nil }
  var rerun = Rerun(makePerformer(), FreshNames(of: deeds, inUse: abstractNamesInUse()))
  for deed in deeds {
    do throws(Diagnostic) {
      try rerun.perform(deed)
    } catch {
      throw Diagnostic(
        "“\(deed.line)” cannot be saved: \(error.message)",
        advice: error.advice
          ?? "it is done once more for that, without what other programs did; leave it out, or"
          + " `sockratic lesson record` keeps it as it came")
    }
  }
  try rerun.finish()
  guard !rerun.entries.isEmpty else {
    throw Diagnostic("nothing was done that a lesson could show")
  }
  var lesson = SavedLesson(id: id, steps: SavedStep.all(of: rerun.entries))
  if lesson.tellsTime { pauseUntilNextSecond() }
  while let flaw = try lesson.flaw(by: makePerformer) { try lesson.mend(flaw, by: makePerformer) }
  return lesson.text
}

/// What a partner has told of the time is another one after that.
private func pauseUntilNextSecond() {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  var (pause, rest) = (timespec(tv_sec: 0, tv_nsec: 1_000_000_000 - now.tv_nsec), timespec())
  while nanosleep(&pause, &rest) != 0 && errno == EINTR { pause = rest }
}

private struct SavedLesson {
  var id: String
  var steps: [SavedStep]
  private var names = LastingPorts()
  private var loosened: String?
  private var loosenings = 0

  /// What varies in more ways than this is no lesson.
  private static let mostLoosenings = 8

  init(id: String, steps: [SavedStep]) {
    self.id = id
    self.steps = steps
    names = LastingPorts(of: steps)
  }

  var tellsTime: Bool { steps.flatMap(\.entries).contains { $0.command.contains("peer daytime") } }

  // MARK: Verifying

  enum Flaw {
    /// Facts that did not prove to be goals.
    case goals(Set<String>)
    /// What came was not what comes now.
    case output(ReplayFailure)
  }

  /// nil if all is well; what varies has to be well twice. Throws if it does not replay.
  func flaw(by makePerformer: () -> any Performer) throws(Diagnostic) -> Flaw? {
    if let flaw = try oneFlaw(by: makePerformer) { return flaw }
    return loosened == nil ? nil : try oneFlaw(by: makePerformer)
  }

  private func oneFlaw(by makePerformer: () -> any Performer) throws(Diagnostic) -> Flaw? {
    var facts: Set<String> = []
    for failure in verify(try parsed(), with: makePerformer).failures {
      switch failure.reason {
      case .unmet(let goal), .metEarly(let goal): facts.insert(goal.fact.text)
      case .difference: return .output(failure)
      default: throw SavedLesson.otherwise(failure)
      }
    }
    return facts.isEmpty ? nil : .goals(facts)
  }

  mutating func mend(
    _ flaw: Flaw, by makePerformer: () -> any Performer
  ) throws(Diagnostic) {
    switch flaw {
    case .goals(let facts): drop(facts)
    case .output(let failure):
      loosenings += 1
      guard loosenings <= SavedLesson.mostLoosenings else { throw SavedLesson.otherwise(failure) }
      try loosen(try parsed(), with: makePerformer())
    }
  }

  private mutating func drop(_ facts: Set<String>) {
    for index in steps.indices { steps[index].goals.removeAll { facts.contains($0.fact) } }
    loosened = nil
  }

  /// Plays it once more, and puts `...` in place of what does not come as it is written. A goal that is
  /// not met this time is none.
  private mutating func loosen(
    _ lesson: Lesson, with performer: any Performer
  ) throws(Diagnostic) {
    var run = RunThrough(lesson, performer)
    run.blessing = .loosening
    do throws(ReplayFailure) {
      for step in lesson.steps { try run.play(step) }
      try run.finish()
    } catch {
      guard case .unmet(let goal) = error.reason else { throw SavedLesson.otherwise(error) }
      return drop([goal.fact.text])
    }
    let bytes = SourceLines(Array(text.utf8)).applying(run.edits)
    loosened = String(decoding: bytes, as: UTF8.self)
  }

  private func parsed() throws(Diagnostic) -> Lesson {
    do throws(LessonErrors) {
      return try Lesson.parse(text, file: id)
    } catch {
      throw Diagnostic("what was done makes no lesson: \(error)")
    }
  }

  private static func otherwise(_ failure: ReplayFailure) -> Diagnostic {
    var came = failure.lines.joined(separator: "; ")
    if case .difference(let difference) = failure.reason {
      came = "“\(difference.command)” shows other lines" + example(of: difference)
    }
    return Diagnostic(
      "what was done does not come out the same once more: \(came)",
      advice: "`sockratic lesson record` keeps it as it came")
  }

  private static func example(of difference: Difference) -> String {
    for row in difference.rows {
      switch row {
      case .same: continue
      case .missing(let line, _): return ", and “\(harmless(trimmed(line)))” no more"
      case .unexpected(let line): return ", such as “\(harmless(trimmed(line)))”"
      }
    }
    return ""
  }

  // MARK: The text

  /// As it is written, with `...` where output was found to vary.
  var text: String { loosened ?? written }

  private var written: String {
    var known: [String: String] = [:]
    let parts = steps.enumerated().map { index, step in
      defer { known.merge(names.kept(by: index)) { $1 } }
      return text(of: step, index, known)
    }
    return """
      # \(Lessons.title(of: id))
      <!-- lesson: \(id)\(needs) -->

      \(Unwritten.subject.rawValue)

      \(parts.joined(separator: "\n"))
      """
  }

  private func text(of step: SavedStep, _ index: Int, _ known: [String: String]) -> String {
    let heading = """
      ## \(title(of: index))
      <!-- step: step-\(index + 1) -->
      """
    let keeps = names.kept(by: index).keys.sorted()
    guard !step.goals.isEmpty else {
      let block = transcript(of: step, known, capturing: names.kept(by: index))
      return "\(heading)\n\n\(Unwritten.sight.rawValue)\n\n\(block)\n"
    }
    let goals = step.goals.map { "\($0.fact) -- \($0.text)" }
    let lets = keeps.compactMap { name in names.facts[name].map { "let \(name) = \($0)" } }
    return """
      \(heading)

      \(Unwritten.task.rawValue)

      ```goals
      \((goals + lets).joined(separator: "\n"))
      ```

      <details><summary>Hint</summary>

      \(Unwritten.help.rawValue)

      </details>
      <details><summary>Solution</summary>

      \(transcript(of: step, known, capturing: [:]))

      </details>

      \(Unwritten.insight.rawValue)

      """
  }

  /// What a step is called until somebody finds a better name: by its last goal or its first command.
  private func title(of index: Int) -> String {
    let step = steps[index]
    let text =
      step.goals.last?.text ?? String(step.entries[0].command.drop { $0 != " " }.dropFirst())
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private func transcript(
    of step: SavedStep, _ known: [String: String], capturing own: [String: String]
  ) -> String {
    var ports = PortNames(known: known, prefix: own.keys.min() ?? "here")
    for entry in step.entries { ports.add(entry.command, showing: entry.output) }
    return (["```sockratic"] + ports.named + ["```"]).joined(separator: "\n")
  }

  private var needs: String {
    let commands = steps.flatMap(\.entries).map {
      String($0.command.drop { $0 != " " }.dropFirst())
    }
    var needs: [String] = []
    if commands.contains(where: { $0.hasPrefix("wire ") }) { needs.append("wire") }
    if commands.contains(where: { $0.hasPrefix("socket raw") || $0.hasPrefix("socket icmp") }) {
      needs.append("raw")
    }
    if commands.contains(where: { $0.contains("::") || $0.hasPrefix("socket") && $0.contains("6") })
    {
      needs.append("ipv6")
    }
    return needs.isEmpty ? "" : "; needs: " + needs.joined(separator: ", ")
  }
}
