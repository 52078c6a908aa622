/// Where progress is kept.
public protocol ProgressStore: AnyObject {
  func load() -> Progress
  /// Changes what is kept, on top of what others have changed meanwhile.
  func update(_ change: (inout Progress) -> Void)
  /// Keeps what was done in a step of a lesson.
  func keep(_ work: StepWork, of lesson: LessonWork)
  /// What is kept of a lesson; nil if nothing is, or if it cannot be read.
  func work(of lesson: String) -> LessonWork?
  /// Forgets everything.
  func forget()
  /// What went wrong since the last time, to be said once; nil if nothing did.
  func takeWarning() -> String?
}

/// Progress that is forgotten at the end: of a script, or where there is no home for it.
public final class PassingProgress: ProgressStore {
  private var progress = Progress()
  private var works: [String: LessonWork] = [:]

  public init() {}

  public func load() -> Progress { progress }
  public func update(_ change: (inout Progress) -> Void) { change(&progress) }
  public func work(of lesson: String) -> LessonWork? { works[lesson] }
  public func keep(_ work: StepWork, of lesson: LessonWork) {
    works[lesson.lesson, default: lesson].keep(work)
  }
  public func forget() { (progress, works) = (Progress(), [:]) }
  public func takeWarning() -> String? { nil }
}
