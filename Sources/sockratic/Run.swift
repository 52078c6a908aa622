public import ArgumentParser
internal import Glibc
public import Language
internal import Lessons
internal import Log
internal import Roles
internal import Views

internal import func SystemCalls.monotonicNanoseconds

/// `sockratic run [FILE | -]`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script of lines, as they would be typed.",
    discussion: """
      An error of the kernel's does not fail a script: `! ECONNREFUSED` on the line after the call \
      asserts it, and `check FACT` asserts a state. An assertion that does not hold, a mistyped line, \
      and a call that still waits at the end fail it: exit status 1, the reason on standard error.
      """)

  @ArgumentParser.Argument(help: "The script; - is standard input.", completion: .file())
  var file = "-"

  @Flag(help: "Print the log as JSON Lines.")
  var json = false

  @Option(
    help: "How calls are shown: \(TraceMode.allCases.map(\.rawValue).joined(separator: ", ")).")
  var trace = TraceMode.short

  @Option(help: "How long one statement may take: 5s, 200ms.")
  var deadline = Deadline(nanoseconds: 5_000_000_000)

  func run() throws {
    let stage = Stage(log: Log(spill: TemporaryFile()))
    let options = Session.Options(deadline: deadline.nanoseconds, trace: trace)
    let session = Session(stage: stage, options: options)
    // A script's lessons leave no trace in anybody's progress.
    let tutor = Tutor(session, store: PassingProgress(), echoes: false)
    let failed = json ? printJSON(session) : printText(session)
    withExtendedLifetime(tutor) { session.cast.end() }
    if failed { throw ExitCode(1) }
  }

  private func printJSON(_ session: Session) -> Bool {
    session.stage.log.observe { Output.standard.write($0.jsonLine + "\n") }
    return play(session)
  }

  private func printText(_ session: Session) -> Bool {
    let printer = Printer(session, style: .standard, echoes: true) { lines, isDiagnostic in
      (isDiagnostic ? Output.error : Output.standard).write(lines: lines)
    }
    let failed = play(session)
    printer.flush()
    return failed
  }

  /// True if the script failed: the reason is then on standard error.
  private func play(_ session: Session) -> Bool {
    let name = file == "-" ? "standard input" : file
    do throws(Diagnostic) {
      try session.run(script: file, named: name)
      return false
    } catch {
      var text = TerminalText(style: .standard)
      let event = session.stage.log.append(.diagnostic(error), time: monotonicNanoseconds())
      if json { Output.error.write(lines: text.lines(for: event)) }
      return true
    }
  }
}

extension TraceMode: ExpressibleByArgument {}

/// A time as the language writes it.
struct Deadline: ExpressibleByArgument {
  var nanoseconds: UInt64

  init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

  init?(argument: String) {
    guard let milliseconds = milliseconds(ofTime: argument), milliseconds > 0 else { return nil }
    nanoseconds = UInt64(milliseconds) * 1_000_000
  }

  var defaultValueDescription: String { "5s" }
}
