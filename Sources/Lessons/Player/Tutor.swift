public import Language
public import Log
public import Roles

/// What stands beside a session: the lessons, the one under way, and how far somebody is.
public final class Tutor: LessonGuide {
  let session: Session
  /// Made when it is first asked for: most sessions are over before.
  private lazy var shelf = makeShelf()
  private let makeShelf: () -> LessonShelf
  private lazy var entries = shelf.entries
  private let store: any ProgressStore
  let executable: String
  private let echoes: Bool
  private var player: LessonPlayer?
  private var stage: SessionStage?
  /// What is done in the step under way.
  private var recorder: WorkRecorder?
  /// Something else was typed than what the lesson had asked for.
  private var hasStrayed = false
  /// While `next` is carried out, which may go on to another step.
  private var isGoingOn = false
  /// What the log has of lessons: where each began and ended, by number.
  private var lessonSpans: [ClosedRange<Int>] = []
  private var lessonStart: Int?
  private var lastEvent = 0
  /// True after `progress reset`, until it is answered.
  private var isAskingToReset = false

  /// `executable` is what a role is a process of. `echoes`: commands that the lesson plays are shown
  /// first, which a script's session does by itself.
  public init(
    _ session: Session, shelf: @escaping @autoclosure () -> LessonShelf, store: any ProgressStore,
    executable: String = "/proc/self/exe",
    echoes: Bool
  ) {
    self.session = session
    makeShelf = shelf
    self.store = store
    self.executable = executable
    self.echoes = echoes
    session.guide = self
    session.stage.log.observe { [weak self] in self?.hear($0) }
  }

  private func hear(_ event: Event) {
    let isPlayed = stage?.isPerforming == true
    lastEvent = event.seq
    if case .typed = event.kind, !isPlayed { hasStrayed = true }
    recorder?.hear(event, isPlayed: isPlayed)
    stage?.hear(event)
  }

  /// Lesson and step, while one is under way.
  public var header: String? { player?.header }

  public lazy var lessonNames: [String] = shelf.ids
  var isStepDone: Bool { player?.isStepDone ?? false }
  var stepID: String? { player?.stepID }
  /// What the lesson asks whether it may do; nil if it asks nothing.
  var question: String? { player?.question?.intrusion }
  /// What was done in the step under way.
  var deeds: [Deed] {
    var deeds = recorder?.deeds
    deeds?.flush()
    return deeds?.all ?? []
  }
  /// How many goals of the step are met.
  var goalsMet: Int { player?.board?.met.count ?? 0 }
  /// How long the lesson under way lets a command take, in nanoseconds.
  var deadline: UInt64? { player?.lesson.deadline.map { UInt64($0) * 1_000_000 } }

  /// Looks for goals that have come true without anything being typed.
  func lookAgain() { _ = player?.lookAgain() }

  public var roleNames: [String] { player?.course.roleNames.sorted() ?? [] }
  public var stepNames: [String] { player?.lesson.steps.map(\.id) ?? [] }

  // MARK: LessonGuide

  public func wants(_ line: String) -> Bool {
    guard stage?.isPerforming != true else { return false }
    // Empty lines of a pasted text are not the Enter key.
    if session.isPasting, line.allSatisfy(\.isWhitespace) { return false }
    if isAskingToReset {
      isAskingToReset = false
      let isYes = ["yes", "y"].contains(trimmed(line).lowercased())
      isReset = isYes
      return isYes
    }
    return player?.wants(line) ?? false
  }

  /// The line that was wanted said yes.
  private var isReset = false

  public func take(_ line: String) throws(Diagnostic) {
    guard !isReset else {
      isReset = false
      store.forget()
      return session.say(.note("All progress is forgotten."))
    }
    defer { hasStrayed = false }
    if player?.isAnswer(line) == true { recorder?.note(answer: line, as: session.currentRole) }
    try player?.take(line)
  }

  public func settled() {
    recorder?.endLine()
    if stage?.isPerforming != true {
      let place = player?.place
      player?.settled()
      // What it went on to, it has announced.
      if hasStrayed, player?.place == place { player?.remind() }
      hasStrayed = false
    }
    if let warning = store.takeWarning() { session.say(.note(warning)) }
  }

  public func carryOut(_ order: LessonRequest) throws(Diagnostic) {
    guard stage?.isPerforming != true else { throw refusal("a lesson cannot steer itself") }
    defer { hasStrayed = false }
    switch order {
    case .learn(let name): try learn(name)
    case .lessons: listLessons()
    case .progress: showProgress()
    case .resetProgress:
      isAskingToReset = true
      session.say(.note("This forgets your progress in every lesson. Is that all right? yes or no"))
    case .leave: try leave()
    case .save(let path): try save(path)
    default:
      guard let player else {
        throw refusal("no lesson is under way", advice: "`learn` starts one")
      }
      isGoingOn = order == .next
      defer { isGoingOn = false }
      try player.carryOut(order)
    }
  }

  // MARK: Lessons

  private func learn(_ name: String?) throws(Diagnostic) {
    let wanted = if let name { name } else { try nextLesson() }
    let lesson = try shelf.lesson(named: wanted)
    endLesson()
    lessonStart = lastEvent
    let stage = SessionStage(session, executable: executable, echoes: echoes)
    let player = LessonPlayer(lesson, on: stage, keeper: self)
    stage.observer = { [weak player] in player?.observe($0) }
    self.stage = stage
    self.player = player
    do throws(Diagnostic) {
      try player.start(at: resumption(of: lesson))
    } catch {
      endLesson()
      throw error
    }
  }

  /// The lesson that was left unfinished, or else the first that is.
  private func nextLesson() throws(Diagnostic) -> String {
    let progress = store.load()
    let unfinished = entries.filter { progress.done(of: $0.steps, in: $0.id) < $0.steps.count }
    let current = unfinished.first { $0.id == progress.current }
    guard let entry = current ?? unfinished.first ?? entries.first else {
      throw refusal("there are no lessons")
    }
    return entry.name
  }

  /// The step to go on at; nil for the first.
  private func resumption(of lesson: Lesson) -> String? {
    guard let record = store.load().lessons[lesson.id], let at = record.at,
      let index = lesson.steps.firstIndex(where: { $0.id == at })
    else { return nil }
    let isOpen = { (step: Step) in record.steps[step.id] == nil }
    return (lesson.steps[index...].first(where: isOpen) ?? lesson.steps.first(where: isOpen))?.id
  }

  private func leave() throws(Diagnostic) {
    guard player != nil else { throw refusal("no lesson is under way") }
    endLesson()
    session.say(.note("You are back where you were; `learn` goes on with the lesson."))
  }

  private func endLesson() {
    if let lessonStart { lessonSpans.append(lessonStart...max(lessonStart, lastEvent)) }
    lessonStart = nil
    player = nil
    recorder = nil
    stage?.leave()
    stage = nil
  }

  /// What the log still has of the session itself, without what was done in lessons.
  func visitOwnEvents(_ body: (Event) -> Void) {
    session.stage.log.visit { event in
      if !lessonSpans.contains(where: { $0.contains(event.seq) }) { body(event) }
    }
  }

  private func listLessons() {
    let progress = store.load()
    let lines = entries.map { entry in
      let isDone = progress.done(of: entry.steps, in: entry.id) == entry.steps.count
      return "[\(isDone ? "x" : " ")] \(entry.name)  \(entry.title)"
    }
    session.say(.output(lines.joined(separator: "\n")))
  }

  private func showProgress() {
    session.say(
      .output(
        store.load().table(of: entries, width: session.width, utf8: session.isUTF8)))
  }
}

extension Tutor: ProgressKeeper {
  public func openSteps(of lesson: Lesson) -> [Int] {
    let done = store.load().lessons[lesson.id]?.steps ?? [:]
    return lesson.steps.indices.filter { done[lesson.steps[$0].id] == nil }
  }

  public func arrived(at step: String, of lesson: String) {
    recorder = WorkRecorder(goesOn: isGoingOn)
    store.update { $0.arrive(at: step, of: lesson) }
  }

  public func met(_ goals: [Goal]) { recorder?.meet(goals) }

  public func finished(_ step: String, _ outcome: StepOutcome, of lesson: String) {
    store.update { $0.finish(step, outcome, of: lesson) }
    guard let player, let recorder else { return }
    store.keep(
      recorder.work(of: player.step, outcome, values: session.values),
      of: LessonWork(lesson: lesson, title: player.lesson.title))
  }
}
