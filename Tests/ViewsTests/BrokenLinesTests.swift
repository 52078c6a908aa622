import Log
import Testing

@testable import Views

@Suite struct BrokenLinesTests {
  @Test(arguments: [
    ("  4  eth0  UP RUNNING BROADCAST", 40, ["  4  eth0  UP RUNNING BROADCAST"]),
    ("  4  eth0  UP RUNNING BROADCAST", 24, ["  4  eth0  UP RUNNING", "    BROADCAST"]),
    ("  a b  c", 5, ["  a b", "  c"]), ("", 20, [""]), ("      ", 4, ["", "  "]),
    ("  abcdefghij", 6, ["  abcd", "   efg", "   hij"]), ("日本 日本", 5, ["日本", "  日", "  本"]),
  ])
  func `a line that is too wide goes on behind a space`(
    line: String, width: Int, lines: [String]
  ) {
    #expect(brokenAtWords(line, width: width) == lines)
  }

  @Test(arguments: [20, 24, 40]) func `no word of a list is torn in a narrow window`(width: Int) {
    let text = "4  eth0  UP RUNNING BROADCAST MULTICAST\n   fe80::1%4\n"
    var view = TerminalText(style: TerminalText.Style(width: width))
    let lines = view.lines(for: Event(seq: 1, time: 0, role: nil, kind: .output(text)))
    #expect(lines.allSatisfy { displayWidth($0) <= width }, "\(lines)")
    #expect(lines.joined(separator: " ").split(separator: " ") == text.split { " \n".contains($0) })
  }
}
