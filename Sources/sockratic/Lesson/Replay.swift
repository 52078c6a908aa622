internal import ArgumentParser

/// `sockratic lesson replay [FILE…]`
struct ReplayLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Play lessons' demonstrations and solutions, and compare.",
    discussion: """
      A lesson that is not as it says is shown with file, line, step and difference, and the exit \
      status is 1. A lesson that this machine cannot play is skipped, with the reason; where \
      SOCKRATIC_REQUIRE_ALL is 1 it fails.
      """)

  @OptionGroup var options: LessonOptions
  @OptionGroup var report: ReportOptions

  func run() throws {
    var trials = Trials(.replay, try options.places)
    try report.show(try trials.run(report.watch))
  }
}
