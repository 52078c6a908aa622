/// What a statement asks of the lesson that stands beside the session.
public enum LessonRequest: Hashable, Sendable {
  /// A lesson by name, number or file; nil for the one that was left, or the next.
  case learn(String?)
  case next
  case hint
  case solution
  case skip
  case back
  /// A step by id or number.
  case goTo(String)
  case reset
  case goals
  case progress
  case resetProgress
  case lessons
  case leave
  /// What was done so far becomes a lesson file.
  case save(String)
}
