internal import ArgumentParser
internal import Lessons
internal import Roles

/// `sockratic lesson`: for those who write lessons and those who test them.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Work with lesson files.",
    subcommands: [ListLessons.self, ReplayLessons.self, ShowProgress.self])
}

/// `sockratic lesson list`
struct ListLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the lessons that come with Sockratic.")

  func run() throws {
    for lesson in ShippedLessons.all {
      let title = try Lesson.parse(lesson.text, file: lesson.name).title
      Output.standard.write(lines: ["\(lesson.name)  \(title)"])
    }
  }
}

/// `sockratic lesson replay [FILE…]`
struct ReplayLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play lessons' demonstrations and solutions, and compare.",
    discussion: """
      Without a file: the lessons that come with Sockratic. A lesson that is not as it says is shown \
      with file, line and difference, and the exit status is 1.
      """)

  @ArgumentParser.Argument(
    help: "Lesson files, or lessons by name.", completion: .file(extensions: ["md"]))
  var files: [String] = []

  func run() throws {
    var failed = false
    for source in try sources() { failed = !replay(source) || failed }
    if failed { throw ExitCode(1) }
  }

  private typealias Source = (name: String, bytes: [UInt8])

  private func sources() throws -> [Source] {
    if files.isEmpty { return ShippedLessons.all.map { ("\($0.name).md", Array($0.text.utf8)) } }
    return try files.map { file in
      if let lesson = ShippedLessons.find(file) {
        return ("\(lesson.name).md", Array(lesson.text.utf8))
      }
      return (file, try readFile(file, atMost: 16 << 20))
    }
  }

  /// False if the lesson failed; says how it went.
  private func replay(_ source: Source) -> Bool {
    do throws(LessonErrors) {
      let lesson = try Lesson.parse(bytes: source.bytes, file: source.name)
      return show(play(lesson))
    } catch {
      Output.error.write(lines: error.errors.map(\.description))
      return false
    }
  }

  private func play(_ lesson: Lesson) -> ReplayReport {
    let deadline = lesson.deadline.map { UInt64($0) * 1_000_000 } ?? 5_000_000_000
    return Lessons.replay(lesson, with: StagePerformer(deadline: deadline))
  }

  private func show(_ report: ReplayReport) -> Bool {
    switch report.result {
    case .passed: Output.standard.write(lines: ["passed   \(report.file)"])
    case .skipped(let reason): Output.standard.write(lines: ["skipped  \(report.file): \(reason)"])
    case .failed(let failure):
      Output.standard.write(lines: ["failed   \(report.file)"])
      Output.error.write(lines: failure.lines)
      return false
    }
    return true
  }
}
