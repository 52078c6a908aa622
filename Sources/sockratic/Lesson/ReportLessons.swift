internal import ArgumentParser
internal import Glibc
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson report FILE`
struct ReportLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write what you did in the lessons, to hand in; or check that.",
    discussion: """
      FILE becomes a Markdown page: the lessons and steps that are done, how (solved, after the \
      solution was shown, skipped), and what was typed in each step with what came of it. An older \
      report is replaced, any other file is left alone; - is standard output.

      With --check, what the reports tell is performed again in fresh roles: whether the same lines \
      lead to the same end, and whether what came is what the report shows. Exit status 1 if a step \
      does not reach its end as reported. What depended on a program outside Sockratic, or on luck, \
      cannot be confirmed so.
      """)

  @ArgumentParser.Argument(
    help: "The report; with --check, one or several.", completion: .file(extensions: ["md"]))
  var files: [String]

  @Flag(help: "Perform again what the reports tell, and compare.")
  var check = false

  @Option(help: "Your name, as it is to stand in the report.")
  var name = ""

  func validate() throws {
    guard check || files.count == 1 else {
      throw ValidationError("One report is written at a time.")
    }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw ValidationError("The name holds a control character.")
    }
  }

  func run() throws {
    if check { return try checkAll() }
    try write(to: files[0])
  }

  // MARK: Writing

  private func write(to file: String) throws {
    let store = ProgressFile.standard()
    let progress = store.load()
    var report = WorkReport(name: name, day: today)
    for entry in LessonShelf.standard.entries {
      guard let record = progress.lessons[entry.id] else { continue }
      report.add(entry, record, store.work(of: entry.id))
    }
    if let warning = store.takeWarning() { Output.error.write(lines: [warning]) }
    guard !report.isEmpty else {
      let others = progress.lessons.keys.sorted()
      guard let other = others.first else {
        throw Diagnostic("no step of a lesson is done yet", advice: "`sockratic learn` begins")
      }
      throw Diagnostic(
        "no step of the lessons here is done yet; of another one, \(other), there is",
        advice: "SOCKRATIC_LESSONS=DIR names the folder that it is in")
    }
    if file == "-" { return Output.standard.write(report.markdown) }
    try refuseOther(file)
    try writeFile(file, Array(report.markdown.utf8))
    Output.standard.write(lines: [file])
  }

  /// What is there already and no report is not written over.
  private func refuseOther(_ file: String) throws {
    guard access(file, F_OK) == 0 else { return }
    let text = String(decoding: try readFile(file, atMost: 16 << 20), as: UTF8.self)
    guard text.contains(WorkReport.mark) else {
      throw Diagnostic("\(file) is there already, and is no report", advice: "choose another name")
    }
  }

  /// In this machine's time zone.
  private var today: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    let numbers = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday]
    return numbers.map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: "-")
  }

  // MARK: Checking

  private func checkAll() throws {
    var failed = false
    for file in files {
      let works = try readWork(bytes: try readFile(file, atMost: 16 << 20), file: file)
      guard !works.isEmpty else {
        throw Diagnostic(
          "\(file) tells of no lesson", advice: "`sockratic lesson report` writes one")
      }
      let check = WorkCheck(shelf: .standard)
      defer { check.end() }
      for work in works {
        let findings = check.check(work)
        for finding in findings { tell(finding, in: file) }
        failed =
          failed || findings.contains { if case .unconfirmed = $0.verdict { true } else { false } }
      }
    }
    if failed { throw ExitCode(1) }
  }

  private func tell(_ finding: WorkFinding, in file: String) {
    let place = "\(file):\(finding.line): \(finding.lesson), step \(finding.step)"
    switch finding.verdict {
    case .confirmed: Output.standard.write(lines: ["confirmed    \(place)"])
    case .differs(let lines):
      Output.standard.write(lines: ["differs      \(place): done, with other output"] + lines)
    case .unconfirmed(let reason):
      Output.standard.write(lines: ["unconfirmed  \(place): \(reason)"])
    }
  }
}
