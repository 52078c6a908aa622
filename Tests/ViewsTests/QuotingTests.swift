import SystemCalls
import Testing
import Views

@Suite struct QuotingTests {
  private func quoted(_ bytes: [UInt8]) -> String {
    let line = shortEntry(Sample.recv(bytes))
    return String(line.dropFirst("recv(4, ".count).dropLast(", 4096, 0)".count))
  }

  private func quoted(_ text: String) -> String { quoted(Array(text.utf8)) }

  @Test func `controls, quotes and backslashes are written as the language reads them`() {
    #expect(quoted("a\n\r\t\0\"\\z") == #""a\n\r\t\0\"\\z""#)
    #expect(quoted("one\u{1b}[31m two\u{7f}") == #""one\x1b[31m two\x7f""#)
  }

  @Test func `letters of every script are shown, tricks are escaped`() {
    #expect(quoted("grüße, 世界 e\u{301}") == "\"grüße, 世界 e\u{301}\"")
    #expect(quoted("abc\u{202E}cba\u{2066}\u{200F}") == #""abc\u{202E}cba\u{2066}\u{200F}""#)
    #expect(quoted("a\u{200B}b\u{2028}c\u{85}d") == #""a\u{200B}b\u{2028}c\u{85}d""#)
    #expect(
      quoted("ab c\u{E000}\u{A0}c\u{378}d\u{FEFF}efg")
        == #""ab c\u{E000}\u{A0}c\u{378}d\u{FEFF}efg""#)
  }

  @Test func `a combining mark needs something to stand on, and only two may`() {
    #expect(quoted("\u{301}abcdef") == #""\u{301}abcdef""#)
    #expect(quoted("e\u{301}\u{302}\u{303}") == "\"e\u{301}\u{302}\\u{303}\"")
  }

  @Test func `bytes that are no UTF-8 are written one by one`() {
    #expect(quoted([0x61, 0x62, 0xff, 0x63, 0xc3]) == #""ab\xffc\xc3""#)
    #expect(quoted([0x61, 0x62, 0xc0, 0x80, 0x64]) == #""ab\xc0\x80d""#)
    #expect(quoted([0x61, 0xed, 0xa0, 0x80]) == #""a\xed\xa0\x80""#)
  }

  @Test func `long data is cut, and the ellipsis stands outside the quotes`() {
    let text = String(repeating: "x", count: 65)
    #expect(quoted(String(text.dropLast())) == "\"\(text.dropLast())\"")
    #expect(quoted(text) == "\"\(text.dropLast())\"…")
    #expect(
      quoted(String(repeating: "世", count: 40)) == "\"\(String(repeating: "世", count: 32))\"…")
  }

  @Test func `an escape is never cut in the middle`() {
    let text = String(repeating: "x", count: 62) + "\u{1b}yy"
    #expect(quoted(text) == "\"\(String(repeating: "x", count: 62))\"…")
  }

  @Test func `binary data shows a short prefix in the call`() {
    #expect(quoted([0, 1, 0x80, 0x81, 0xff, 0xfe, 0, 0, 0]) == #""\0\x01\x80\x81"…"#)
  }
}
