internal import ArgumentParser
internal import Lessons
internal import Log

/// `sockratic lesson list`
struct ListLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the lessons that there are.")

  @Option(help: "The lessons of this folder alone.", completion: .directory)
  var lessons: String?

  func run() throws {
    var failed = false
    for place in try LessonLibrary(folder: lessons).all {
      let text = try place.read()
      do throws(LessonErrors) {
        let title = try Lesson.parse(bytes: text.bytes, file: text.file).title
        Output.standard.write(lines: ["\(place.name)  \(title)"])
      } catch {
        Output.error.write(lines: [error.description])
        failed = true
      }
    }
    if failed { throw ExitCode(1) }
  }
}
