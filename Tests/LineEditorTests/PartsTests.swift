import Testing

@testable import LineEditor

@Suite struct LineSplitterTests {
  @Test func `lines are cut at their ends, and the rest is a line`() {
    var splitter = LineSplitter()
    splitter.append(Array("a\r\n\nb\0\u{E9}".utf8) + [0xFF])
    #expect(splitter.next() == .text("a"))
    #expect(splitter.next() == .text(""))
    #expect(splitter.next() == nil)
    #expect(splitter.rest() == .text("b\0é\u{FFFD}"))
    #expect(splitter.rest() == nil)
  }

  @Test func `a line of more than 1 MiB is skipped, whatever the pieces`() {
    var splitter = LineSplitter()
    for _ in 0..<40 {
      splitter.append([UInt8](repeating: 0x78, count: 65_536))
      #expect(splitter.next() == nil)
    }
    splitter.append(Array("\nnext\n".utf8))
    #expect(splitter.next() == .tooLong)
    #expect(splitter.next() == .text("next"))
  }

  @Test func `1 MiB is not too long`() {
    var splitter = LineSplitter()
    splitter.append([UInt8](repeating: 0x78, count: 1 << 20) + [0x0A])
    #expect(splitter.next() == .text(String(repeating: "x", count: 1 << 20)))
  }
}

@Suite struct InputDecoderTests {
  @Test func `broken UTF-8 becomes U+FFFD, and half a character waits`() {
    var decoder = InputDecoder()
    decoder.append([0xFF, 0xE6, 0x97])
    #expect(decoder.next() == .scalar("\u{FFFD}"))
    #expect(decoder.next() == .none(isUnfinished: true))
    decoder.append([0xA5])
    #expect(decoder.next() == .scalar("日"))
    decoder.append([0xE6, 0x41])
    #expect(decoder.next() == .scalar("\u{FFFD}"))
    #expect(decoder.next() == .scalar("A"))
  }

  @Test func `a paste is bounded`() {
    var decoder = InputDecoder()
    decoder.append(Array("\u{1B}[200~".utf8))
    for _ in 0..<40 {
      decoder.append([UInt8](repeating: 0x78, count: 65_536))
      #expect(decoder.next() == .none(isUnfinished: false))
    }
    decoder.append(Array("\u{1B}[201~".utf8))
    guard case .paste(let text) = decoder.next() else {
      Issue.record("no paste")
      return
    }
    #expect(text.utf8.count == InputDecoder.pasteLimit)
  }

  @Test func `controls in a paste are not obeyed`() {
    var decoder = InputDecoder()
    decoder.append(Array("\u{1B}[200~a\u{1B}[Ab\0\r\nc\u{1B}[201~".utf8))
    #expect(decoder.next() == .paste("a\u{FFFD}[Ab\u{FFFD}\nc"))
  }
}

@Suite struct CompletionListTests {
  private func list(_ names: [String], summary: String? = nil) -> CompletionList {
    CompletionList(candidates: names.map { .init($0, summary: summary) })
  }

  @Test func `columns fill from the top`() {
    #expect(list(["a", "bb", "c"]).lines(width: 8, rows: 24) == ["a   c", "bb"])
  }

  @Test func `summaries are cut at the width, and left out where there are too many`() {
    #expect(list(["a"], summary: "long words").lines(width: 8, rows: 24) == ["a  lon…"])
    #expect(list(["a", "b", "c"], summary: "x").lines(width: 20, rows: 4) == ["a  b  c"])
  }
}

@Suite struct LayoutTests {
  @Test func `wide characters, controls and tabs take their room`() {
    TerminalTraits.useUTF8()
    var layout = Layout(columns: 10)
    layout.place("日本\u{1}\tx".unicodeScalars)
    #expect((layout.row, layout.column) == (0, 9))
    layout.place("日".unicodeScalars)
    #expect((layout.row, layout.column) == (1, 2))
  }
}
