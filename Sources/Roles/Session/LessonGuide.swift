public import Language
public import Log

/// Whoever stands beside the session while somebody learns: a lesson.
public protocol LessonGuide: AnyObject {
  /// What `learn` and `goto` could name, for TAB.
  var lessonNames: [String] { get }
  var stepNames: [String] { get }
  /// The roles that the lesson under way plays with.
  var roleNames: [String] { get }

  /// Whether it waits for such a line itself, as for the answer to a question.
  func wants(_ line: String) -> Bool
  /// Takes a line that it wants.
  func take(_ line: String) throws(Diagnostic)
  func carryOut(_ order: LessonRequest) throws(Diagnostic)
  /// A line was carried out, or late news came, and all of it is shown.
  func settled()
}

extension Session {
  /// As `perform`, for a line that somebody typed: a lesson may have asked for it.
  func enter(_ text: String) throws(Diagnostic) {
    if takesConsent(text) { return }
    guard let guide, guide.wants(text) else { return try perform(text) }
    if !text.allSatisfy(\.isWhitespace) { stage.logTyped(text, as: currentRole) }
    try guide.take(text)
  }

  func carryOut(_ order: LessonRequest) throws(Diagnostic) {
    guard repeatDepth == 0 else { throw Diagnostic("a lesson cannot be steered from a block") }
    guard let guide else {
      throw Diagnostic("there are no lessons here", advice: "`sockratic learn` starts one")
    }
    try guide.carryOut(order)
  }

  /// Takes in what has arrived while nobody acted.
  public func takeLateNews() {
    stage.takeLateNews()
    guide?.settled()
  }

  /// The same, and looks for what somebody outside or a timer of the kernel's has changed.
  public func lookAround() {
    stage.lookAround()
    guide?.settled()
  }

  // MARK: What a guide does

  /// Whether there was a ⌃C since the statement under way began.
  public var isInterrupted: Bool {
    stage.noteInterruption()
    return stage.isInterrupted
  }

  /// Shows how far long work of a guide's is. `body` is to ask before each line of it whether it goes
  /// on: not after a ⌃C.
  public func showingProgress<Result>(
    of name: String, _ body: (_ goesOn: @escaping () -> Bool) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    var pace = Pace(of: nil)
    var done = 0
    defer { tellProgress(nil) }
    // One line alone can take as long as the deadline.
    tellProgress("\(name): line 1; ⌃C ends it")
    return try body { [self] in
      done += 1
      if let text = pace.news(done: done) { tellProgress("\(name): line \(text); ⌃C ends it") }
      return !isInterrupted
    }
  }

  /// Shows text, or says something that no role did.
  public func say(_ kind: Event.Kind) { stage.record(kind) }

  /// Carries out with the patience of a script: until all is at rest, or up to the deadline.
  public func patiently(_ body: () throws(Diagnostic) -> Void) throws(Diagnostic) {
    let wasInteractive = options.isInteractive
    options.isInteractive = false
    defer { options.isInteractive = wasInteractive }
    try body()
  }
}
