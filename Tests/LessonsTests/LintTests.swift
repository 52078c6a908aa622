import Lessons
import Testing

/// A body of a step, or with a `#` a whole file, that makes the mistake.
private let examples: [String: String] = [
  "L001": String(repeating: "# long\n", count: 200_000),
  "L002": "bell \u{7}",
  "L003": String(repeating: ">", count: 200) + " deep",
  "L010": "# Another title",
  "L011": "# T\n\n## S\n<!-- step: s -->",
  "L012": "<!-- stpe: two -->",
  "L013": "# T\n<!-- lesson: Big -->",
  "L014": "# T\n<!-- lesson: t; needs: ipv7 -->",
  "L015": "# T\n<!-- lesson: t; deadline: soon -->",
  "L019": "# T\n<!-- lesson: t; language: deutsch bitte -->",
  "L016": quiz.replacing("lesson: sample", with: "lesson: sample; after: nowhere"),
  "L017": quiz.replacing("lesson: sample", with: "lesson: sample; after: sample"),
  "L020": "# T\n<!-- lesson: t -->",
  "L021": "# T\n<!-- lesson: t -->\n\n## S",
  "L022": "```sockratic\na> close\n```\n## R\n<!-- step: one -->",
  "L023": "Only prose.",
  "L030": "```sockratic\na> close",
  "L031": "```sockratik\na> close\n```",
  "L032": "```sockratic when=root\na> close\n```",
  "L033": "- x\n\n  ```sockratic\n  a> close\n  ```",
  "L034": "<details><summary>Solution</summary>\n```sockratic\na> close\n```\n</details>",
  "L035": "```sockratic when=ordinary\na> close\n```",
  "L036": "Connect to <port>.",
  "L037": "<div>\nhello\n</div>",
  "L038": "```python\npass\n```",
  "L040": "</details>",
  "L041": "<details><summary>Hint</summary>\n\n</details>",
  "L042": "<details><summary>Solution</summary>\n\nNo.\n\n</details>",
  "L043": "```goals\na.port == 1 -- one\n```",
  "L044": "<details><summary>Hint</summary>\n\nA.\n\n</details>",
  "L050": "```goals\n```",
  "L051": "```goals\na.state == LISTEN\n```",
  "L052": "```goals\na.stat == LISTEN -- so\n```",
  "L053": "```goals\nlet port = 9000\n```",
  "L060": "```sockratic\n```",
  "L061": "```sockratic\nsend(3) = 1\na> close\n```",
  "L062": "```sockratic\na> close\n" + String(repeating: "a\n", count: 501) + "```",
  "L063": "```sockratic\na> close\nclose({x:word}) = 0\n```",
  "L064": "```sockratic\na> close {*}\n```",
  "L065": "```sockratic\na> socket tcp\na> lisen\n```",
  "L066": "```sockratic\na> connect 192.0.2.1:80\n```",
  "L067": "```sockratic\na> socket tcp\na> bind 9000\n```",
  "L070": "Port `{port}`.",
  "L071": "```sockratic\na> close\nclose({x:fd}) = {x:fd}\na> close @{x}\n```",
  "L072": "```sockratic\na> close\nclose({x:fd}) = 0\n```",
  "L080": "```quiz\na) x *\nb) y\n   No.\n```",
  "L081": "```quiz\nWhat?\na) x *\nc) y\n   No.\n```",
  "L082": "```quiz\nWhat?\na) x *\nb) y *\n```",
  "L083": "```quiz\nWhat?\na) x *\nb) y\n```",
]

private let quiz = lesson(step: "```quiz\nWhat?\na) x *\nb) y\n   No.\n```")

@Suite struct LintTests {
  private func found(
    _ text: String, siblings: [LessonText] = [], shipped: [LessonText] = []
  ) -> [String] {
    lint([text.read], siblings: siblings, shipped: shipped).map(\.description)
  }

  @Test func `each code has an example, but the one that only playing finds, and one of two files`()
  {
    let codes = LessonRule.all.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    #expect(Set(codes) == Set(examples.keys).union(["L054", "L018"]))
  }

  @Test(arguments: examples.sorted { $0.key < $1.key })
  func `a mistake is found, with file, line, what was expected, and its code`(
    code: String, example: String
  ) throws {
    let text = example.hasPrefix("# ") && code != "L010" ? example : lesson(step: example)
    let line = try #require(found(text).first { $0.hasSuffix(" [\(code)]") }, "\(found(text))")
    #expect(line.wholeMatch(of: /sample\.md:[0-9]+: .+; expected .+ \[L[0-9]+\]/) != nil, "\(line)")
  }

  @Test(arguments: LessonRule.all.map(\.code))
  func `a code is explained, however it is written`(code: String) throws {
    let rule = try #require(LessonRule.find(code.lowercased()))
    #expect(rule.code == code)
    #expect(rule.explanation.hasSuffix("."))
  }

  @Test func `a command that is not understood names its line and column`() {
    #expect(
      found(lesson(step: "```sockratic\na> socket tcp\nserver> lisen\n```")).first?
        .hasPrefix("sample.md:8: a command that is not understood: unknown command “lisen”") == true
    )
  }

  @Test func `a command with names is read with values of their kinds`() {
    let body = """
      ```sockratic
      a> socket udp
      a> bind 0
        a @3   bound to {host:text}:{port:port}
      a> sendto 127.0.0.1:{port} "x"
      a> sendto {host}:{port} "x"
      a> send @{fd} "{{"
      ```
      """
    let before = "```sockratic\na> socket udp\nsocket(AF_INET, SOCK_DGRAM, 0) = {fd:fd}\n```\n"
    #expect(found(lesson(step: before + body)) == [])
  }

  @Test(arguments: [("bind 80", true), ("bind 8080", false), ("connect 127.0.0.1:22", true)])
  func `a well-known port is allowed where privilege decides`(command: String, isAllowed: Bool) {
    let body = "```sockratic when=privileged\na> socket tcp\na> \(command)\n```\n"
    let both = body + body.replacing("privileged", with: "ordinary")
    #expect(found(lesson(step: both)).isEmpty == isAllowed)
  }

  @Test func `on the wire a role has addresses and ports to itself`() {
    let body = """
      ```sockratic
      a> wire up
      a> role b on bob
      b> socket tcp
      b> bind *:9000
      b> connect 10.0.0.9:80
      ```
      """
    #expect(found(lesson(step: body)) == [])
    let others = found(lesson(step: body.replacing("b> bind", with: "a> bind")))
    #expect(others.count == 1 && others[0].hasSuffix("[L067]"), "\(others)")
  }

  @Test(arguments: [
    ("b> bind *:9000", true), ("a> role b on bob; bind *:9000", true),
    ("a> role b; connect bob:9000; role a; bind 0", true), ("a> repeat 2 { b> bind *:9000 }", true),
    ("b> repeat 2 { sendto 10.0.0.9:80 x }", true),
    ("b> repeat 2 { repeat 2 { sendto 10.0.0.9:80 x } }", true), ("a> bind *:9000", false),
    ("b> role a; bind *:9000", false), ("a> repeat 2 { bind 9000 }", false),
    ("b> repeat 2 { a> bind 9000 }", false), ("b> repeat 2 { a> sendto 10.0.0.9:80 x }", false),
    ("b> repeat 2 { role a; sendto 10.0.0.9:80 x }", false),
  ])
  func `a port counts as fixed by who binds it or connects to it, wherever in a line`(
    line: String, isAllowed: Bool
  ) {
    let body = """
      ```sockratic
      a> wire up
      a> role b on bob
      b> socket tcp
      \(line)
      ```
      """
    #expect(found(lesson(step: body)).isEmpty == isAllowed, "\(found(lesson(step: body)))")
  }

  @Test func `after can name a shipped lesson or one of the same folder`() {
    let text = quiz.replacing("lesson: sample", with: "lesson: sample; after: other")
    let other = quiz.replacing("lesson: sample", with: "lesson: other").read(from: "other.md")
    #expect(found(text).count == 1)
    #expect(found(text, siblings: [other]) == [])
    #expect(found(text, shipped: [other]) == [])
  }

  @Test func `lessons in a circle are found in each of them`() {
    let first = quiz.replacing("lesson: sample", with: "lesson: a; after: b").read(from: "a.md")
    let second = quiz.replacing("lesson: sample", with: "lesson: b; after: a").read(from: "b.md")
    #expect(lint([first, second]).map(\.rule.code) == ["L017", "L017"])
    #expect(
      lint([first], siblings: [second]).map(\.message) == [
        "lessons that come after each other: a, b, a"
      ])
  }

  @Test func `a second lesson with the same id is found, a shipped one may be replaced`() {
    let same = quiz.read(from: "other.md")
    #expect(lint([quiz.read], siblings: [same]).map(\.rule.code) == ["L018"])
    #expect(lint([quiz.read], siblings: [quiz.read], shipped: [same]) == [])
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a shipped lesson has no mistake`(name: String) throws {
    let all = ShippedLessons.all.map { $0.text.read(from: $0.name) }
    let text = try #require(ShippedLessons.find(name)).text.read(from: name)
    #expect(lint([text], shipped: all) == [])
  }
}

extension String {
  fileprivate var read: LessonText { read(from: "sample.md") }

  fileprivate func read(from file: String) -> LessonText {
    LessonText(file: file, bytes: Array(utf8))
  }
}
