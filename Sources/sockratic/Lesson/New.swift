internal import ArgumentParser
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson new NAME`
struct NewLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a small lesson that passes, to begin with.",
    discussion: "NAME is the file's without .md, such as 11-my-lesson. Nothing is overwritten.")

  @ArgumentParser.Argument(help: "11-my-lesson, or my-lesson.")
  var name: String

  @Option(help: "The folder that it is written to.", completion: .directory)
  var lessons = "."

  func run() throws {
    guard let text = newLesson(named: name) else { throw noName(name) }
    let path = lessons == "." ? "\(name).md" : "\(lessons)/\(name).md"
    try createFile(path, Array(text.utf8))
    Output.standard.write(lines: [path])
  }
}

func noName(_ name: String) -> Diagnostic {
  Diagnostic(
    "“\(name)” is no name for a lesson",
    advice: "lower-case letters, digits and hyphens, such as 11-my-lesson")
}
