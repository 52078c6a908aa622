/// Where progress is kept.
public protocol ProgressStore: AnyObject {
  func load() -> Progress
  /// Changes what is kept, on top of what others have changed meanwhile.
  func update(_ change: (inout Progress) -> Void)
  /// What went wrong since the last time, to be said once; nil if nothing did.
  func takeWarning() -> String?
}

/// Progress that is forgotten at the end: of a script, or where there is no home for it.
public final class PassingProgress: ProgressStore {
  private var progress = Progress()

  public init() {}

  public func load() -> Progress { progress }
  public func update(_ change: (inout Progress) -> Void) { change(&progress) }
  public func takeWarning() -> String? { nil }
}
