internal import Language
internal import Log

/// The one place where a lesson's facts are read.
///
/// A fact is kept as text, for it can hold `{name}`: what it says is known as soon as the names have
/// values, and is read again by whoever performs the lesson. What can be known before is checked
/// here.
enum FactText {
  /// `server.state == LISTEN`, or `server.alive`, which is true or is not.
  static func fact(_ text: String, _ line: Int) throws(LineMistake) -> Pattern {
    let pattern = try pattern(text, line)
    guard let subject = subject(of: text), isKnown(subject) else {
      throw noFact(text, line, "the facts are \(factSubjects.map(\.name).joined(separator: ", "))")
    }
    guard pattern.repeats.isEmpty else { return pattern }
    do throws(Diagnostic) {
      // Without roles in the context no role is doubted: they begin with the lesson.
      _ = try parseFact(text, in: Context())
    } catch {
      throw noFact(text, line, error.message)
    }
    return pattern
  }

  /// `server.port`, `server@4.port`: something of a role, without a comparison.
  static func value(_ text: String, _ line: Int) throws(LineMistake) -> Pattern {
    guard isKnown(text) else {
      throw LineMistake(
        .keep, line, "“\(text)” is nothing to keep",
        expected: "let NAME = FACT, such as let port = server.port")
    }
    return try pattern(text, line)
  }

  private static func noFact(_ text: String, _ line: Int, _ reason: String) -> LineMistake {
    LineMistake(
      .fact, line, "“\(text)” is no fact: \(reason)",
      expected: "a fact such as server.state == LISTEN")
  }

  private static func pattern(_ text: String, _ line: Int) throws(LineMistake) -> Pattern {
    let pattern: Pattern
    do {
      pattern = try Pattern(text)
    } catch {
      throw LineMistake(.placeholder, line, error.message, expected: error.expected)
    }
    guard pattern.pieces.allSatisfy(\.canBePutIn) else {
      throw LineMistake(.fact, line, "a fact with a capture or {*}", expected: "{name}")
    }
    return pattern
  }

  /// What stands before the comparison, if there is one.
  private static func subject(of text: String) -> String? {
    text.split { "=!<> ".contains($0) }.first.map(String.init)
  }

  private static func isKnown(_ subject: String) -> Bool {
    guard let dot = subject.lastIndex(of: ".") else { return false }
    let name = subject[subject.index(after: dot)...]
    let owner = subject[..<dot].split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    return FactSubject.named(name).map { $0.isOfWire == (owner == [Substring(FactSubject.wire)]) }
      == true
      && owner[0].first?.isLowercaseASCII == true && owner[0].allSatisfy(\.isNamePart)
      && (owner.count == 1 || Int32(owner[1]).map { $0 >= 0 } == true)
  }
}
