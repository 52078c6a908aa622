internal import Language
internal import Log
internal import Roles

/// What became of a step of a report that was performed again.
public struct WorkFinding: Hashable, Sendable {
  public var lesson: String
  public var step: String
  /// Where it stands in the report.
  public var line: Int
  public var verdict: Verdict

  public enum Verdict: Hashable, Sendable {
    /// The same lines lead to the same end, and what came is what the report shows.
    case confirmed
    /// They lead to the same end, but other output came: lines that say what.
    case differs([String])
    /// They do not lead there, or could not be performed: why.
    case unconfirmed(String)
  }
}

/// Performs again what a report tells of lessons, in fresh roles and as a learner: the player decides
/// whether a step is done.
///
/// A report may come from anywhere: what no lesson may do unasked is not done.
public final class WorkCheck {
  private let session: Session
  private let tutor: Tutor
  private let store = PassingProgress()
  /// For how long the lesson under way waits for something, in nanoseconds.
  private var deadline: UInt64 = 0
  private let usualDeadline: UInt64

  /// `executable` is what a role is a process of.
  public init(shelf: LessonShelf, executable: String = "/proc/self/exe") {
    let stage = Stage(executable: executable)
    stage.explains = false
    var options = Session.Options()
    options.canAllow = false
    usualDeadline = options.deadline
    session = Session(stage: stage, options: options)
    tutor = Tutor(session, shelf: shelf, store: store, executable: executable, echoes: false)
  }

  public func check(_ work: LessonWork) -> [WorkFinding] {
    defer { session.submit("leave") }
    let lacking = work.steps.first { _ in !session.submit("learn \(work.lesson)") }
    deadline = tutor.deadline ?? usualDeadline
    session.options.deadline = deadline
    return work.steps.map { step in
      let verdict = lacking == nil ? verdict(on: step, of: work.lesson) : noLesson(work.lesson)
      return WorkFinding(lesson: work.lesson, step: step.step, line: step.line, verdict: verdict)
    }
  }

  public func end() { session.cast.end() }

  private func noLesson(_ id: String) -> WorkFinding.Verdict {
    .unconfirmed("there is no lesson “\(id)” here, or it cannot be played")
  }

  private func verdict(on work: StepWork, of lesson: String) -> WorkFinding.Verdict {
    guard work.isWhole else { return .unconfirmed("more was done than the report holds") }
    if work.goesOn, tutor.isStepDone, session.submit("next"), tutor.stepID == work.step {
      let verdict = perform(work, of: lesson)
      if verdict == .confirmed { return verdict }
    }
    guard session.submit("goto \(work.step)"), tutor.stepID == work.step else {
      return .unconfirmed("the lesson has no step “\(work.step)”")
    }
    return perform(work, of: lesson)
  }

  private func perform(_ work: StepWork, of lesson: String) -> WorkFinding.Verdict {
    store.forget()
    do throws(Diagnostic) {
      try performDeeds(of: work, in: lesson)
    } catch {
      return .unconfirmed(summary(of: error))
    }
    waitUntil { outcome(of: work.step, in: lesson) != nil }
    guard let outcome = outcome(of: work.step, in: lesson) else {
      return .unconfirmed("these lines do not reach the step's end")
    }
    waitUntil { hasCome(of: work.deeds[...]) }
    guard outcome == work.outcome else { return .unconfirmed("it comes out as \(outcome.text)") }
    let lines = differences(work)
    return lines.isEmpty ? .confirmed : .differs(lines)
  }

  /// How a step that was performed came to be done; nil while it is not.
  private func outcome(of step: String, in lesson: String) -> StepOutcome? {
    store.load().lessons[lesson]?.steps[step]
  }

  /// Whoever did it first may have waited before each line for what came of those before it.
  private func performDeeds(of work: StepWork, in lesson: String) throws(Diagnostic) {
    var isPatient = true
    for (index, deed) in work.deeds.enumerated() where !deed.isPlayed {
      // What the student still had to say to the lesson would go to the next step.
      if deed.isForLesson, outcome(of: work.step, in: lesson) != nil { continue }
      if isPatient { isPatient = waitUntil { hasCome(of: work.deeds[..<index]) } }
      try perform(deed.line)
      capture(from: work.deeds[...index])
    }
  }

  /// Lets time pass, as somebody does who looks on, for as long as the lesson waits for anything.
  @discardableResult
  private func waitUntil(_ holds: () -> Bool) -> Bool {
    session.waitUntil(deadline) {
      tutor.lookAgain()
      return holds()
    }
  }

  /// Whether as many goals are met and as many calls have returned as the report tells of.
  private func hasCome(of reported: ArraySlice<Deed>) -> Bool {
    reported.reduce(0) { $0 + $1.met.count } <= tutor.goalsMet
      && CallCourse(tutor.deeds).isAsFar(as: CallCourse(reported))
  }

  private func perform(_ line: String) throws(Diagnostic) {
    if let question = tutor.question {
      session.submit("no")
      throw Diagnostic("the lesson wants to \(question), which is not done here")
    }
    let answer = trimmed(line.drop { $0 != ">" }.dropFirst())
    if tutor.wants(answer) { return say(answer) }
    let parsed = try parse(line, in: session.context)
    if case .pause(let milliseconds)? = parsed.statements.last?.order, parsed.statements.count == 1,
      UInt64(milliseconds) > deadline / 1_000_000
    {
      return try carryOut("wait \(deadline / 1_000_000)ms")
    }
    var isForLesson = true
    for statement in parsed.statements {
      if try self.isForLesson(statement) { continue }
      isForLesson = false
      try LessonRules.check(
        Line(role: nil, statements: [statement]), isOnWire: session.isOnWire(parsed))
    }
    guard session.keepsMulticastHere(parsed) else {
      throw Diagnostic("a lesson may not \(LessonRules.multicast)")
    }
    if isForLesson { say(line) } else { try carryOut(line) }
  }

  /// What else can be said to a lesson is no part of a step, and can write files.
  private func isForLesson(_ statement: Statement) throws(Diagnostic) -> Bool {
    guard case .lesson(let request) = statement.order else { return false }
    guard [.next, .hint, .solution, .skip].contains(request) else {
      throw Diagnostic("no step is done by such a line: \(statement.text)")
    }
    return true
  }

  /// Says something to the lesson. What it refuses does no harm: the step's end tells.
  private func say(_ line: String) { session.submit(line) }

  private func carryOut(_ line: String) throws(Diagnostic) {
    guard session.submit(line) else { throw Diagnostic("it is refused here: \(line)") }
  }

  // MARK: Comparing

  /// Gives the ports that the learner's own sockets got their names in this session.
  private func capture(from reported: ArraySlice<Deed>) {
    var values = session.values
    for (reported, came) in zip(
      reported.filter { !$0.isForLesson }, tutor.deeds.filter { !$0.isForLesson })
    {
      _ = exchange(reported, line: 0)?.difference(
        from: came.output, as: came.line, values: &values)
    }
    session.values = values
  }

  /// Of what was said to the lesson nothing came, and what it refused may be in one of both only.
  private func differences(_ work: StepWork) -> [String] {
    let came = tutor.deeds.filter { !$0.isForLesson }
    let shown = work.numberedDeeds.filter { !$0.deed.isForLesson }
    guard came.map(\.isPlayed) == shown.map({ $0.deed.isPlayed }) else {
      return ["    the lesson itself played other commands"]
    }
    if agreesOnWire(came, shown.map { $0.deed }) { return [] }
    var values = session.values
    for (index, (reported, line)) in shown.enumerated() {
      guard let exchange = exchange(reported, line: line) else {
        return ["    line \(line): the output cannot be read"]
      }
      let found = exchange.difference(
        from: came[index].output, as: came[index].line, values: &values)
      if let found { return found.lines }
    }
    return []
  }

  /// On the wire what counts is what the calls came to.
  private func agreesOnWire(_ came: [Deed], _ reported: [Deed]) -> Bool {
    var values = session.values
    return session.wireSurvey() != nil
      && CallCourse(came).agrees(with: CallCourse(reported), &values)
  }

  private func exchange(_ deed: Deed, line: Int) -> Exchange? {
    var expected: [ExpectedLine] = []
    for (index, text) in deed.output.enumerated() {
      let kind = LineKind(of: text)
      let even = kind == .state ? evenlySpaced(text) : withoutTrailingBlanks(text)
      guard let pattern = try? Pattern(even) else { return nil }
      expected.append(ExpectedLine(line: line + 1 + index, kind: kind, pattern: pattern))
    }
    return Exchange(line: line, command: Pattern(literal: deed.line), expected: expected)
  }
}

extension StepWork {
  fileprivate var numberedDeeds: [(deed: Deed, line: Int)] {
    deeds.enumerated().map { index, deed in
      (deed, deedLines.indices.contains(index) ? deedLines[index] : line)
    }
  }
}

extension Deed {
  /// Whether it was said to the lesson: an answer, or a command such as `next`.
  fileprivate var isForLesson: Bool {
    let text = trimmed(line.drop { $0 != ">" }.dropFirst())
    let named = command(named: String(text.prefix { !$0.isWhitespace }))
    return !isPlayed && (named.map { $0.group == .lessons } ?? true)
  }
}
