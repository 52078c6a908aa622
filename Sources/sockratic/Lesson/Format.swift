internal import ArgumentParser
internal import Lessons

/// `sockratic lesson format`
struct LessonFormat: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Print the reference of the lesson format, as Markdown.")

  func run() { Output.standard.write(formatPage) }
}
