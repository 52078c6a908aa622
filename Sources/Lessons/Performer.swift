public import Log

/// Whoever performs a lesson's commands: the stage in earnest, a script in a test.
///
/// Each lesson gets a performer of its own, so that its roles are fresh.
public protocol Performer: AnyObject {
  /// Whether roles may do what an ordinary user may not, found by trying.
  var isPrivileged: Bool { get }

  /// Why this machine cannot play a lesson that needs this; nil if it can.
  func lack(of need: Lesson.Need) -> String?

  /// Performs one line and waits for rest; the lines that it made the terminal show, in UTF-8, 80
  /// columns wide, without explanations. Throws where the line is no command, or is not allowed.
  func perform(_ line: String) throws(Diagnostic) -> [String]

  /// Carries a `let` out, which a lesson itself may not have: all values by name. Nil where the line
  /// is something else.
  func keep(_ line: String) throws(Diagnostic) -> [String: String]?

  /// Whether a fact holds. One about a role or a socket that is not there does not; throws only
  /// where the text is no fact.
  func holds(_ fact: String) throws(Diagnostic) -> Bool

  /// The value of a fact without a comparison, such as `server.port`.
  func value(of fact: String) throws(Diagnostic) -> String

  /// Ends all roles. What was left undone, such as a call that still waits: nothing, if all is well.
  ///
  /// Called when everything else passed; after a failure, whoever made the performer ends it.
  func finish() throws(Diagnostic) -> [String]
}

extension Performer {
  public func lack(of need: Lesson.Need) -> String? { nil }

  public func keep(_ line: String) throws(Diagnostic) -> [String: String]? { nil }
}
