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
    case replay, verify
  }

  enum Source: String, ExpressibleByArgument, CaseIterable {
    case shipped, file
  }

  @ArgumentParser.Argument var kind: Kind
  @ArgumentParser.Argument var source: Source
  @ArgumentParser.Argument var name: String

  func run() throws {
    linux_die_with_parent()
    Output.standard.write(result.message)
  }

  private var result: LessonOutcome.Result {
    let place = source == .shipped ? LessonPlace.shipped(name) : .file(name)
    do {
      let text = try place.read()
      return attempt(try Lesson.parse(bytes: text.bytes, file: text.file))
    } catch let errors as LessonErrors {
      return LessonOutcome.Result(errors)
    } catch {
      return .failed([LessonOutcome.Problem(lines: ["\(error)"])])
    }
  }

  private func attempt(_ lesson: Lesson) -> LessonOutcome.Result {
    let performer = { StagePerformer(for: lesson) }
    return switch kind {
    case .replay: LessonOutcome.Result(replay(lesson, with: performer()))
    case .verify: LessonOutcome.Result(verify(lesson, with: performer))
    }
  }
}
