public import ArgumentParser
public import Language

/// `sockratic run [FILE | -]`
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a script of lines, as they would be typed.",
    discussion: """
      An error of the kernel's does not fail a script: `! ECONNREFUSED` on the line after the call \
      asserts it, and `check FACT` asserts a state. An assertion that does not hold, a mistyped line, \
      and a call that still waits at the end fail it: exit status 1, the reason on standard error. \
      ⌃C ends it with what was waiting, and with status 130.
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
    let script = Script(file: file, json: json, trace: trace, deadline: deadline.nanoseconds)
    let status = script.run()
    if status != 0 { throw ExitCode(status) }
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
