internal import ArgumentParser
internal import CLinux
internal import Lessons
internal import Log

/// `sockratic lesson try-one`: what `replay` and `verify` start for each lesson, so that several can
/// run at a time. Prints the result as a message for them.
struct TryLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try-one", abstract: "Try one lesson for another process.", shouldDisplay: false)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case replay, verify, book
  }

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case shipped, file
  }

  @ArgumentParser.Argument var kind: Kind
  @ArgumentParser.Argument var source: Source
  @ArgumentParser.Argument var name: String

  func run() throws {
    linux_die_with_parent()
    let (result, played) = result
    Output.standard.write(result.message)
    guard let played else { return }
    var writer = ByteWriter()
    writer.put(played)
    Foreign.write([0] + writer.bytes, to: Output.standard.descriptor)
  }

  private var result: (LessonOutcome.Result, PlayedLesson?) {
    let place = source == .shipped ? LessonPlace.shipped(name) : .file(name)
    do {
      let text = try place.read()
      return attempt(try Lesson.parse(bytes: text.bytes, file: text.file))
    } catch let errors as LessonErrors {
      return (LessonOutcome.Result(errors), nil)
    } catch {
      return (.failed([LessonOutcome.Problem(lines: ["\(error)"])]), nil)
    }
  }

  private func attempt(_ lesson: Lesson) -> (LessonOutcome.Result, PlayedLesson?) {
    let performer = { StagePerformer(for: lesson) }
    switch kind {
    case .replay: return (LessonOutcome.Result(replay(lesson, with: performer())), nil)
    case .verify: return (LessonOutcome.Result(verify(lesson, with: performer)), nil)
    case .book:
      let (result, played) = playForBook(lesson)
      return (result, played)
    }
  }
}
