import PseudoTerminal
import Testing

@Suite struct LateOutputTests {
  @Test func `late lines appear above a half-typed line, which stays`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path])
    terminal.send("half\u{1B}[D")
    try terminal.expectScreen { $0.cursor == (0, 10) }
    try late.send("server< recv = 5")
    try terminal.expectScreen {
      $0.lines[0] == "server< recv = 5" && $0.lines[1] == "probe> half" && $0.cursor == (1, 10)
    }
    terminal.send("X\r")
    try terminal.expect("got: halXf")
  }

  @Test func `late lines appear above a line of several rows, and after a resize`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path], columns: 20, rows: 12)
    terminal.send("aaaaaaaaaa bbbbbbbbbb cccccccccc\u{1B}[D\u{1B}[D")
    try terminal.expectScreen { $0.cursor == (1, 17) }
    try late.send("one")
    try terminal.expectScreen {
      $0.lines[0...2] == ["one", "probe> aaaaaaaaaa bb", "bbbbbbbb cccccccccc"]
    }
    terminal.resize(columns: 40, rows: 12)
    try terminal.expectScreen { $0.text.hasSuffix("probe> aaaaaaaaaa bbbbbbbbbb cccccccccc") }
    try late.send("two")
    try terminal.expectScreen {
      $0.text.hasSuffix("two\nprobe> aaaaaaaaaa bbbbbbbbbb cccccccccc") && $0.cursor.column == 37
    }
  }

  @Test func `late lines wait for the end of a search`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path])
    terminal.send("first\r")
    try terminal.expect("got: first")
    terminal.send("\u{12}fi")
    try terminal.expectScreen { $0.contains("bck:fi") }
    try late.send("late line")
    terminal.send("r")
    try terminal.expectScreen { $0.contains("bck:fir") && !$0.contains("late line") }
    terminal.send("\u{5}")
    try terminal.expectScreen { $0.contains("late line") && $0.currentLine == "probe> first" }
  }

  @Test func `late lines wait while the line is taller than the screen`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path], columns: 20, rows: 4)
    terminal.send(String(repeating: "x", count: 100))
    try terminal.expect("xxx")
    try late.send("late line")
    terminal.send("y")
    try terminal.expectScreen { $0.currentLine.hasSuffix("xy") && !$0.contains("late line") }
    terminal.send("\r")
    try terminal.expect("late line")
  }
}

@Suite struct PasteTests {
  @Test func `every line of a paste is returned, and a rest without an end stays in the line`()
    throws
  {
    let terminal = try probe()
    terminal.send("\u{1B}[200~one\rtwo\tx\rthr\u{1B}[201~ee")
    try terminal.expect("got: one")
    try terminal.expect("got: two\tx")
    try terminal.expectScreen { $0.currentLine == "probe> three" }
    terminal.send("\r")
    try terminal.expect("got: three")
  }

  @Test func `a paste goes to the cursor, and what follows it is not lost`() throws {
    let terminal = try probe()
    terminal.send("AB\u{1B}[D\u{1B}[200~one\ntwo\u{1B}[201~")
    try terminal.expect("got: Aone")
    try terminal.expectScreen { $0.currentLine == "probe> twoB" && $0.cursor.column == 10 }
  }

  @Test func `markers may be split anywhere`() throws {
    let terminal = try probe()
    for piece in ["\u{1B}", "[20", "0~", "a\nb", "\u{1B}[2", "01~", "c\r"] {
      terminal.send(piece)
      terminal.pump(milliseconds: 5)
    }
    try terminal.expect("got: a")
    try terminal.expect("got: bc")
  }

  @Test func `a long paste loses nothing`() throws {
    let terminal = try probe()
    let lines = (0..<500).map { "line number \($0)" }
    terminal.send("\u{1B}[200~" + lines.map { $0 + "\n" }.joined() + "\u{1B}[201~")
    for line in lines { try terminal.expect("got: \(line)\r") }
  }

  @Test func `control C gives up a paste that does not end`() throws {
    let terminal = try probe()
    terminal.send("\u{1B}[200~one\ntwo")
    terminal.pump(milliseconds: 50)
    terminal.send("\u{3}")
    try terminal.expect("^C")
    terminal.send("next\r")
    try terminal.expect("got: next\r")
    #expect(!terminal.outputText.contains("got: one"))
  }
}
