/// One mistake in a lesson file: where it stands, what is wrong, and what was expected there.
public struct LessonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the file does not keep to; its code stays the same for ever.
  public var rule: LessonRule
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// `a step without an id`
  public var message: String
  /// What would have been right: `<!-- step: ID -->`.
  public var expected: String?

  public init(
    _ rule: LessonRule, file: String, line: Int, message: String, expected: String? = nil
  ) {
    self.rule = rule
    self.file = file
    self.line = line
    self.message = message
    self.expected = expected
  }

  /// One line with the rule's code at its end; controls in it are escaped, for it can quote the file.
  public var description: String {
    let expectation = expected.map { "; expected \($0)" } ?? ""
    return harmless("\(file):\(line): \(message)\(expectation) [\(rule.code)]")
  }
}

/// Every mistake in one lesson file, in the order of its lines; never empty.
public struct LessonErrors: Error, Hashable, Sendable, CustomStringConvertible {
  public var errors: [LessonError]

  public init(_ errors: [LessonError]) {
    self.errors = errors
  }

  /// One mistake a line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Collects mistakes while a lesson is read, so that an author sees all of them at once.
struct Mistakes {
  let file: String
  private(set) var errors: [LessonError] = []

  init(file: String) {
    self.file = file
  }

  mutating func add(
    _ rule: LessonRule, _ line: Int, _ message: String, expected: String? = nil
  ) {
    errors.append(
      LessonError(rule, file: file, line: line, message: message, expected: expected))
  }

  /// What there is to throw, in the order of the lines, or nil.
  var thrown: LessonErrors? {
    guard !errors.isEmpty else { return nil }
    let ordered = errors.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }
    return LessonErrors(ordered.map(\.element))
  }
}
