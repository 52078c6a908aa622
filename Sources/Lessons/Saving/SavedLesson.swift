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
  var rerun = Rerun(makePerformer())
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
  while let dropped = try lesson.unverified(by: makePerformer) { lesson.drop(dropped) }
  return lesson.text
}

private struct SavedLesson {
  var id: String
  var steps: [SavedStep]
  private var names = LastingPorts()

  init(id: String, steps: [SavedStep]) {
    self.id = id
    self.steps = steps
    names = LastingPorts(of: steps)
  }

  // MARK: Verifying

  /// The facts that did not prove to be goals; nil if all is well. Throws if it does not replay.
  func unverified(by makePerformer: () -> any Performer) throws(Diagnostic) -> Set<String>? {
    let lesson: Lesson
    do throws(LessonErrors) {
      lesson = try Lesson.parse(text, file: id)
    } catch {
      throw Diagnostic("what was done makes no lesson: \(error)")
    }
    var facts: Set<String> = []
    for failure in verify(lesson, with: makePerformer).failures {
      switch failure.reason {
      case .unmet(let goal), .metEarly(let goal): facts.insert(goal.fact.text)
      default:
        throw Diagnostic(
          "what was done does not come out the same once more: "
            + failure.lines.joined(separator: "; "),
          advice: "`sockratic lesson record` keeps it as it came")
      }
    }
    return facts.isEmpty ? nil : facts
  }

  mutating func drop(_ facts: Set<String>) {
    for index in steps.indices { steps[index].goals.removeAll { facts.contains($0.fact) } }
  }

  // MARK: The text

  var text: String {
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
