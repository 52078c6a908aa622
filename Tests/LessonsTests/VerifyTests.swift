import Lessons
import Log
import Testing

@Suite struct VerifyTests {
  private static let text = """
    # A title
    <!-- lesson: sample -->

    ## One
    <!-- step: one -->

    ```sockratic
    a> first
    ```
    ```goals
    a.received >= 1 -- a has received
    a.sent >= 1 -- a has sent
    ```
    <details><summary>Solution</summary>

    ```sockratic
    a> second
    ```

    </details>
    <details><summary>Solution</summary>

    ```sockratic
    a> other
    ```

    </details>

    ## Two
    <!-- step: two -->

    ```sockratic
    a> third
    third() = 0
    ```
    """

  /// Verifies with performers that say which fact holds once a command has been performed.
  private func verified(
    _ facts: [String: Set<String>], answers: [String: [String]] = ["a> third": ["third() = 0"]],
    needs: String = ""
  ) throws -> (report: VerifyReport, performers: [Watcher]) {
    let text = Self.text.replacing("lesson: sample", with: "lesson: sample" + needs)
    var performers: [Watcher] = []
    let report = verify(try Lesson.parse(text, file: "s.md")) {
      performers.append(Watcher(facts, answers))
      return performers[performers.count - 1]
    }
    return (report, performers)
  }

  private static let good: [String: Set<String>] = [
    "a.received >= 1": ["a> second", "a> other"], "a.sent >= 1": ["a> second", "a> other"],
  ]

  private func said(_ facts: [String: Set<String>]) throws -> [String] {
    try verified(facts).report.failures.flatMap(\.lines)
  }

  @Test func `each step is entered directly, in fresh roles, by each of its solutions`() throws {
    let (report, performers) = try verified(Self.good)
    #expect(report.failures == [])
    #expect(
      performers.map(\.performed) == [
        ["a> first", "a> second", "a> third"], ["a> first", "a> second"], ["a> first", "a> other"],
        ["a> first", "a> second", "a> third"],
      ])
  }

  @Test func `a goal that is met before the learner begins names file, line and step`() throws {
    var facts = Self.good
    facts["a.sent >= 1"]?.insert("a> first")
    #expect(
      try said(facts) == [
        "s.md:12: step one: goal met before the learner begins: a has sent (a.sent >= 1) [L054]"
      ])
  }

  @Test func `a further solution that misses a goal names file, line and step`() throws {
    var facts = Self.good
    facts["a.received >= 1"]?.remove("a> other")
    #expect(
      try said(facts) == ["s.md:11: step one: goal not met: a has received (a.received >= 1)"])
  }

  @Test func `a solution that misses a goal is told once, and what follows is not tried`() throws {
    var facts = Self.good
    facts["a.received >= 1"] = ["a> other"]
    let (report, performers) = try verified(facts)
    #expect(report.failures.map(\.line) == [11])
    #expect(!performers.contains { $0.performed.contains("a> third") })
  }

  @Test func `what is not as the lesson shows it names file, line and step`() throws {
    let report = try verified(Self.good, answers: ["a> third": ["third() = 1"]]).report
    #expect(report.failures.map(\.line) == [34])
    #expect(report.failures.map(\.step) == ["two"])
  }

  @Test func `a call that waits at the very end fails, one that waits between steps does not`()
    throws
  {
    var performers = 0
    let report = verify(try Lesson.parse(Self.text, file: "s.md")) {
      performers += 1
      let watcher = Watcher(Self.good, ["a> third": ["third() = 0"]])
      watcher.unfinished = performers == 1 ? ["a waits"] : ["ignored"]
      return watcher
    }
    #expect(
      report.failures.flatMap(\.lines) == [
        "s.md:33: something is unfinished at the end", "    a waits",
      ])
  }

  @Test func `a step that this machine cannot play is not entered`() throws {
    let text = Self.text.replacing("step: two", with: "step: two; needs: wire")
    var performers: [Watcher] = []
    let report = verify(try Lesson.parse(text, file: "s.md")) {
      performers.append(Watcher(Self.good, [:]))
      return performers[performers.count - 1]
    }
    #expect(report.leftOut == ["step two is left out: no wire"])
    #expect(report.skipped == nil)
    #expect(report.failures == [])
    #expect(performers.allSatisfy { !$0.performed.contains("a> third") })
    #expect(performers.contains { !$0.performed.isEmpty })
  }

  @Test func `a lesson that this machine cannot play is skipped`() throws {
    let report = try verified(Self.good, needs: "; needs: wire").report
    #expect(report.skipped == "no wire")
    #expect(report.failures == [])
  }
}

/// Holds a fact from the moment on when one of its commands has been performed.
private final class Watcher: Performer {
  let isPrivileged = false
  private let facts: [String: Set<String>]
  private let answers: [String: [String]]
  var unfinished: [String] = []
  private(set) var performed: [String] = []

  init(_ facts: [String: Set<String>], _ answers: [String: [String]]) {
    self.facts = facts
    self.answers = answers
  }

  func lack(of need: Lesson.Need) -> String? { "no \(need.rawValue)" }

  func perform(_ line: String) throws(Diagnostic) -> [String] {
    performed.append(line)
    return answers[line] ?? []
  }

  func holds(_ fact: String) throws(Diagnostic) -> Bool {
    !(facts[fact] ?? []).isDisjoint(with: performed)
  }

  func value(of fact: String) throws(Diagnostic) -> String { throw Diagnostic("no value") }

  func finish() throws(Diagnostic) -> [String] { unfinished }
}
