internal import ArgumentParser

/// `sockratic lesson`: for those who write lessons and those who test them.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Work with lesson files.",
    discussion: """
      A lesson is given as a file, or by name or number. Lessons are those that come with Sockratic \
      and those in the folders of SOCKRATIC_LESSONS, a list with colons in between; --lessons DIR \
      means the lessons of that folder alone.
      """,
    subcommands: [
      ListLessons.self, NewLesson.self, RecordLesson.self, ReportLessons.self, ReplayLessons.self,
      VerifyLessons.self,
      LintLessons.self, BlessLessons.self, LessonFormat.self, TryLesson.self,
      ShowProgress.self, MakeBook.self,
    ])
}
