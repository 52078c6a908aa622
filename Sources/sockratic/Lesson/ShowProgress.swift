internal import ArgumentParser
internal import Lessons
internal import Log

/// `sockratic lesson progress [--json]`
struct ShowProgress: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "progress", abstract: "Show how far you are in every lesson.")

  @Flag(help: "As JSON, for programs.")
  var json = false

  func run() {
    let store = ProgressFile.standard()
    let progress = store.load()
    let entries = LessonShelf.standard.entries
    Output.standard.write(
      lines: [
        json
          ? progress.json(of: entries).text
          : progress.table(of: entries, width: Foreign.terminalWidth, utf8: true)
      ])
  }
}
