import Log
import Testing
import Views

@Suite struct DiagnosticLinesTests {
  private func lines(_ diagnostic: Diagnostic, width: Int = 80) -> [String] {
    var screen = Screen(.init(width: width))
    screen.show(nil, .diagnostic(diagnostic))
    return screen.lines
  }

  /// The character above the caret.
  private func pointedAt(_ lines: [String]) -> String {
    guard let caret = lines.firstIndex(where: { $0.hasSuffix("^") }), caret > 0 else { return "" }
    let column = displayWidth(lines[caret]) - 1
    var before = ""
    for character in lines[caret - 1] {
      if displayWidth(before) == column { return String(character) }
      before.append(character)
    }
    return ""
  }

  @Test func `at the prompt, a diagnostic is a comment with a caret under the column`() {
    let diagnostic = Diagnostic(
      "unknown command “lisen”", advice: "did you mean “listen”?", line: "socket; lisen", column: 9)
    #expect(
      lines(diagnostic) == [
        "  # unknown command “lisen”",
        "  #   socket; lisen",
        "  #           ^",
        "  # did you mean “listen”?",
      ])
  }

  @Test func `in a file, it begins as a compiler's does`() {
    let diagnostic = Diagnostic(
      "unknown command", line: "lisen", column: 1, file: "a.sock", lineNumber: 3)
    #expect(lines(diagnostic) == ["a.sock:3: unknown command", "    lisen", "    ^"])
  }

  @Test func `the caret stands right after wide, combining and escaped characters`() {
    for start in ["世界 ", "e\u{301}e\u{301} ", "\u{1b}[2J\u{202E}\0 ", "\t\n"] {
      let diagnostic = Diagnostic("no", line: start + "X and more", column: start.count + 1)
      #expect(pointedAt(lines(diagnostic)) == "X", "after \(start.debugDescription)")
    }
  }

  @Test(arguments: [20, 40, 80]) func `a long line is shown around its column`(width: Int) {
    for target in [0, 10, 25, 5000, 99_998] {
      var line = Array(repeating: Character("ä"), count: 99_999)
      line[target] = "X"
      let shown = lines(Diagnostic("no", line: String(line), column: target + 1), width: width)
      #expect(pointedAt(shown) == "X", "at \(target)")
      #expect(shown.allSatisfy { displayWidth($0) <= width })
    }
  }

  @Test func `a column behind the end points behind the end`() {
    #expect(lines(Diagnostic("more is missing", line: "bind", column: 5))[2] == "  #       ^")
    #expect(lines(Diagnostic("more is missing", line: "bind", column: 500)).count == 3)
  }

  @Test func `a megabyte of combining marks is one short line`() {
    let line = "a" + String(repeating: "\u{301}", count: 500_000)
    let shown = lines(Diagnostic("no", line: line, column: 1))
    #expect(shown.allSatisfy { $0.utf8.count < 200 })
  }
}
