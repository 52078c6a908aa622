import Lessons
import Log
import Testing

/// Answers each command as the lesson shows it, with values made up for what it captures; can get
/// one line wrong.
private final class PerfectPerformer: Performer {
  let isPrivileged = false
  private var exchanges: [Exchange]
  private let wrongLine: Int?
  private var values: [String: String] = [:]
  private let kept = "4712"

  init(_ lesson: Lesson, wrongLine: Int? = nil) {
    exchanges = PerfectPerformer.exchanges(of: lesson)
    for keep in lesson.steps.flatMap({ $0.goals?.keeps ?? [] }) { values[keep.name] = kept }
    self.wrongLine = wrongLine
  }

  static func exchanges(of lesson: Lesson) -> [Exchange] {
    lesson.steps.flatMap { step in
      var isSolved = false
      return step.parts.flatMap { part -> [Exchange] in
        switch part {
        case .demonstration(let block): return [block].ordinaryExchanges
        case .solution(let solution) where !isSolved:
          isSolved = true
          return solution.transcripts.ordinaryExchanges
        default: return []
        }
      }
    }
  }

  func perform(_ line: String) throws(Diagnostic) -> [String] {
    guard !exchanges.isEmpty else { throw Diagnostic("too many commands", line: line) }
    let exchange = exchanges.removeFirst()
    guard exchange.command.filled(with: values) == line else {
      throw Diagnostic("not the lesson's command", line: line)
    }
    return exchange.expected.map { shown in
      shown.line == wrongLine ? "wrong(3) = 1" : answer(shown.pattern)
    }
  }

  private func answer(_ pattern: Pattern) -> String {
    for name in pattern.captures { values[name] = "4711" }
    var text = pattern.text.replacing("{*}", with: "whatever").replacing("{{", with: "{")
    for (name, value) in values {
      text = text.replacing("{\(name)}", with: value).replacing("{\(name):port}", with: value)
    }
    return text
  }

  func holds(_ fact: String) throws(Diagnostic) -> Bool { true }
  func value(of fact: String) throws(Diagnostic) -> String { kept }
  func finish() throws(Diagnostic) -> [String] { exchanges.map(\.command.text) }
}

extension [Transcript] {
  /// What is played by somebody without privileges.
  fileprivate var ordinaryExchanges: [Exchange] {
    filter { $0.when != .privileged }.flatMap(\.exchanges)
  }
}

/// The shipped lessons against a performer that does all they say; real sockets come elsewhere.
@Suite struct ShippedLessonsTests {
  private func lesson(_ name: String) throws -> Lesson {
    try Lesson.parse(try #require(ShippedLessons.find(name)).text, file: "lessons/\(name).md")
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a shipped lesson passes where everything comes as it says`(name: String) throws {
    let lesson = try lesson(name)
    #expect(
      replay(lesson, with: PerfectPerformer(lesson)).lines == ["lessons/\(name).md: passed"])
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `each line that comes otherwise is found, by file and line`(name: String) throws {
    let lesson = try lesson(name)
    let shown = PerfectPerformer.exchanges(of: lesson).flatMap(\.expected)
    #expect(shown.count >= 10)
    // A lone `...` stands for any line.
    for line in shown where line.pattern.text != "..." {
      let report = replay(lesson, with: PerfectPerformer(lesson, wrongLine: line.line))
      let first = try #require(report.failure?.lines.first)
      #expect(first.hasPrefix("lessons/\(name).md:\(line.line): step "))
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a shipped lesson never names a port that could be taken`(name: String) throws {
    let transcripts = try lesson(name).steps.flatMap { step in
      step.demonstrations + step.solutions.flatMap(\.transcripts)
    }
    for exchange in transcripts.flatMap(\.exchanges) {
      let words = exchange.command.text.split(separator: " ")
      guard words.dropFirst().first == "bind", let address = words.last else { continue }
      // Refused whether it is taken or not, or shown with any answer.
      let isOpen = exchange.expected.map(\.pattern.text).contains {
        $0.contains(" EACCES ") || $0.hasSuffix(" = {*}")
      }
      // A file is in a folder of the lesson's own.
      #expect(
        ["0", "*:0"].contains(address) || address.hasSuffix("}") || address.hasPrefix("./")
          || isOpen)
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `every answer of a shipped quiz says why it is right or wrong`(name: String) throws {
    let parts = try lesson(name).steps.flatMap(\.parts)
    let quizzes = parts.compactMap { part in if case .quiz(let quiz) = part { quiz } else { nil } }
    #expect(!quizzes.isEmpty)
    for answer in quizzes.flatMap(\.answers) { #expect(answer.reason != nil, "\(answer.text)") }
  }

  @Test func `the example of the design can be read`() throws {
    let lesson = try Lesson.parse(designExample, file: "design.md")
    #expect(lesson.steps.map(\.id) == ["refused", "quiz"])
  }
}

private let designExample = """
  # A server and its first client
  <!-- lesson: first-client; after: a-socket -->

  ## Knock on a closed door
  <!-- step: refused -->

  The server owns a port, but it has not called `listen`.

  ```sockratic
  server> socket tcp
  socket(AF_INET, SOCK_STREAM, 0) = 3
  server> bind 0
  bind(3, 127.0.0.1:0) = 0
    server @3   bound to 127.0.0.1:{port:port}
  ```

  As the client, connect to port `{port}`.

  ```goals
  client.error == ECONNREFUSED -- the connection is refused
  ```

  <details><summary>Hint</summary>

  A client needs a socket of its own first.

  </details>
  <details><summary>Solution</summary>

  ```sockratic
  client> socket tcp
  client> connect 127.0.0.1:{port}
  connect(3, 127.0.0.1:{port}) = -1 ECONNREFUSED (Connection refused)
  ```

  </details>

  ## Before you go on
  <!-- step: quiz -->

  ```quiz
  The server now calls listen, and nothing else. The client's connect:
  a) waits until the server calls accept
     The kernel finishes the handshake by itself; accept only fetches the result.
  b) succeeds *
  c) is refused again
     It was refused because nothing listened.
  ```
  """
