/// What a learner did in a step until it was done.
public struct StepWork: Hashable, Sendable {
  /// The step's id and title.
  public var step: String
  public var title: String
  public var outcome: StepOutcome
  /// Whether they came from the step before, with all that they had left behind there; otherwise the
  /// step began in fresh roles.
  public var goesOn: Bool
  /// What differs each time has a name: `{port}` in lines that were typed, patterns in the output.
  public var deeds: [Deed]
  /// False where more was done than is kept: it cannot be checked.
  public var isWhole: Bool
  /// Where it stands in the file that it was read from, counted from 1; the deeds' lines too.
  public var line = 0
  public var deedLines: [Int] = []
}

/// What is kept of a lesson: each of its steps once, in the order in which they were done first.
public struct LessonWork: Hashable, Sendable {
  public var lesson: String
  public var title: String
  public var steps: [StepWork] = []

  public init(lesson: String, title: String) {
    self.lesson = lesson
    self.title = title
  }

  /// What was done with less help stays, as in `Progress`.
  public mutating func keep(_ work: StepWork) {
    guard let index = steps.firstIndex(where: { $0.step == work.step }) else {
      return steps.append(work)
    }
    if work.outcome.isBetter(than: steps[index].outcome) { steps[index] = work }
  }
}
