import PseudoTerminal
import Testing

/// The row below the line.
@Suite struct StatusTests {
  @Test func `what goes on stands below the line, changes there, and goes without trace`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path])
    terminal.send("half\u{1B}[D")
    try terminal.expectScreen { $0.cursor == (0, 10) }
    try late.send("status:1 of 2")
    try terminal.expectScreen {
      $0.text == "probe> half\n1 of 2" && $0.cursor == (0, 10)
    }
    try late.send("status:2")
    try terminal.expectScreen { $0.text == "probe> half\n2" && $0.cursor == (0, 10) }
    try late.send("status:")
    try terminal.expectScreen { $0.text == "probe> half" && $0.cursor == (0, 10) }
  }

  @Test func `it stays below what is typed, and below what comes late`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path], columns: 20, rows: 8)
    try late.send("status:busy")
    try terminal.expectScreen { $0.text == "probe>\nbusy" && $0.cursor == (0, 7) }
    for (count, text) in [(5, "probe> xxxxx"), (20, "probe> xxxxxxxxxxxxx\nxxxxxxxxxxxx")] {
      terminal.send(String(repeating: "x", count: count))
      try terminal.expectScreen { $0.text == text + "\nbusy" }
    }
    try late.send("news")
    try terminal.expectScreen {
      $0.text == "news\nprobe> xxxxxxxxxxxxx\nxxxxxxxxxxxx\nbusy" && $0.cursor == (2, 12)
    }
    terminal.send("\u{1B}[H")  // to the line's beginning, two rows above
    try terminal.expectScreen { $0.cursor == (1, 7) && $0.text.hasSuffix("\nbusy") }
  }

  @Test func `a line that is over leaves nothing of it, at the bottom of the screen as well`()
    throws
  {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path], rows: 6)
    try late.send("status:busy")
    for number in 1...9 {
      try terminal.expectScreen { $0.text.hasSuffix("probe>\nbusy") }
      terminal.send("line \(number)\r")
      try terminal.expect("got: line \(number)")
    }
    terminal.send("gone")
    try terminal.expectScreen { $0.text.hasSuffix("probe> gone\nbusy") }
    terminal.send("\u{3}")
    try terminal.expectScreen { $0.text.hasSuffix("probe> gone^C\nprobe>\nbusy") }
    let rows = terminal.screen.scrolledOff + terminal.screen.lines
    #expect(rows.count { $0.contains("busy") } == 1)
    #expect((1...9).allSatisfy { rows.contains("probe> line \($0)") })
  }

  @Test func `a window that is too small for it, or a plain one, does without`() throws {
    let late = try LateLines()
    let small = try probe(["PROBE_LATE": late.path], columns: 20, rows: 2)
    small.send(String(repeating: "x", count: 20))
    try late.send("status:busy")
    try late.send("status:still busy")
    small.send("y")
    try small.expectScreen { $0.currentLine.hasSuffix("xy") && !$0.contains("busy") }
    let plain = try LateLines()
    let terminal = try probe(["PROBE_LATE": plain.path, "NO_COLOR": "1"])
    try plain.send("status:busy")
    try plain.send("late")
    try terminal.expectScreen { $0.text == "late\nprobe>" }
    #expect(!terminal.outputText.contains("busy"))
  }

  @Test func `it is cut to the window, and keeps no control byte`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_LATE": late.path], columns: 20)
    try late.send("status:\u{1B}[31m" + String(repeating: "z", count: 40))
    try terminal.expectScreen {
      $0.text == "probe>\n[31m" + String(repeating: "z", count: 14) + "…"
    }
  }
}
