import Foundation
import Lessons
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

private let outcomes = [
  LessonOutcome(file: "01-a.md", result: .passed, nanoseconds: 1_234_567_890),
  LessonOutcome(file: "a & <b> \"c\".md", result: .skipped("no # \\ wire")),
  LessonOutcome(
    file: "03-c.md",
    result: .failed([
      LessonOutcome.Problem(
        line: 12, step: "one",
        lines: ["03-c.md:12: step one: not so ]]> \u{1B}[31m", "    - a < b", "    + a > b"]),
      LessonOutcome.Problem(lines: ["03-c.md: and more"]),
    ])),
  LessonOutcome(file: "04-d.md", result: .passedInPart(["step e is left out: no <wire>"])),
]

@Suite struct ReportTests {
  @Test func `JUnit's XML can be parsed, and counts what it holds`() throws {
    let reader = XMLReader()
    let parser = XMLParser(data: Data(junit(outcomes, suite: "a \"suite\"").utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let suite = try #require(reader.elements.first { $0.name == "testsuite" })
    #expect(suite.attributes["name"] == "a \"suite\"")
    #expect(suite.attributes["tests"] == "4")
    #expect(suite.attributes["failures"] == "1")
    #expect(suite.attributes["skipped"] == "1")
    let cases = reader.elements.filter { $0.name == "testcase" }
    #expect(cases.map { $0.attributes["name"] } == outcomes.map(\.file))
    #expect(cases[0].attributes["time"] == "1.234")
    let notes = reader.elements.filter { $0.name == "system-out" }
    #expect(notes.map(\.text).first?.hasPrefix("step e is left out: no <wire>\n") == true)
  }

  @Test func `JUnit's XML says file, line and step of a failure`() throws {
    let reader = XMLReader()
    let parser = XMLParser(data: Data(junit(outcomes, suite: "s").utf8))
    parser.delegate = reader
    #expect(parser.parse())
    let failure = try #require(reader.elements.first { $0.name == "failure" })
    #expect(failure.attributes["message"]?.hasPrefix("03-c.md:12: step one: not so ]]> ") == true)
    #expect(failure.text.contains("[31m\n    - a < b\n    + a > b\n03-c.md: and more"))
    let skipped = try #require(reader.elements.first { $0.name == "skipped" })
    #expect(skipped.attributes["message"] == "no # \\ wire")
  }

  @Test func `TAP has a plan, a line for each lesson, and a block for each failure`() {
    #expect(
      tap(outcomes) == """
        TAP version 13
        1..4
        ok 1 - 01-a.md
        ok 2 - a & <b> "c".md # SKIP no \\# \\\\ wire
        not ok 3 - 03-c.md
          ---
          problems:
            - file: "03-c.md"
              line: 12
              step: "one"
              message: |
                03-c.md:12: step one: not so ]]> \\u{1B}[31m
                    - a < b
                    + a > b
            - file: "03-c.md"
              line: 0
              step: ""
              message: |
                03-c.md: and more
          ...
        ok 4 - 04-d.md
        # step e is left out: no <wire>

        """)
  }

  @Test(arguments: outcomes)
  func `a result survives the pipe from another process`(outcome: LessonOutcome) throws {
    var expected = outcome.result
    if case .failed(var problems) = expected {
      problems[0].lines[0] = problems[0].lines[0].replacing("\u{1B}", with: "\\u{1B}")
      expected = .failed(problems)
    }
    #expect(LessonOutcome.Result(message: outcome.result.message) == expected)
    #expect(LessonOutcome.Result(message: String(outcome.result.message.dropLast())) == nil)
  }

  @Test(arguments: [
    "", "\n", "passed\nmore\n", "passed in part\nmore\n",
    "failed\n\ttext\n", "failed\nproblem\t1\n", "what\n",
  ])
  func `what is no message is no result`(text: String) {
    #expect(LessonOutcome.Result(message: text) == nil)
  }

  @Test func `where nothing may be skipped, a skipped lesson fails and says why`() {
    var outcome = outcomes[1]
    outcome.refuseSkip()
    #expect(outcome.isFailure)
    #expect(outcome.result.message.contains("nothing may be skipped here: no # \\ wire"))
    var part = outcomes[3]
    part.refuseSkip()
    #expect(part.result.message.contains("nothing may be skipped here: step e is left out: "))
  }
}

private final class XMLReader: NSObject, XMLParserDelegate {
  var elements: [(name: String, attributes: [String: String], text: String)] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append((name, attributes, ""))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !elements.isEmpty { elements[elements.count - 1].text += string }
  }
}
