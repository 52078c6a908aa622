import Lessons
import Testing

@Suite struct ReplayTests {
  /// A demonstration, goals, two solutions and a later step that uses what was kept.
  private static let text = """
    # A title
    <!-- lesson: sample -->

    ## One
    <!-- step: one -->

    ```sockratic
    a> bind 0
      a @3   bound to {door:port}
    ```
    ```goals
    b.state == ESTABLISHED -- b is connected
    a.error == none -- nothing went wrong
    let peer = b.port
    ```
    <details><summary>Solution</summary>

    ```sockratic
    b> connect {door}
    connect(3, {door}) = 0
    b> send 1
    ```

    </details>
    <details><summary>Solution</summary>

    ```sockratic
    b> another way
    ```

    </details>

    ## Two
    <!-- step: two -->

    ```sockratic
    c> connect {peer}
    ```
    """

  private func performer() -> ScriptedPerformer {
    let performer = ScriptedPerformer([
      "a> bind 0": ["bind(3) = 0", "  a @3   bound to 4000"],
      "b> connect 4000": ["connect(3, 4000) = 0"],
    ])
    performer.facts = ["b.state == ESTABLISHED": 2..<3, "a.error == none": 3..<9]
    performer.values = ["b.port": "5000"]
    return performer
  }

  private func replayed(
    _ performer: ScriptedPerformer, _ text: String = ReplayTests.text
  ) throws -> ReplayReport {
    replay(try Lesson.parse(text, file: "lessons/sample.md"), with: performer)
  }

  private func failure(_ performer: ScriptedPerformer, _ text: String = text) throws -> [String] {
    try #require(try replayed(performer, text).failure).lines
  }

  @Test func `demonstrations and the first solution are performed, names put in`() throws {
    let performer = performer()
    #expect(try replayed(performer).result == .passed)
    #expect(
      performer.performed == ["a> bind 0", "b> connect 4000", "b> send 1", "c> connect 5000"])
    #expect(performer.finished == 1)
  }

  @Test func `a difference names file, line and step, and stops the replay`() throws {
    let performer = performer()
    performer.answers["b> connect 4000"] = ["connect(3, 4000) = -1 ECONNREFUSED (Refused)"]
    #expect(
      try failure(performer) == [
        "lessons/sample.md:20: step one: not as the lesson shows it (- lesson, + now)",
        "    b> connect 4000",
        "    - connect(3, {door}) = 0",
        "    + connect(3, 4000) = -1 ECONNREFUSED (Refused)",
        "    where {door} is 4000",
      ])
    #expect(performer.performed.last == "b> connect 4000")
  }

  @Test func `a goal that is not met names its line`() throws {
    let performer = performer()
    performer.facts["a.error == none"] = 9..<9
    #expect(
      try failure(performer) == [
        "lessons/sample.md:13: step one: goal not met: nothing went wrong (a.error == none)"
      ])
  }

  @Test func `a fact or a value that cannot be had names its line`() throws {
    let performer = performer()
    performer.values = [:]
    #expect(try failure(performer) == ["lessons/sample.md:14: step one: no value: b.port"])
    performer.facts["a.error == none"] = nil
    #expect(try failure(performer) == ["lessons/sample.md:13: step one: no fact: a.error == none"])
  }

  @Test func `a value that is more than a word is not performed`() throws {
    let performer = performer()
    performer.values = ["b.port": "1; quit"]
    #expect(try failure(performer).first?.hasPrefix("lessons/sample.md:37: step two: ") == true)
    #expect(!performer.performed.contains { $0.contains("quit") })
  }

  @Test func `a mistyped command is reported with its column and advice`() throws {
    let text = lesson(step: "```sockratic\na> send 1\nserver> lisen\n```")
    #expect(
      try failure(ScriptedPerformer(), text) == [
        "lessons/sample.md:8: step one: unknown command “lisen” in “server> lisen”, column 9: "
          + "did you mean “listen”?"
      ])
  }

  @Test func `a call that still waits at the end fails the replay`() throws {
    let performer = performer()
    performer.unfinished = ["server waits in accept"]
    #expect(
      try failure(performer) == [
        "lessons/sample.md:37: something is unfinished at the end", "    server waits in accept",
      ])
  }

  @Test func `a step that the machine cannot play is left out, and the others are played`() throws {
    let performer = performer()
    performer.lacks = [.wire: "no /dev/net/tun"]
    let text = ReplayTests.text.replacing("c> connect {peer}", with: "c> connect 1")
      .replacing("let peer = b.port\n", with: "")
    let first = text.replacing("step: two", with: "step: two; needs: ipv6, wire")
    let report = try replayed(performer, first)
    #expect(report.result == .passed)
    #expect(report.leftOut == ["step two is left out: no /dev/net/tun"])
    #expect(
      report.lines == [
        "lessons/sample.md: passed", "    step two is left out: no /dev/net/tun",
      ])
    #expect(performer.performed == ["a> bind 0", "b> connect 4000", "b> send 1"])

    let other = self.performer()
    other.lacks = [.wire: "no wire"]
    _ = try replayed(other, text.replacing("step: one", with: "step: one; needs: wire"))
    #expect(other.performed == ["c> connect 1"])
  }

  @Test func `what a step captures that not everybody can play ends with it`() throws {
    let text = ReplayTests.text.replacing("step: one", with: "step: one; needs: wire")
    let error = #expect(throws: LessonErrors.self) { try Lesson.parse(text, file: "s.md") }
    #expect(error?.errors.map(\.rule.code) == ["L072", "L070"])
  }

  @Test func `what the machine lacks skips the lesson, and nothing is performed`() throws {
    let performer = ScriptedPerformer()
    performer.lacks = [.wire: "no /dev/net/tun"]
    let text = lesson(step: "```sockratic\na> go\n```")
      .replacing("lesson: sample", with: "lesson: sample; needs: ipv6, wire")
    #expect(try replayed(performer, text).result == .skipped("no /dev/net/tun"))
    #expect(performer.performed.isEmpty)
  }

  @Test(arguments: [(true, "a> bind 80"), (false, "a> bind 8080")])
  func `of two blocks the one for this privilege is performed`(
    privileged: Bool, command: String
  ) throws {
    let text = lesson(
      step: """
        ```sockratic when=privileged
        a> bind 80
        ```
        ```sockratic when=ordinary
        a> bind 8080
        ```
        """)
    let performer = ScriptedPerformer()
    performer.isPrivileged = privileged
    #expect(try replayed(performer, text).result == .passed)
    #expect(performer.performed == [command])
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a changed expectation of a shipped lesson is found`(name: String) throws {
    let text = try #require(ShippedLessons.find(name)).text
    let lesson = try Lesson.parse(text, file: name)
    let blocks = lesson.steps.flatMap { step in
      step.demonstrations + (step.solutions.first?.transcripts ?? [])
    }
    let shown = try #require(blocks.first?.exchanges.first)
    let performer = ScriptedPerformer()
    performer.answers[shown.command.text] = ["something(else) = -1"]
    let failure = try #require(replay(lesson, with: performer).failure)
    #expect(failure.line == shown.line + 1)
    #expect(failure.step == lesson.steps[0].id)
  }
}
