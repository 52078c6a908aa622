/// The one place where a lesson's facts are read.
///
/// A fact can hold `{name}`, so it is read as a pattern first; what it says is judged as soon as
/// the names have values, by whoever performs the lesson.
enum FactText {
  static func read(_ text: String, _ line: Int) throws(LineMistake) -> Pattern {
    let pattern: Pattern
    do {
      pattern = try Pattern(text)
    } catch {
      throw LineMistake(line, error.message, expected: error.expected)
    }
    guard pattern.pieces.allSatisfy(\.canBePutIn) else {
      throw LineMistake(line, "a fact with a capture or {*}", expected: "{name}")
    }
    return pattern
  }

  /// `server.port`, `server@4.port`: something of a role, without a comparison.
  static func isSubject(_ text: String) -> Bool {
    guard let (owner, subject) = parted(text, at: ".") else { return false }
    let named = owner.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    return named[0].first?.isLowercaseASCII == true && named[0].allSatisfy(\.isNamePart)
      && (named.count == 1 || !named[1].isEmpty && named[1].allSatisfy(\.isDigitASCII))
      && subject.first?.isLetter == true && subject.allSatisfy { $0.isNamePart || $0.isLetter }
  }

  static let comparisons = ["==", "!=", "<=", ">=", "<", ">"]

  /// `server.state == LISTEN`, or `server.alive`, which is true or is not.
  static func isFact(_ text: String) -> Bool {
    isSubject(text)
      || comparisons.contains { mark in
        parted(text, at: mark).map { isSubject($0.0) && !$0.1.isEmpty } ?? false
      }
  }
}
