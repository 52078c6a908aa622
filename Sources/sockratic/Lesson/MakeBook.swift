internal import ArgumentParser
internal import CLinux
internal import Glibc
internal import Lessons
internal import Log
internal import Roles

/// `sockratic lesson book DIR [LESSON…]`
struct MakeBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book", abstract: "Write lessons as a site: a handout to read, and to print.",
    discussion: """
      Each lesson is played once, and becomes a page: its prose, the transcripts and drawings of what \
      really happened, hints, solutions and answers folded away. index.html lists them, and searches \
      in all of them. The pages load nothing from any network and need no server; only the search \
      needs a script. What is folded away is not printed.

      DIR must not be there yet, or be empty, or hold an earlier book that nobody has changed \
      (its list of files is .sockratic-book), which is replaced; it is written as a whole or not at \
      all. A lesson that is not as it says ends it, with file, line and step. A lesson that this \
      machine cannot play gets its page without drawings, which says why.
      """)

  @ArgumentParser.Argument(help: "The folder that is written.", completion: .directory)
  var folder: String

  @OptionGroup var options: LessonOptions

  @Option(help: "The book's title.")
  var title = "Sockratic: learn sockets"

  @Flag(help: "Solutions, hints and answers stand open, and are printed: the lecturer's copy.")
  var unfolded = false

  func validate() throws {
    let isShown = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory != .control }
    guard title.unicodeScalars.allSatisfy(isShown), title.contains(where: { !$0.isWhitespace })
    else {
      throw ValidationError("The title is empty, or holds a control character.")
    }
  }

  func run() throws {
    let place = try WholeFolder(folder, kind: "book")
    let places = try options.places
    let lessons = try read(places)
    try Book.check(lessons)
    let played = try play(places)
    let chapters = zip(zip(places, lessons), played).map { Book.Chapter($0.1, $1, at: $0.0) }
    try place.write(Book(title: title, chapters, isUnfolded: unfolded).files)
    Output.standard.write(lines: [
      folder.hasSuffix("/") ? folder + "index.html" : folder + "/index.html"
    ])
  }

  /// Throws the mistakes of all of them.
  private func read(_ places: [LessonPlace]) throws -> [Lesson] {
    var errors: [LessonError] = []
    var lessons: [Lesson] = []
    for place in places {
      let text = try place.read()
      // The book is made all the same: a draft can be looked at.
      Output.error.write(lines: unwrittenPlaces(in: text))
      do throws(LessonErrors) {
        lessons.append(try Lesson.parse(bytes: text.bytes, file: text.file))
      } catch {
        errors += error.errors
      }
    }
    guard errors.isEmpty else { throw LessonErrors(errors) }
    return lessons
  }

  // MARK: Playing

  private func play(_ places: [LessonPlace]) throws -> [PlayedLesson] {
    let progress = ProgressLine(
      isWanted: Foreign.isTerminal(STDOUT_FILENO) && Foreign.environment("TERM") != "dumb")
    defer { progress.show(nil) }
    let scratch = try ScratchFolder()
    scratch.use()
    var trials = Trials(.book, places, interruption: linux_note_interrupts())
    defer {
      trials.stop()
      scratch.remove()
    }
    var count = 0
    let showCount = { progress.show("\(count) of \(places.count) lessons played") }
    showCount()
    do {
      let outcomes = try trials.run { outcome in
        count += 1
        progress.show(nil)
        tell(outcome)
        showCount()
      }
      progress.show(nil)
      if outcomes.contains(where: \.isFailure) { throw ExitCode(1) }
      return try trials.rests.map(read)
    } catch is Trials.Interrupted {
      progress.show(nil)
      Output.error.write(lines: ["interrupted by ⌃C: nothing is written"])
      throw ExitCode(130)
    }
  }

  private func tell(_ outcome: LessonOutcome) {
    switch outcome.result {
    case .passed: break
    case .passedInPart(let steps):
      Output.standard.write(lines: steps.map { "not drawn  \(outcome.file): \($0)" })
    case .skipped(let reason):
      Output.standard.write(lines: ["not drawn  \(outcome.file): \(reason)"])
    case .failed(let problems): Output.error.write(lines: problems.flatMap(\.lines))
    }
  }

  private func read(_ bytes: [UInt8]) throws -> PlayedLesson {
    var reader = ByteReader(bytes)
    do throws(Malformed) {
      return try reader.value()
    } catch {
      throw Diagnostic("a process that played a lesson gave no whole result")
    }
  }
}

extension Book.Chapter {
  fileprivate init(_ lesson: Lesson, _ played: PlayedLesson, at place: LessonPlace) {
    let name =
      switch place {
      case .shipped: lesson.id
      case .file: "\(place.name).md"
      }
    let digits = place.name.prefix { ("0"..."9").contains($0) }
    self.init(lesson, played, number: Int(digits), name: name)
  }
}
