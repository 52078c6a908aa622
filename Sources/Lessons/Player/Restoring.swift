internal import Log
internal import Roles

/// The state that steps build on.
extension LessonPlayer {
  /// Plays the whole lesson once, unseen and before anything else, to know what each step builds on.
  func rehearse() {
    var rehearsal = newRehearsal()
    do throws(Diagnostic) {
      try rehearsal.play(to: nil)
    } catch {
      // What is known up to there is still of use.
      if rehearsal.unanswered == nil {
        stage.show(.note("This lesson does not go here as it is written: \(error.message)"))
      }
    }
    course = rehearsal.course
    rehearsal.stage.end()
  }

  private func newRehearsal() -> Rehearsal {
    Rehearsal(
      lesson, on: stage.rehearsalStage(), without: Set(leftOut.keys), permissions: permissions)
  }

  /// What is other than the lesson has it here: its roles, also where goals of the step that begins are
  /// met that should not be, or the wire. nil if nothing is.
  private var change: String? {
    guard let scene = course.scenes[place] else { return nil }
    let now = Scene(stage.survey(), stage.wireSurvey(), values: stage.values)
    let areRolesChanged =
      !scene.agrees(with: now, on: course.roleNames) || isGoalMetBefore
    let isWireChanged = course.hasWire && scene.wire != now.wire
    switch (areRolesChanged, isWireChanged) {
    case (true, true): return "the sockets and the wire as the lesson had left them"
    case (true, false): return "the sockets as the lesson had left them"
    case (false, true): return "the wire as the lesson had left it"
    case (false, false): return nil
    }
  }

  private var isGoalMetBefore: Bool {
    guard place == Place(step: place.step) else { return false }
    return step.goals?.goals.contains { goal in
      !course.holdsBefore.contains(goal.line) && look(at: goal)?.holds == true
    } ?? false
  }

  /// Puts everything back where exploring has changed what comes next, and says so.
  func restoreIfChanged() {
    guard let change else { return }
    let before = stage.values
    restore()
    let news = newValues(since: before)
    let values = news.isEmpty ? "" : ", where " + news.joined(separator: ", ")
    stage.show(
      .note(
        "What comes next needs \(change): it goes on in fresh roles\(values)."))
  }

  private func newValues(since before: [String: String]) -> [String] {
    let new = stage.values.filter { before[$0.key] != nil && before[$0.key] != $0.value }
    return new.sorted { $0.key < $1.key }.map { "{\($0.key)} is now \($0.value)" }
  }

  /// Replays, in fresh roles, everything before the place. What could not be done, if anything; then
  /// the roles are where it stopped.
  @discardableResult
  func restore() -> (unanswered: String?, problem: Diagnostic?) {
    stage.clear()
    var rehearsal = newRehearsal()
    var problem: Diagnostic?
    do throws(Diagnostic) {
      try rehearsal.play(to: place)
    } catch {
      problem = error
    }
    stage.adopt(rehearsal.stage, values: rehearsal.values)
    return (rehearsal.unanswered, problem)
  }

  /// Goes to a step from wherever the learner is.
  func jump(to index: Int) {
    place = Place(step: index)
    let (unanswered, problem) = restore()
    if let unanswered {
      return ask(unanswered, to: "come to this step") { [self] _ in jump(to: index) }
    }
    if let problem {
      stage.show(
        .note("What comes before this step does not go here as it is written: \(problem.message)"))
    }
    begin(step: index)
  }
}
