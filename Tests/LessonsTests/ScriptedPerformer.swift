import Lessons
import Log
import Roles

/// A performer that answers from a table, and remembers what it was asked.
final class ScriptedPerformer: Performer {
  var isPrivileged = false
  var answers: [String: [String]] = [:]
  /// After how many commands each fact holds, for how many.
  var facts: [String: Range<Int>] = [:]
  var values: [String: String] = [:]
  var lacks: [Lesson.Need: String] = [:]
  var unfinished: [String] = []
  /// What each line would do that must be asked for, and what was allowed.
  var intrusions: [String: String] = [:]
  var allowed: [String] = []
  /// What the roles look like after so many commands; after any other number as at -1.
  var surveys: [Int: [RoleSurvey]] = [:]
  var wire: WireSurvey?
  private(set) var performed: [String] = []
  private(set) var finished = 0

  init(_ answers: [String: [String]] = [:]) {
    self.answers = answers
  }

  func lack(of need: Lesson.Need) -> String? { lacks[need] }

  func perform(_ line: String) throws(Diagnostic) -> [String] {
    performed.append(line)
    if line.hasSuffix("lisen") {
      throw Diagnostic(
        "unknown command “lisen”", advice: "did you mean “listen”?", line: line, column: 9)
    }
    return answers[line] ?? []
  }

  func holds(_ fact: String) throws(Diagnostic) -> Bool {
    guard let range = facts[fact] else { throw Diagnostic("no fact: \(fact)") }
    return range.contains(performed.count)
  }

  func value(of fact: String) throws(Diagnostic) -> String {
    guard let value = values[fact] else { throw Diagnostic("no value: \(fact)") }
    return value
  }

  func finish() throws(Diagnostic) -> [String] {
    finished += 1
    return unfinished
  }
}
