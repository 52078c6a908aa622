internal import ArgumentParser
internal import Log

/// Which lessons a command is for.
struct LessonOptions: ParsableArguments {
  @ArgumentParser.Argument(
    help: "Lesson files, or lessons by name or number; all lessons if there is none.",
    completion: .file(extensions: ["md"]))
  var files: [String] = []

  @Option(help: "The lessons of this folder alone.", completion: .directory)
  var lessons: String?

  var places: [LessonPlace] {
    get throws { try LessonLibrary(folder: lessons).places(named: files) }
  }
}
