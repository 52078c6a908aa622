public import Log
public import Roles

/// Where a lesson is played: the session in earnest, a script in a test.
public protocol PlayerStage: AnyObject {
  /// What `{name}` stands for in the lines that the learner types.
  var values: [String: String] { get set }
  /// Whether roles may do what an ordinary user may not, found by trying.
  var isPrivileged: Bool { get }

  /// Why this machine cannot play a lesson that needs this; nil if it can.
  func lack(of need: Lesson.Need) -> String?

  /// Carries a line out as if it had been typed, and shows it. What was shown, as a replay compares
  /// it: in UTF-8, 80 columns wide, without explanations. `isTyped`: it stands on the screen already.
  func perform(_ line: String, isTyped: Bool) throws(Diagnostic) -> [String]

  /// Whether both lines come to the same, however they are written.
  func means(_ line: String, as other: String) -> Bool

  /// What the line would do that a lesson may not do unasked: `read the file notes.txt`.
  func intrusion(of line: String) throws(Diagnostic) -> String?

  func look(at fact: String) throws(Diagnostic) -> FactLook
  func value(of fact: String) throws(Diagnostic) -> String
  func survey() -> [RoleSurvey]
  /// nil without a wire.
  func wireSurvey() -> WireSurvey?

  func show(_ kind: Event.Kind)

  /// Fresh roles that play unseen.
  func rehearsalStage() -> any RehearsalStage
  /// Ends the lesson's roles.
  func clear()
  /// Those of a rehearsal become the lesson's.
  func adopt(_ stage: any RehearsalStage, values: [String: String])
}

/// Where what comes before a step is replayed.
public protocol RehearsalStage: Performer {
  /// What the line would do that a lesson may not do unasked.
  func intrusion(of line: String) throws(Diagnostic) -> String?
  /// Has `perform` do that all the same.
  func allow(_ intrusion: String)
  func survey() -> [RoleSurvey]
  /// nil without a wire.
  func wireSurvey() -> WireSurvey?
  /// Ends all roles.
  func end()
}

/// A point in a lesson: before a part of a step, or before a command of that part.
public struct Place: Hashable, Comparable, Sendable {
  public var step: Int
  public var part: Int
  public var exchange: Int

  public init(step: Int, part: Int = 0, exchange: Int = 0) {
    self.step = step
    self.part = part
    self.exchange = exchange
  }

  public static func < (left: Place, right: Place) -> Bool {
    (left.step, left.part, left.exchange) < (right.step, right.part, right.exchange)
  }
}

/// How a step came to be done, from the learner's own work to none of it.
public enum StepOutcome: String, Hashable, Sendable, CaseIterable {
  case solved
  /// After the solution was shown.
  case shown
  case skipped

  /// Whether less help was needed.
  func isBetter(than other: StepOutcome) -> Bool {
    let rank = StepOutcome.allCases
    guard let own = rank.firstIndex(of: self), let its = rank.firstIndex(of: other) else {
      return false
    }
    return own < its
  }
}
