internal import ArgumentParser
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson record FILE [SCRIPT]`
struct RecordLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Make a lesson of a script of lines, with what they show.",
    discussion: """
      The lines are performed, and written to FILE with the output that came, as one demonstration; \
      ports that the kernel chose are captured. Nothing is overwritten.
      """)

  @ArgumentParser.Argument(help: "The lesson that is written.", completion: .file())
  var file: String

  @ArgumentParser.Argument(help: "The script; - is standard input.", completion: .file())
  var script = "-"

  func run() throws {
    let name = LessonPlace.file(file).name
    let bytes = try readFile(script == "-" ? "/dev/stdin" : script, atMost: 1 << 20)
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard
      let text = try recordLesson(named: name, of: lines.map(String.init), with: StagePerformer())
    else { throw noName(name) }
    _ = try Lesson.parse(text, file: file)
    try createFile(file, Array(text.utf8))
    Output.standard.write(lines: [file])
  }
}
