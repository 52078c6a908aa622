internal import ArgumentParser
internal import Glibc
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson record FILE [SCRIPT]`
struct RecordLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Make a lesson of a session, or of a script of lines.",
    discussion: """
      At a terminal a session begins as usual; when you quit, what you did in it is performed once \
      more and written to FILE with the output that came, as one demonstration; ports that the kernel \
      chose are captured. With SCRIPT, its lines are taken. Nothing is overwritten. Where the lines \
      of a session make no lesson, they are kept in FILE.lines, to be mended and recorded.
      """)

  @ArgumentParser.Argument(help: "The lesson that is written.", completion: .file())
  var file: String

  @ArgumentParser.Argument(help: "The script; - is standard input.", completion: .file())
  var script = "-"

  func run() throws {
    // Said before somebody has worked for nothing.
    for path in [file, kept] where path != script && access(path, F_OK) == 0 {
      throw Diagnostic("\(path) is there already", advice: "choose another name")
    }
    guard script == "-", Foreign.isTerminal(STDIN_FILENO) else {
      return try write(try readScript())
    }
    guard newLesson(named: name) != nil else { throw noName(name) }
    let lines = try hold()
    do {
      try write(lines)
    } catch {
      try createFile(kept, Array(lines.map { $0 + "\n" }.joined().utf8))
      Output.error.write(lines: ["the lines are kept in \(kept)"])
      throw error
    }
  }

  /// Where the lines of a session go that is no lesson.
  private var kept: String { file + ".lines" }

  private var name: String { LessonPlace.file(file).name }

  /// A session at the terminal; gives back what was done in it.
  private func hold() throws -> [String] {
    let conversation = Conversation(isRecorded: true)
    conversation.hold()
    let lines = conversation.typedLines
    guard !lines.isEmpty else {
      throw Diagnostic("nothing was done that a lesson could show, so none is written")
    }
    return lines
  }

  private func readScript() throws -> [String] {
    let bytes = try readFile(script == "-" ? "/dev/stdin" : script, atMost: 1 << 20, waits: true)
    return String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(String.init)
  }

  private func write(_ lines: [String]) throws {
    guard let text = try recordLesson(named: name, of: lines, with: StagePerformer()) else {
      throw noName(name)
    }
    _ = try Lesson.parse(text, file: file)
    try createFile(file, Array(text.utf8))
    Output.standard.write(lines: [file])
  }
}
