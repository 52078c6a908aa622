internal import ArgumentParser

/// `sockratic lesson verify [FILE…]`
struct VerifyLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that lessons can be learnt: each goal, each solution.",
    discussion: """
      Every goal must be unmet before its solution and met after it, every further solution must \
      reach the goals too, and every step must be playable when it is entered directly. What fails \
      is shown with file, line and step, and the exit status is 1.
      """)

  @OptionGroup var options: LessonOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    var trials = Trials(.verify, try options.places)
    try report.show(try trials.run(report.watch))
  }
}
