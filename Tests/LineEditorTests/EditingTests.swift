import PseudoTerminal
import Testing

@Suite struct EditingTests {
  @Test func `UTF-8 is typed and edited`() throws {
    let terminal = try probe()
    terminal.send("né日本\u{1B}[D\u{7F}é\r")
    try terminal.expect("got: néé本")
  }

  @Test func `UTF-8 is edited in a locale without it`() throws {
    let terminal = try probe(["LANG": "C", "LC_ALL": "C"])
    terminal.send("日本é\u{7F}\r")
    try terminal.expect("got: 日本\r")
  }

  @Test func `emacs keys move, kill and yank`() throws {
    let terminal = try probe()
    terminal.send("world\u{1}hello \u{5}!\u{1}\u{B}x\u{19}\r")
    try terminal.expect("got: xhello world!")
  }

  @Test func `vi keys work when editrc asks for them, and TAB still completes`() throws {
    let terminal = try probe(editrc: "bind -v\n")
    terminal.send("abc\u{1B}")
    poll(for: terminal)  // Escape stands alone
    terminal.send("0xi")
    terminal.send("Z\r")
    try terminal.expect("got: Zbc")
    terminal.send("serv\t\r")
    try terminal.expect("got: server \r")
  }

  @Test func `editrc binds keys, for this program or all`() throws {
    let terminal = try probe(
      editrc: "# mine\nprobe:bind ^T ed-move-to-beg\nother:bind ^Y ed-move-to-beg\n")
    terminal.send("bc\u{14}a\r")
    try terminal.expect("got: abc")
  }

  @Test func `TAB completes a word, lists what is ambiguous, and cuts a long list`() throws {
    let terminal = try probe()
    terminal.send("soc\t")
    try terminal.expectScreen { $0.currentLine == "probe> socket" }
    terminal.send("\t")
    try terminal.expect("sockets  about sockets")
    try terminal.expectScreen { $0.currentLine == "probe> socket" }
    terminal.send("s\t\r")
    try terminal.expect("got: sockets \r")
    terminal.send("many \t\t")
    try terminal.expect("… and 120 more")
    try terminal.expectScreen { $0.currentLine == "probe> many item" }
  }

  @Test func `TAB in the middle of a line keeps what follows`() throws {
    let terminal = try probe()
    terminal.send("nai x\u{1B}[D\u{1B}[D\u{7F}ï\t")
    terminal.send("!\r")
    try terminal.expect("got: naïve-日本 !x")
  }

  @Test func `the hint is dim, and not part of the line`() throws {
    let terminal = try probe()
    terminal.send("bind")
    try terminal.expect("\u{1B}[2m ADDRESS")
    try terminal.expectScreen { $0.currentLine == "probe> bind ADDRESS" && $0.cursor.column == 11 }
    terminal.send(" x")
    try terminal.expectScreen { $0.currentLine == "probe> bind x" }
    terminal.send("\r")
    try terminal.expect("got: bind x")
  }

  @Test func `an unclosed quote goes on on a next line`() throws {
    let terminal = try probe()
    terminal.send("say \"one\r")
    try terminal.expectScreen { $0.currentLine == ">" }
    terminal.send("two\"\r")
    try terminal.expect("got: say \"one⏎two\"")
    terminal.send("\u{1B}[A")
    try terminal.expectScreen { $0.contains("probe> say \"one") && $0.currentLine == "two\"" }
    terminal.send("\r")
    try terminal.expect("got: say \"one⏎two\"")
  }

  @Test func `control R finds an earlier line`() throws {
    let terminal = try probe()
    terminal.send("first one\rsecond\r")
    try terminal.expect("got: second")
    terminal.send("\u{12}fir")
    try terminal.expectScreen { $0.contains("bck:fir") && $0.contains("probe> first one") }
    terminal.send("\r")
    try terminal.expect("got: first one")
  }

  @Test func `control C clears the line, and the search`() throws {
    let terminal = try probe()
    terminal.send("kept\rhalf")
    try terminal.expect("half")
    terminal.send("\u{3}")
    try terminal.expect("^C")
    try terminal.expectScreen { $0.currentLine == "probe>" }
    terminal.send("\u{12}ke")
    try terminal.expectScreen { $0.contains("bck:ke") }
    terminal.send("\u{3}")
    try terminal.expect("^C")
    try terminal.expectScreen { $0.currentLine == "probe>" }
    terminal.send("next\r")
    try terminal.expect("got: next\r")
  }

  @Test func `control C is the program's on an empty line, and clears one that is being typed`()
    throws
  {
    let terminal = try probe(["PROBE_INTERRUPT": "used"])
    terminal.send("\u{3}")
    terminal.send("whole\r")
    try terminal.expect("got: whole")
    #expect(!terminal.outputText.contains("^C"))
    terminal.send("half")
    try terminal.expectScreen { $0.currentLine == "probe> half" }
    terminal.send("\u{3}")
    try terminal.expect("^C")
    terminal.send("new\r")
    try terminal.expect("got: new")
  }

  @Test func `control C reaches a running command`() throws {
    let terminal = try probe()
    terminal.send("wait\r")
    try terminal.expect("got: wait")
    terminal.send("\u{3}")
    try terminal.expect("interrupted")
  }

  @Test func `control D ends the input on an empty line only`() throws {
    let terminal = try probe()
    terminal.send("ab\u{4}\r")
    try terminal.expect("got: ab")
    terminal.send("\u{4}")
    try terminal.expect("end")
    #expect(try terminal.waitForExit() == .status(0))
  }

  @Test func `a header stands above the prompt, and late lines above it`() throws {
    let late = try LateLines()
    let terminal = try probe(["PROBE_HEADER": "step 1 of 9", "PROBE_LATE": late.path])
    try terminal.expectScreen { $0.lines[0] == "step 1 of 9" && $0.lines[1] == "probe>" }
    try late.send("late")
    try terminal.expectScreen { $0.text == "late\nstep 1 of 9\nprobe>" }
  }

  /// Reads on for longer than an escape sequence may take to come.
  private func poll(for terminal: PseudoTerminal) {
    for _ in 0..<10 { terminal.pump(milliseconds: 20) }
  }
}
