import Lessons
import Testing

/// Each mistake in a step's body, which begins in line 6, and what is said of it.
private let inSteps: [(body: String, said: String)] = [
  ("```sockratik\na> go\n```", "6: a fence of the unknown kind “sockratik”; expected sockratic"),
  ("```\na> go\n```", "6: a fence without a kind; expected sockratic, goals, quiz or python"),
  ("```sockratic\na> go", "6: a fence that is not closed; expected ``` on a line of its own"),
  ("```sockratic\na> go\n\n```goals\nx\n```", "6: a fence that is not closed; expected ```"),
  ("````sockratic\na> go\n```", "6: a fence that is not closed"),
  ("```sockratic\n```", "6: a sockratic block without a command; expected role> command"),
  ("```sockratic\nsend(3) = 1\na> go\n```", "7: output before any command; expected role>"),
  ("```sockratic when=root\na> go\n```", "6: a fence with the unknown option “when=root”"),
  ("```sockratic when=ordinary\na> go\n```", "6: a block with when=ordinary alone; expected"),
  ("```sockratic\na> go {x:port}\n```", "7: a command with a capture or {*}; expected {name}"),
  ("```sockratic\na> go {*}\n```", "7: a command with a capture or {*}; expected {name}"),
  ("```sockratic\na> go\ngo({x:word}) = 1\n```", "8: {x:word} captures an unknown kind; expected"),
  ("```sockratic\na> go {\n```", "7: a brace that is not closed; expected {name}, {*} or {{"),
  ("```sockratic\na> go {port}\n```", "7: {port} has no value here; expected a capture"),
  ("```sockratic\na> go\ngo({port}) = 1\n```", "8: {port} has no value here"),
  ("Port `{port}`.", "6: {port} has no value here"),
  ("```sockratic\na> go\ngo({x:fd}) = 1\n```", "8: {x} is never used; expected {*}"),
  (
    "```sockratic\na> go\ngo({x:fd}) = {x:fd}\na> go {x}\n```",
    "8: {x} already has a value, from line 8"
  ),
  ("```goals\n```", "6: a goals block without a goal; expected FACT -- TEXT"),
  ("```goals\na.state == LISTEN\n```", "7: a goal without a text; expected FACT -- what"),
  ("```goals\na.state == LISTEN --\n```", "7: a goal without a text"),
  (
    "```goals\nlistening -- it listens\n```",
    "7: “listening” is no fact: the facts are state, local"
  ),
  ("```goals\na.stat == LISTEN -- so\n```", "7: “a.stat == LISTEN” is no fact: the facts are"),
  ("```goals\na.state == LISTENING -- so\n```", "7: “a.state == LISTENING” is no fact: state is"),
  ("```goals\na.state = LISTEN -- so\n```", "7: “a.state = LISTEN” is no fact: expected"),
  ("```goals\nA.state == LISTEN -- so\n```", "7: “A.state == LISTEN” is no fact"),
  ("```goals\na@x.state == LISTEN -- so\n```", "7: “a@x.state == LISTEN” is no fact"),
  ("```goals\na.port == {p} -- so\n```", "7: {p} has no value here"),
  ("```goals\na.port == {p:port} -- so\n```", "7: a fact with a capture or {*}; expected {name}"),
  ("```goals\nlet Port = a.port\n```", "7: a let that is not understood; expected let NAME"),
  ("```goals\nlet port\n```", "7: a let that is not understood"),
  ("```goals\nlet port = 9000\n```", "7: “9000” is nothing to keep; expected let NAME = FACT"),
  ("```goals\nlet port = a.prot\n```", "7: “a.prot” is nothing to keep"),
  ("```goals\nlet p = a.port\n```", "7: {p} is never used; expected {*}"),
  ("```goals\na.port == 1 -- one\n```", "6: goals without a solution; expected <details>"),
  ("```goals now\na.port == 1 -- one\n```", "6: a fence with the unknown option “now”"),
  ("```quiz\na) x *\nb) y\n   No.\n```", "6: a quiz without a question"),
  ("```quiz\nWhat?\na) x *\n```", "6: a quiz with too few answers; expected at least a) and b)"),
  ("```quiz\nWhat?\na) x\n   No.\nb) y\n   No.\n```", "6: a quiz with 0 right answers; expected"),
  ("```quiz\nWhat?\na) x *\nb) y *\n```", "6: a quiz with 2 right answers; expected exactly one"),
  ("```quiz\nWhat?\na) x *\nb) y\n```", "9: a wrong answer without a reason; expected an"),
  ("```quiz\nWhat?\na) x *\nc) y\n   No.\n```", "9: answer c) out of order; expected b)"),
  ("```quiz\nWhat?\na) *\nb) y\n   No.\n```", "8: an empty answer; expected a) TEXT"),
  ("```quiz\nWhat?\na) x *\nb) y\n   No.\nz\n```", "11: a line of no answer; expected an answer"),
  ("```python\npass\n```", "6: a python fence without a file name; expected python NAME.py"),
  ("```python ../x.py\npass\n```", "6: a python fence without a file name"),
  ("<details><summary>Hint</summary>\n\n</details>", "6: an empty hint; expected a sentence"),
  ("<details><summary>Hint</summary>\n\nA.\n\n</details>", "6: a hint or a solution without goals"),
  ("<details><summary>Tip</summary>\n\nA.\n\n</details>", "6: <details> without a summary that is"),
  (
    "<details><summary>Hint</summary>\n\nA.", "6: <details> that is not closed; expected </details>"
  ),
  ("</details>", "6: </details> without <details>; expected it after a <details>"),
  (
    "<details><summary>Solution</summary>\n```sockratic\na> go\n```\n</details>",
    "7: a fence that is swallowed as HTML; expected a blank line before it"
  ),
  (
    "<details><summary>Solution</summary>\n\nNo.\n\n</details>",
    "6: a solution without a command; expected a sockratic block"
  ),
  (
    "<details><summary>Hint</summary>\n\n```sockratic\na> go\n```\n\n</details>",
    "8: commands in a hint; expected prose"
  ),
  (
    "<details><summary>Hint</summary>\n\n```goals\na.port == 1 -- so\n```\n\n</details>",
    "8: a goals fence within <details>; expected </details> before it"
  ),
  (
    "<details><summary>Hint</summary>\n\nA.\n\n<details><summary>Hint</summary>\n\nB.\n\n</details>",
    "10: <details> within the one of line 6; expected </details> before it"
  ),
  ("<!-- step: two -->", "6: a second id for this step; expected one <!-- step: ID -->"),
  ("<!-- stpe: two -->", "6: a comment of an unknown kind; expected <!-- lesson: ID -->"),
  ("<!-- remember this -->", "6: a malformed comment; expected <!-- lesson: ID -->"),
  ("<!-- step: two", "6: a comment that is not closed; expected -->"),
  ("<!-- lesson: two -->", "6: a second lesson comment; expected one in a file"),
  ("Connect to <port>.", "6: “<port>” in prose, which vanishes as HTML; expected back-ticks"),
  ("<div>\nhello\n</div>", "6: “<div>” within HTML; expected a comment"),
  ("- a list\n\n  ```sockratic\n  a> go\n  ```", "8: a fence inside a list or a quote; expected"),
  ("# Another title", "6: a second title; expected ## for a step"),
  ("##", "6: an empty heading; expected a title"),
  ("bell \u{7}", "6: the invisible character U+7; expected visible text"),
  ("left \u{202E}right", "6: the invisible character U+202E"),
  (
    String(repeating: ">", count: 200) + " deep",
    "6: text nested too deeply; expected plain text and lists"
  ),
]

/// Mistakes of whole files.
private let inFiles: [(text: String, said: String)] = [
  ("", "1: a lesson without a title; expected # TITLE first"),
  ("", "1: a lesson without a step; expected ## TITLE"),
  ("# T\n\n## S\n<!-- step: s -->", "1: no lesson comment; expected <!-- lesson: ID --> between"),
  ("Hello\n\n# T\n<!-- lesson: t -->", "1: a lesson without a title"),
  (
    "# T\n<!-- lesson: t -->\n\n## S\n\nText", "4: a step without an id; expected <!-- step: ID -->"
  ),
  (
    "# T\n<!-- lesson: t -->\n\n## S\n<!-- step: s -->\n## R\n<!-- step: s -->",
    "7: the step id “s” a second time; expected an id of its own (the first is in line 5)"
  ),
  ("# T\n<!-- lesson: t -->\n<!-- step: s -->", "3: a step comment before any step; expected one"),
  ("# T\n## S\n<!-- step: s -->\n<!-- lesson: t -->", "4: the lesson comment within a step"),
  ("# T\n<!-- lesson: t -->\n```goals\n```", "3: a fence before the first step; expected a step"),
  ("# T\n<!-- lesson: Big -->", "2: “Big” is no id; expected lower-case letters, digits and"),
  (
    "# T\n<!-- lesson: t; needs: ipv7 -->", "2: needs “ipv7”, which is unknown; expected ipv6, wire"
  ),
  ("# T\n<!-- lesson: t; needs: -->", "2: needs “”, which is unknown"),
  (
    "# T\n<!-- lesson: t -->\n## S\n<!-- step: s; needs: wires -->",
    "4: needs “wires”, which is unknown; expected ipv6, wire"
  ),
  (
    "# T\n<!-- lesson: t -->\n## S\n<!-- step: s; after: r -->",
    "4: a comment with an unknown part “after”; expected step, needs"
  ),
  ("# T\n<!-- lesson: t; deadline: soon -->", "2: “soon” is no deadline; expected a time such as"),
  ("# T\n<!-- lesson: t; deadline: 0s -->", "2: “0s” is no deadline"),
  ("# T\n<!-- lesson: t; before: u -->", "2: a comment with an unknown part “before”; expected"),
  ("# T\n<!-- lesson: t; after: u; after: v -->", "2: “after” stands twice in a comment"),
  ("# T\n<!-- lesson: t; -->", "2: a malformed comment; expected <!-- lesson: ID -->"),
]

@Suite struct LessonMistakeTests {
  @Test(arguments: inSteps)
  func `a mistake in a step names its line and what was expected`(
    body: String, said: String
  ) throws {
    let found = mistakes(in: lesson(step: body))
    #expect(found.contains { $0.hasPrefix(said) }, "\(found)")
  }

  @Test(arguments: inFiles)
  func `a mistake of a file names its line and what was expected`(
    text: String, said: String
  ) throws {
    let found = mistakes(in: text)
    #expect(found.contains { $0.hasPrefix(said) }, "\(found)")
  }

  @Test func `all mistakes are told at once, in the order of their lines`() {
    let found = mistakes(in: lesson(step: "```goals\nx -- y\nlet z\n```\n\n<b>\n\n```what\n```"))
    #expect(
      found.map { $0.prefix { $0 != ";" } }.map { $0.prefix(45) } == [
        "6: goals without a solution", "7: “x” is no fact: the facts are state, local",
        "8: a let that is not understood",
        "11: “<b>” within HTML", "13: a fence of the unknown kind “what”",
      ])
  }

  @Test func `what a solution captures is its own`() {
    let found = mistakes(
      in: lesson(
        step: """
          ```goals
          a.alive -- a is there
          ```
          <details><summary>Solution</summary>

          ```sockratic
          a> go
          go({x:fd}) = 1
          a> use {x}
          ```

          </details>

          So it was {x}.
          """))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("19: {x} has no value here") == true)
  }

  @Test func `two blocks for different privileges capture the same name`() {
    let found = mistakes(
      in: lesson(
        step: """
          ```sockratic when=privileged
          a> go
          go({x:fd}) = 1
          ```
          ```sockratic when=ordinary
          a> go
          go({x:fd}) = 2
          ```
          So it was {x}.
          """))
    #expect(found == [])
  }

  @Test func `bytes that are no text name their line`() throws {
    let rule = try #require(LessonRule.find("L001"))
    let mistake = LessonError(
      rule, file: "s.md", line: 2, message: "bytes that are no UTF-8", expected: "UTF-8 text")
    #expect(throws: LessonErrors([mistake])) {
      try Lesson.parse(bytes: Array("# T\nx".utf8) + [0xFF, 0x0A], file: "s.md")
    }
  }

  @Test func `a mistake never quotes a control raw`() {
    let found = mistakes(in: lesson(step: "```\u{1B}[31m\nx\n```"))
    #expect(found.contains { $0.hasPrefix("6: a fence of the unknown kind “\\u{1B}[31m”") })
  }

  @Test func `a file that is too large to be a lesson is not read`() {
    let bytes = [UInt8](repeating: 0x2A, count: 2 << 20)
    #expect(throws: LessonErrors.self) { try Lesson.parse(bytes: bytes, file: "s.md") }
  }

  @Test
  func `no file breaks the reader`() {
    var generator = Weyl(state: 7)
    let words = [
      "# T\n", "## S\n", "<!-- step: s -->", "<!-- lesson: t -->", "```sockratic\n", "```\n", "{",
      "}", "{x:port}", "{x}", "a> go\n", "<details>", "<summary>Hint</summary>", "</details>\n",
      "\n\n", "goals", " -- ", "let x = a.b\n", "```quiz\n", "a) x *\n", "- ", "> ", "\u{0}", "é",
      "`", "<!--", "-->", "  ", "a.b == c", "```python p.py\n",
    ]
    for _ in 0..<2000 {
      let count = Int(generator.next() % 40)
      let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined()
      let found = mistakes(in: text)
      #expect(found.allSatisfy { $0.first?.isNumber == true })
    }
  }
}

/// The same numbers on every run.
private struct Weyl: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    let mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return mixed ^ (mixed >> 31)
  }
}
