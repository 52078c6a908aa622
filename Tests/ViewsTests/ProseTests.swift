import Log
import Testing
import Views

/// Prose, set for a window.
struct ProseTests {
  private func lines(
    _ blocks: [Prose.Block], width: Int = 40, colour: Bool = false, utf8: Bool = true
  ) -> [String] {
    let style = TerminalText.Style(width: width, colour: colour, utf8: utf8)
    var text = TerminalText(style: style)
    return text.lines(for: Event(seq: 1, time: 1, role: nil, kind: .prose(Prose(blocks))))
  }

  @Test func `a paragraph is broken between words, set in by two columns`() {
    let block = Prose.Block(
      .paragraph,
      [
        Prose.Span("Each "), Prose.Span("socket", .code),
        Prose.Span(" has a state, which is kept by the kernel."),
      ])
    #expect(
      lines([block], width: 30) == [
        "", "  Each `socket` has a state,", "  which is kept by the kernel.",
      ])
  }

  @Test func `no line is wider than the window, whatever the width`() {
    let words = Prose.Span(String(repeating: "a word of prose ", count: 30))
    for width in 20...100 {
      let set = lines(
        [Prose.Block(.paragraph, [words], indent: 4, marker: "12. ")], width: width)
      #expect(set.allSatisfy { displayWidth($0) <= width }, "\(width)")
    }
  }

  @Test func `a program stands at the left margin, whole, so that it can be copied`() {
    let line = "    print(\"a line that is longer than the window is wide\")"
    let block = Prose.Block(.program, [Prose.Span(line, .code)], isApart: false)
    #expect(lines([block], width: 20) == [line])
  }

  @Test func `a list's items hang from their markers`() {
    let item = Prose.Block(
      .paragraph, [Prose.Span("one two three four five six")], marker: "- ", isApart: false)
    #expect(lines([item], width: 20) == ["  - one two three", "    four five six"])
  }

  @Test func `punctuation stays with the code before it`() {
    let spans = [Prose.Span("Type "), Prose.Span("listen", .code), Prose.Span(".")]
    #expect(lines([Prose.Block(.paragraph, spans)], width: 20).last == "  Type `listen`.")
  }

  @Test func `colour takes the place of the marks`() {
    let spans = [Prose.Span("a"), Prose.Span(" "), Prose.Span("b", .code)]
    #expect(
      lines([Prose.Block(.paragraph, spans)], colour: true).last == "  a \u{1b}[33mb\u{1b}[0m")
  }

  @Test func `a lesson's bytes cannot steer the terminal`() {
    for kind in [Prose.Block.Kind.heading, .paragraph, .code, .command] {
      let block = Prose.Block(kind, [Prose.Span("a\u{1b}]0;x\u{7}\u{202E}b")], marker: "\u{1b}")
      for line in lines([block], colour: true) {
        let plain = line.replacing("\u{1b}[1m", with: "").replacing("\u{1b}[33m", with: "")
          .replacing("\u{1b}[0m", with: "")
        #expect(!plain.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E })
      }
    }
  }

  @Test func `code keeps its spaces, and goes on below between words where it does not fit`() {
    let block = Prose.Block(.code, [Prose.Span("  x  =  1234567890", .code)], indent: 2)
    #expect(lines([block], width: 40) == ["", "      x  =  1234567890"])
    #expect(lines([block], width: 20) == ["", "      x  =", "        1234567890"])
  }

  @Test func `only a word of code that is wider than a line is cut`() {
    let text = "client> send \"a long text\" \(String(repeating: "x", count: 50)) @3"
    let block = Prose.Block(.code, [Prose.Span(text, .code)], indent: 4)
    #expect(
      lines([block], width: 40) == [
        "", "      client> send \"a long text\"",
        "        " + String(repeating: "x", count: 32),
        "        " + String(repeating: "x", count: 18) + " @3",
      ])
    for width in 20...100 {
      let set = lines([block], width: width)
      #expect(set.allSatisfy { displayWidth($0) <= width }, "\(width)")
      #expect(set.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }
}
