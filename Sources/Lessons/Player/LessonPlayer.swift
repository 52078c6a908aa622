public import Log

/// A lesson as somebody goes through it: where they are, which goals are met, what is shown.
///
/// It never goes to another step unless told to, and takes every way to a goal.
public final class LessonPlayer {
  public let lesson: Lesson
  let stage: any PlayerStage
  let keeper: any ProgressKeeper

  /// The part of the step that is being done; past the last part, the step is done.
  var place = Place(step: 0)
  var course = Course()
  /// The steps that this machine cannot play, by id, and why.
  private(set) var leftOut: [String: String] = [:]
  /// The goals of this step, from when they are shown.
  var board: GoalBoard?
  var outcome = StepOutcome.solved
  var hintsShown = 0
  var question: Question?
  /// What the learner answered where the lesson wants to do more than every lesson may.
  var permissions: [String: Bool] = [:]
  /// What happened since the last line: the calls that came back, and how often goals were checked.
  var attempts: Set<Attempt> = []
  var checks = 0

  public init(_ lesson: Lesson, on stage: any PlayerStage, keeper: any ProgressKeeper) {
    self.lesson = lesson
    self.stage = stage
    self.keeper = keeper
  }

  /// Something that is asked and not yet answered.
  struct Question {
    /// What the lesson wants to do.
    var intrusion: String
    var goOn: (_ isAllowed: Bool) throws(Diagnostic) -> Void
  }

  var step: Step { lesson.steps[place.step] }
  var part: Step.Part? { step.parts.indices.contains(place.part) ? step.parts[place.part] : nil }
  public var isStepDone: Bool { part == nil }
  public var stepID: String { step.id }

  /// Lesson and step, for the line above the prompt.
  public var header: String {
    "\(lesson.title), \(place.step + 1) of \(lesson.steps.count): \(step.title)"
  }

  // MARK: Going through

  /// Begins at the step of that id, or at the first. Throws what the machine lacks.
  public func start(at id: String? = nil) throws(Diagnostic) {
    if let lack = lesson.lack(by: stage.lack) {
      throw refusal("this lesson cannot be played here: \(lack)")
    }
    leftOut = lesson.stepsLeftOut(by: stage.lack)
    show([Prose.Block(.heading, [Prose.Span(lesson.title)])])
    let index = lesson.steps.firstIndex { $0.id == id } ?? 0
    // Something to read, for to rehearse can take seconds where packets get lost.
    if index == 0 { show(setter.prose(lesson.introduction).blocks) }
    rehearse()
    guard index > 0 else {
      stage.clear()
      stage.values = [:]
      return begin(step: 0)
    }
    stage.show(.note("Going on at the beginning of step \(index + 1) of \(lesson.steps.count)."))
    jump(to: index)
  }

  /// Shows a step from its beginning; what it builds on is there.
  func begin(step index: Int) {
    place = Place(step: index)
    board = nil
    outcome = .solved
    hintsShown = 0
    attempts = []
    keeper.arrived(at: step.id, of: lesson.id)
    show([Prose.Block(.heading, [Prose.Span("\(index + 1). \(step.title)")])])
    if let lack = leftOut[step.id] { leaveOut(because: lack) } else { flow() }
  }

  /// The steps that follow do not build on this one.
  private func leaveOut(because lack: String) {
    place.part = step.parts.count
    outcome = .skipped
    stage.show(.note("This step cannot be played here, and is left out: \(lack)"))
    finishStep()
  }

  /// Shows what comes next, up to something that the learner has to do.
  func flow() {
    var prose: [MarkdownNode] = []
    while let part {
      if case .prose(let node) = part { prose.append(node) }
      show(&prose, unless: part)
      if isWaiting(at: part) { return }
      place = Place(step: place.step, part: place.part + 1)
    }
    show(&prose, unless: nil)
    finishStep()
  }

  private func show(_ prose: inout [MarkdownNode], unless part: Step.Part?) {
    let blocks = setter.prose(prose).blocks
    switch part {
    case .prose: return
    case .quiz, .program: show(blocks)
    default: show(blocks, endingApart: true)
    }
    prose = []
  }

  /// Shows a part; true if there is something to do about it.
  private func isWaiting(at part: Step.Part) -> Bool {
    switch part {
    case .prose, .hint, .solution: return false
    case .program(let program):
      show(program)
      return false
    case .demonstration(let block): return announce(block)
    case .goals(let goals): return present(goals)
    case .quiz(let quiz):
      show(quiz)
      return true
    }
  }

  private func finishStep() {
    keeper.finished(step.id, outcome, of: lesson.id)
    let isDone = leftOut[step.id] == nil
    stage.show(
      .note(
        isLastStep ? endText : "Step \(isDone ? "done" : "left out"): `next` goes on."))
  }

  var isLastStep: Bool { place.step + 1 == lesson.steps.count }

  /// After the last step.
  var endText: String {
    let open = keeper.openSteps(of: lesson)
    guard let first = open.first else {
      return "Lesson done. `learn` goes on with the next one, `leave` goes back to where you were."
    }
    let steps = open.map { "\($0 + 1)" }.joined(separator: ", ")
    return "This was the last step. Still open: \(steps). `goto \(first + 1)` goes there, "
      + "`leave` goes back to where you were."
  }

  // MARK: Showing

  var setter: LessonProse { LessonProse(values: stage.values) }

  /// `endingApart`: what follows is no prose, and an empty line goes before it.
  func show(_ blocks: [Prose.Block], endingApart: Bool = false) {
    guard !blocks.isEmpty else { return }
    stage.show(.prose(Prose(blocks + (endingApart ? [LessonPlayer.space] : []))))
  }

  /// An empty line below what was said.
  private static let space = Prose.Block(.paragraph, [], isApart: false)

  private func show(_ program: Program) {
    let title = Prose.Block(.paragraph, [Prose.Span(program.file, .code), Prose.Span(":")])
    show([title] + setter.code(program.source, indent: 0, as: .program), endingApart: true)
  }
}

/// Whoever keeps how far somebody is.
public protocol ProgressKeeper: AnyObject {
  func arrived(at step: String, of lesson: String)
  func met(_ goals: [Goal])
  func finished(_ step: String, _ outcome: StepOutcome, of lesson: String)
  /// The steps of the lesson, by index, that are not done.
  func openSteps(of lesson: Lesson) -> [Int]
}
