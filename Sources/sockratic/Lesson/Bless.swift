internal import ArgumentParser
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson bless FILE…`
struct BlessLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bless", abstract: "Put the output that really comes into lesson files.",
    discussion: """
      Only output lines are rewritten, and those that match are kept with their captures and \
      wildcards. What is changed is shown. A call that is shown as a success and now fails is left, \
      and the exit status is 1, unless --errors says that this is meant. A file is written whole or \
      not at all, and only if its lesson then replays.
      """)

  @ArgumentParser.Argument(help: "Lesson files.", completion: .file(extensions: ["md"]))
  var files: [String]

  @Flag(help: "Let a success become an error.")
  var errors = false

  @Flag(help: "Show what would be changed, and write nothing.")
  var dryRun = false

  func run() throws {
    var failed = false
    for file in files { failed = !bless(file) || failed }
    if failed { throw ExitCode(1) }
  }

  /// False if the file could not be blessed; the reason is then on standard error.
  private func bless(_ file: String) -> Bool {
    do {
      let text = try LessonPlace.file(file).read()
      let blessing = try Lessons.bless(text, allowsErrors: errors) { StagePerformer(for: $0) }
      Output.standard.write(lines: blessing.difference)
      if !blessing.difference.isEmpty, !dryRun { try writeFile(file, blessing.bytes) }
      return true
    } catch let failure as ReplayFailure {
      Output.error.write(lines: failure.lines + advice(failure))
    } catch {
      Output.error.write(lines: ["\(error)"])
    }
    return false
  }

  private func advice(_ failure: ReplayFailure) -> [String] {
    guard case .difference = failure.reason, !errors,
      failure.lines.contains(where: { $0.hasPrefix("    + ") && $0.contains(") = -1") })
    else { return [] }
    return ["    A success would become an error: --errors allows it."]
  }
}
