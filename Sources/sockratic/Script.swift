internal import Language
internal import Lessons
internal import Log
internal import Roles
internal import Views

internal import func SystemCalls.monotonicNanoseconds

/// A script that is run from its first line to its end, or to the first line that fails.
struct Script {
  /// - is standard input.
  var file = "-"
  /// Prints the log as JSON Lines.
  var json = false
  var trace = TraceMode.short
  /// Nanoseconds that one statement may take.
  var deadline: UInt64 = 5_000_000_000

  /// The exit status: 1 if it failed, 130 if ⌃C ended it; the reason is then on standard error.
  func run() -> Int32 {
    let stage = Stage(log: Log(spill: TemporaryFile()))
    let session = Session(
      stage: stage, options: Session.Options(deadline: deadline, trace: trace))
    let output = BufferedOutput()
    stage.willSleep = { output.flush() }
    // A script's lessons leave no trace in anybody's progress.
    let tutor = Tutor(session, shelf: .standard, store: PassingProgress(), echoes: false)
    defer { withExtendedLifetime(tutor) { session.cast.end() } }
    session.watchForSIGINT()
    let isDone = json ? printJSON(session, to: output) : printText(session, to: output)
    return session.isBrokenOff ? 130 : isDone ? 0 : 1
  }

  private func printJSON(_ session: Session, to output: BufferedOutput) -> Bool {
    var log = JSONLog()
    session.stage.log.observe { output.write(lines: [log.line(for: $0)]) }
    let failure = play(session)
    output.flush()
    guard let failure else { return true }
    var text = TerminalText(style: .standard)
    Output.error.write(lines: text.lines(for: failure))
    return false
  }

  private func printText(_ session: Session, to output: BufferedOutput) -> Bool {
    let printer = Printer(session, style: .standard, echoes: true) { lines, isDiagnostic in
      if !isDiagnostic { return output.write(lines: lines) }
      output.flush()
      Output.error.write(lines: lines)
    }
    let failure = play(session)
    printer.flush()
    output.flush()
    return failure == nil
  }

  /// The event that says why it failed, if it did.
  private func play(_ session: Session) -> Event? {
    let name = file == "-" ? "standard input" : file
    do throws(Diagnostic) {
      try session.run(script: file, named: name)
      return nil
    } catch {
      return session.stage.log.append(.diagnostic(error), time: monotonicNanoseconds())
    }
  }
}
