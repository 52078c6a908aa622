internal import ArgumentParser
internal import Lessons
internal import Log
internal import Roles

/// How the outcomes of replays and verifications are told.
struct ReportOptions: ParsableArguments {
  @Option(help: "Also write the outcomes as JUnit's XML.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @Flag(help: "Print the outcomes in the Test Anything Protocol.")
  var tap = false

  /// Tells one outcome as soon as it and those before it are there.
  func watch(_ outcome: LessonOutcome) {
    guard !tap else { return }
    switch outcome.result {
    case .passed: Output.standard.write(lines: ["passed   \(outcome.file)"])
    case .passedInPart(let steps):
      Output.standard.write(lines: ["passed   \(outcome.file)"] + steps.map { "         \($0)" })
    case .skipped(let reason): Output.standard.write(lines: ["skipped  \(outcome.file): \(reason)"])
    case .failed(let problems):
      Output.standard.write(lines: ["failed   \(outcome.file)"])
      Output.error.write(lines: problems.flatMap(\.lines))
    }
  }

  /// Tells all of them. Ends with exit status 1 if any failed.
  func show(_ outcomes: [LessonOutcome]) throws {
    if tap { Output.standard.write(Lessons.tap(outcomes)) }
    if let junit {
      try writeFile(junit, Array(Lessons.junit(outcomes, suite: "sockratic lessons").utf8))
    }
    if outcomes.contains(where: \.isFailure) { throw ExitCode(1) }
  }
}
