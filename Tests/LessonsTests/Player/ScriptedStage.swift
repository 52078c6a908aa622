import Language
import Lessons
import Log
import Roles

/// A stage where the test says what can be observed, and which remembers what was asked of it.
final class ScriptedStage: PlayerStage {
  var values: [String: String] = [:]
  var isPrivileged = false
  var lacks: [Lesson.Need: String] = [:]
  /// What each line makes the terminal show.
  var answers: [String: [String]] = [:]
  /// `client.error` and what it is now.
  var observed: [String: String] = [:]
  var roles: [RoleSurvey] = []
  var wire: WireSurvey?
  /// What each line would do that must be asked for.
  var intrusions: [String: String] = [:]
  /// What a rehearsal is made like.
  var prepare: (ScriptedPerformer) -> Void = { _ in }
  /// What happens besides when a line is performed.
  var sideEffect: (String) -> Void = { _ in }

  private(set) var performed: [String] = []
  private(set) var shown: [String] = []
  private(set) var rehearsals: [ScriptedPerformer] = []
  private(set) var adopted = 0

  func lack(of need: Lesson.Need) -> String? { lacks[need] }

  func means(_ line: String, as other: String) -> Bool { line == other }

  func perform(_ line: String, isTyped: Bool) throws(Diagnostic) -> [String] {
    performed.append(line)
    sideEffect(line)
    return answers[line] ?? []
  }

  func intrusion(of line: String) throws(Diagnostic) -> String? { intrusions[line] }

  func look(at text: String) throws(Diagnostic) -> FactLook {
    let fact = try parseFact(text, in: Context())
    let value = observed["\(fact.role).\(fact.subject)"]
    let holds =
      if let number = value.flatMap({ Int($0) }), let wanted = Int(fact.value),
        fact.comparison == .greaterOrEqual
      { number >= wanted } else { value == fact.value }
    return FactLook(fact: fact, holds: holds, observed: value.map { [$0] } ?? [])
  }

  func value(of fact: String) throws(Diagnostic) -> String { observed[fact] ?? "" }

  func survey() -> [RoleSurvey] { roles }

  func wireSurvey() -> WireSurvey? { wire }

  func show(_ kind: Event.Kind) {
    switch kind {
    case .prose(let prose): shown += prose.plainText.split(separator: "\n").map(String.init)
    case .note(let text): shown.append("# " + text)
    case .output(let text): shown += text.split(separator: "\n").map(String.init)
    case .diagnostic(let diagnostic): shown.append("! " + diagnostic.description)
    default: shown.append("\(kind)")
    }
  }

  func rehearsalStage() -> any RehearsalStage {
    let performer = ScriptedPerformer(answers)
    performer.intrusions = intrusions
    prepare(performer)
    rehearsals.append(performer)
    return performer
  }

  func clear() { (roles, wire) = ([], nil) }

  func adopt(_ stage: any RehearsalStage, values: [String: String]) {
    adopted += 1
    self.values = values
    (roles, wire) = (stage.survey(), stage.wireSurvey())
  }

  /// What was shown since the last time.
  func takeShown() -> [String] {
    defer { shown = [] }
    return shown
  }
}

extension ScriptedPerformer: RehearsalStage {
  func intrusion(of line: String) throws(Diagnostic) -> String? { intrusions[line] }
  func allow(_ intrusion: String) { allowed.append(intrusion) }
  func survey() -> [RoleSurvey] { surveys[performed.count] ?? surveys[-1] ?? [] }
  func wireSurvey() -> WireSurvey? { wire }
  func end() {}
}

/// Remembers what a player has to keep.
final class Keeper: ProgressKeeper {
  private(set) var kept: [String] = []

  func arrived(at step: String, of lesson: String) { kept.append("at \(step)") }

  func openSteps(of lesson: Lesson) -> [Int] {
    lesson.steps.indices.filter { index in
      !kept.contains { $0.hasPrefix("\(lesson.steps[index].id) ") }
    }
  }

  func met(_ goals: [Goal]) {}

  func finished(_ step: String, _ outcome: StepOutcome, of lesson: String) {
    kept.append("\(step) \(outcome)")
  }
}
