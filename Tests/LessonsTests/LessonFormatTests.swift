import Lessons
import Testing

@Suite struct LessonFormatTests {
  private static let text = """
    # Sockets & *such*
    <!-- lesson: sample; after: a-socket; needs: ipv6, wire; deadline: 60s -->

    Before all steps.

    ## First
    <!-- step: one -->

    Some `code`, and a [link](https://example.org).

    1. an item

    ```sockratic
    # a comment
    server> socket tcp
    socket(AF_INET, SOCK_STREAM, 0) = 3
      # why it came so

    server(accept)> bind 0
      server @3   bound to {*}:{port:port}
    ...
    server>
    ! EINVAL
    ```

    ```goals
    server.state == LISTEN -- it listens on {port}

    let door = server@3.port
    client.alive -- the client is there -- still
    ```

    <details><summary>Hint</summary>

    The *first*.

    </details>
    <details>
    <summary> Hint </summary>

    The second.

    </details>

    <details><summary>Solution</summary>

    Like this:

    ~~~sockratic
    server> listen
    ~~~

    </details>

    ## Second
    <!-- step: two -->

    Port {door}.

    ```quiz
    What
    happens?
    a) one thing
       Not so,
       because.
    b) another thing *
    ```

    ```python client.py
    import socket

        indented
    ```
    """

  private func parsed(_ text: String = text) throws -> Lesson {
    try Lesson.parse(text, file: "sample.md")
  }

  @Test func `the head of a lesson is read`() throws {
    let lesson = try parsed()
    #expect(lesson.id == "sample")
    #expect(lesson.after == "a-socket")
    #expect(lesson.needs == [.ipv6, .wire])
    #expect(lesson.steps.flatMap(\.needs) == [])
    #expect(lesson.deadline == 60_000)
    #expect(lesson.title == "Sockets & such")
    #expect(lesson.file == "sample.md")
    #expect(lesson.introduction.map(\.plainText) == ["Before all steps."])
    #expect(lesson.steps.map(\.id) == ["one", "two"])
    #expect(lesson.steps.map(\.title) == ["First", "Second"])
    #expect(lesson.steps.map(\.line) == [6, 55])
  }

  @Test func `prose keeps its shape and its lines`() throws {
    let step = try parsed().steps[0]
    #expect(step.prose.map(\.lines.lowerBound) == [9, 11])
    #expect(step.prose[0].children.map(\.kind).contains(.link(url: "https://example.org")))
    #expect(step.prose[1].kind == .list(start: 1, tight: true))
  }

  @Test func `a block is a list of commands with what they show`() throws {
    let block = try #require(try parsed().steps[0].demonstrations.first)
    #expect(
      block.exchanges.map(\.command.text) == [
        "server> socket tcp", "server(accept)> bind 0", "server>", "! EINVAL",
      ])
    #expect(block.exchanges.map(\.line) == [15, 19, 22, 23])
    #expect(block.exchanges.map(\.expected.count) == [1, 2, 0, 0])
    #expect(block.exchanges[1].expected.map(\.kind) == [.state, .ellipsis])
    #expect(block.exchanges[1].expected.map(\.line) == [20, 21])
    #expect(
      block.exchanges[1].expected[0].pattern.text == "  server @3   bound to {*}:{port:port}")
  }

  @Test func `a block whose first command has no role tells output by its shape`() throws {
    let text = lesson(step: "```sockratic\nsocket tcp\nsocket(1) = 3\nlisten\nyou< x(1) = 1\n```")
    let block = try parsed(text).steps[0].demonstrations[0]
    #expect(block.exchanges.map(\.command.text) == ["socket tcp", "listen"])
    #expect(block.exchanges.map(\.expected.count) == [1, 1])
  }

  @Test func `goals, hints and solutions are read in their order`() throws {
    let step = try parsed().steps[0]
    let goals = try #require(step.goals)
    #expect(goals.goals.map(\.fact.text) == ["server.state == LISTEN", "client.alive"])
    #expect(goals.goals.map(\.text) == ["it listens on {port}", "the client is there -- still"])
    #expect(goals.goals.map(\.line) == [27, 30])
    #expect(goals.keeps.map(\.name) == ["door"])
    #expect(goals.keeps.map(\.fact.text) == ["server@3.port"])
    #expect(step.hints.map { $0.prose.map(\.plainText) } == [["The first."], ["The second."]])
    #expect(step.solutions.count == 1)
    #expect(step.solutions[0].transcripts[0].exchanges.map(\.command.text) == ["server> listen"])
  }

  @Test func `a quiz has its question, its answers and their reasons`() throws {
    let quiz = try #require(try parsed().steps[1].quizzes.first)
    #expect(quiz.question == "What happens?")
    #expect(quiz.answers.map(\.letter) == ["a", "b"])
    #expect(quiz.answers.map(\.text) == ["one thing", "another thing"])
    #expect(quiz.answers.map(\.isRight) == [false, true])
    #expect(quiz.answers.map(\.reason) == ["Not so, because.", nil])
  }

  @Test func `a program keeps its lines as they are`() throws {
    let program = try #require(try parsed().steps[1].programs.first)
    #expect(program.file == "client.py")
    #expect(program.source == "import socket\n\n    indented\n")
  }

  @Test(arguments: ["\r\n", "\r"])
  func `line ends of other systems are line ends`(end: String) throws {
    let lesson = try parsed(Self.text.replacing("\n", with: end))
    #expect(lesson == (try parsed()))
  }

  @Test func `a fence longer than its content's is one fence`() throws {
    let text = lesson(step: "````sockratic\na> send \"`\"\n````")
    #expect(try parsed(text).steps[0].demonstrations[0].exchanges.count == 1)
  }

  @Test func `an indented block is prose`() throws {
    let text = lesson(step: "See:\n\n    GET / HTTP/1.1\n\nand so on.")
    #expect(try parsed(text).steps[0].prose.count == 3)
  }
}
