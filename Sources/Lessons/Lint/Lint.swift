/// A lesson file as it was read, whatever is in it.
public struct LessonText: Hashable, Sendable {
  public var file: String
  public var bytes: [UInt8]

  public init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }
}

/// Everything that is wrong with these lessons and can be seen without playing them, in the order of
/// the files and their lines.
///
/// `siblings` are the other lessons of the same folders, `shipped` those that come with the program:
/// `after:` can name any of them.
public func lint(
  _ texts: [LessonText], siblings: [LessonText] = [], shipped: [LessonText] = []
) -> [LessonError] {
  let own = texts.map(Reading.init)
  let files = Set(texts.map(\.file))
  let beside = siblings.filter { !files.contains($0.file) }.map(Reading.init)
  let sequence = LessonSequence(
    own: own.compactMap(\.lesson) + beside.compactMap(\.lesson),
    shipped: shipped.map(Reading.init).compactMap(\.lesson))
  return own.flatMap { reading in
    guard let lesson = reading.lesson else { return reading.errors }
    var mistakes = Mistakes(file: lesson.file)
    sequence.check(lesson, &mistakes)
    checkSteps(of: lesson, &mistakes)
    checkCommands(of: lesson, &mistakes)
    return mistakes.thrown?.errors ?? []
  }
}

private struct Reading {
  var lesson: Lesson?
  var errors: [LessonError] = []

  init(_ text: LessonText) {
    do throws(LessonErrors) {
      lesson = try Lesson.parse(bytes: text.bytes, file: text.file)
    } catch {
      errors = error.errors
    }
  }
}

private func checkSteps(of lesson: Lesson, _ mistakes: inout Mistakes) {
  for step in lesson.steps where !step.parts.contains(where: \.isSomethingToDo) {
    mistakes.add(
      .idleStep, step.line, "a step in which nothing happens",
      expected: "goals, a quiz, a demonstration or a program")
  }
}

extension Step.Part {
  fileprivate var isSomethingToDo: Bool {
    switch self {
    case .demonstration, .goals, .quiz, .program: true
    case .prose, .hint, .solution: false
    }
  }
}
