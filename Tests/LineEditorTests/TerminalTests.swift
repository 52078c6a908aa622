import Glibc
import PseudoTerminal
import Testing

@Suite struct TerminalIsGivenBackTests {
  @Test(arguments: ["exit", "crash", "abort", "trap", "\u{4}"])
  func `the terminal is as before after any end`(_ end: String) throws {
    let terminal = try probe()
    try terminal.waitUntil("editing") { !terminal.isCooked }
    terminal.send(end + (end == "\u{4}" ? "" : "\r"))
    let exit = try terminal.waitForExit()
    let expected: [String: PseudoTerminal.Exit] = [
      "exit": .status(7), "crash": .signal(SIGSEGV), "abort": .signal(SIGABRT), "\u{4}": .status(0),
    ]
    #expect(
      expected[end].map { $0 == exit } ?? (exit == .signal(SIGILL) || exit == .signal(SIGTRAP)))
    #expect(terminal.isCooked)
    #expect(pasteModeIsOff(terminal))
  }

  @Test(arguments: [SIGTERM, SIGQUIT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT])
  func `the terminal is as before after a signal`(_ signal: Int32) throws {
    let terminal = try probe()
    try terminal.waitUntil("editing") { !terminal.isCooked }
    kill(terminal.process, signal)
    #expect(try terminal.waitForExit() == .signal(signal))
    #expect(terminal.isCooked)
    #expect(pasteModeIsOff(terminal))
  }

  @Test func `SIGHUP ends the input`() throws {
    let terminal = try probe()
    try terminal.waitUntil("editing") { !terminal.isCooked }
    kill(terminal.process, SIGHUP)
    #expect(try terminal.waitForExit() == .status(0))
    #expect(terminal.isCooked)
  }

  @Test func `a terminal that goes away ends the program`() throws {
    let terminal = try probe()
    terminal.send("half")
    try terminal.expect("half")
    terminal.hangUp()
    _ = try terminal.waitForExit()
  }

  @Test(arguments: ["/bin/sh", "/bin/bash"])
  func `control Z gives the terminal to the shell, and fg takes it again`(_ shell: String) throws {
    let home = temporaryFolder()
    let terminal = try PseudoTerminal(
      shell, shell.hasSuffix("bash") ? ["--norc", "--noediting", "-i"] : ["-i"],
      environment: ["HOME": home, "PS1": "shell$ ", "PROBE": "\(productsDirectory)/EditorProbe"])
    try terminal.expect("shell$ ")
    terminal.send("$PROBE\r")
    try terminal.expect("probe> ")
    terminal.send("half")
    try terminal.expectScreen { $0.currentLine == "probe> half" }
    terminal.send("\u{1A}")
    try terminal.expectScreen("shell's prompt") { $0.currentLine == "shell$" }
    #expect(terminal.isCooked)
    #expect(pasteModeIsOff(terminal))
    terminal.send("fg\r")
    try terminal.expectScreen { $0.currentLine == "probe> half" }
    #expect(!terminal.isCooked)
    terminal.send("way\r")
    try terminal.expect("got: halfway")
  }

  private func pasteModeIsOff(_ terminal: PseudoTerminal) -> Bool {
    let text = terminal.outputText
    let on = text.ranges(of: "\u{1B}[?2004h").last?.lowerBound
    let off = text.ranges(of: "\u{1B}[?2004l").last?.lowerBound
    guard let on else { return true }
    return off.map { $0 > on } ?? false
  }
}

@Suite struct PlainTests {
  @Test(arguments: ["dumb", nil, "nosuch", ""])
  func `a terminal that cannot edit gets no escape sequence`(_ name: String?) throws {
    let late = try LateLines()
    let terminal = try probe(["TERM": name, "PROBE_LATE": late.path])
    terminal.send("hello\r")
    try terminal.expect("got: hello")
    try late.send("late")
    try terminal.expect("late\r\nprobe> ")
    terminal.send("half\u{3}")
    terminal.send("whole\r")
    try terminal.expect("got: whole\r")
    terminal.send("\u{4}")
    try terminal.expect("end")
    #expect(try terminal.waitForExit() == .status(0))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test func `NO_COLOR gives no escape sequence, and late lines all the same`() throws {
    let late = try LateLines()
    let terminal = try probe(["NO_COLOR": "1", "PROBE_LATE": late.path])
    terminal.send("bind")
    try terminal.expect("bind")
    try late.send("late")
    try terminal.expectScreen { $0.lines[0] == "late" && $0.lines[1] == "probe> bind" }
    terminal.send(" x\r")
    try terminal.expect("got: bind x")
    terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == .status(0))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test func `standard output that is no terminal gets neither prompt nor sequences`() throws {
    let path = temporaryFolder() + "/out"
    let file = open(path, O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    let terminal = try PseudoTerminal("EditorProbe", standardOutput: file)
    terminal.send("hello\r\u{4}")
    #expect(try terminal.waitForExit() == .status(0))
    #expect(PlainFile.text(path) == "got: hello\nend\n")
  }
}
