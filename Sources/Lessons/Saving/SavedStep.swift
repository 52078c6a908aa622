/// A step of a session that becomes a lesson: its lines, and what they were for.
struct SavedStep {
  var entries: [Rerun.Entry]
  /// Not met before it, and met after it; none for a step that only shows something.
  var goals: [ProposedGoal]

  private static let mostGoals = 3

  /// A step ends where something has happened; what is left at the end is one as well.
  static func all(of entries: [Rerun.Entry]) -> [SavedStep] {
    var steps: [SavedStep] = []
    var open: [Rerun.Entry] = []
    var before: Set<String> = []
    for entry in entries {
      open.append(entry)
      let goals = goals(of: open, before: before)
      guard goals.contains(where: \.isMilestone) else { continue }
      steps.append(SavedStep(entries: open, goals: chosen(goals)))
      (open, before) = ([], entry.holding)
    }
    if !open.isEmpty {
      steps.append(SavedStep(entries: open, goals: chosen(goals(of: open, before: before))))
    }
    return steps
  }

  /// Facts about what these lines have done that held at no time before them, and do now.
  private static func goals(
    of entries: [Rerun.Entry], before: Set<String>
  ) -> [ProposedGoal] {
    guard let last = entries.last else { return [] }
    var goals: [ProposedGoal] = []
    for goal in entries.flatMap(\.goals)
    where last.holding.contains(goal.fact) && !before.contains(goal.fact) && !goals.contains(goal) {
      goals.append(goal)
    }
    return goals
  }

  /// What has happened tells more than what was called.
  private static func chosen(_ goals: [ProposedGoal]) -> [ProposedGoal] {
    let milestones = goals.filter(\.isMilestone)
    return Array((milestones.isEmpty ? goals : milestones).suffix(mostGoals))
  }
}
