internal import Lessons
internal import Log

internal import func SystemCalls.monotonicNanoseconds

/// Tries lessons, each in a process of its own, at most as many at a time as there are processors.
struct Trials {
  private let kind: TryLesson.Kind
  private let places: [LessonPlace]
  private var running: [(index: Int, began: UInt64, child: ChildProcess)] = []
  private var outcomes: [LessonOutcome?]
  private var told = 0

  init(_ kind: TryLesson.Kind, _ places: [LessonPlace]) {
    self.kind = kind
    self.places = places
    outcomes = places.map { _ in nil }
  }

  /// All outcomes, in the order of the lessons; `watch` gets each as soon as its turn has come.
  func run(_ watch: (LessonOutcome) -> Void) throws -> [LessonOutcome] {
    var trials = self
    for index in places.indices {
      if trials.running.count >= Foreign.processors { trials.takeNews(watch) }
      try trials.start(index)
    }
    while !trials.running.isEmpty { trials.takeNews(watch) }
    return trials.outcomes.compactMap { $0 }
  }

  private mutating func start(_ index: Int) throws(Diagnostic) {
    let child = try ChildProcess(arguments: ["lesson", "try-one", kind.rawValue] + words(index))
    running.append((index, monotonicNanoseconds(), child))
  }

  private func words(_ index: Int) -> [String] {
    switch places[index] {
    case .shipped(let name): ["shipped", "--", name]
    case .file(let path): ["file", "--", path]
    }
  }

  /// Waits until at least one trial has ended.
  private mutating func takeNews(_ watch: (LessonOutcome) -> Void) {
    let count = running.count
    while running.count == count {
      ChildProcess.takeOutput(of: running.map(\.child))
      for trial in running where trial.child.hasEnded { finish(trial) }
      running.removeAll { $0.child.hasEnded }
    }
    while told < outcomes.count, let outcome = outcomes[told] {
      watch(outcome)
      told += 1
    }
  }

  private mutating func finish(_ trial: (index: Int, began: UInt64, child: ChildProcess)) {
    let file = places[trial.index].file
    let text = String(decoding: trial.child.output, as: UTF8.self)
    let broken = "\(file): the process that tried it ended without a result: \(trial.child.end)"
    var outcome = LessonOutcome(
      file: file,
      result: LessonOutcome.Result(message: text)
        ?? .failed([LessonOutcome.Problem(lines: [broken])]),
      nanoseconds: monotonicNanoseconds() - trial.began)
    if Foreign.environment("SOCKRATIC_REQUIRE_ALL") == "1" { outcome.refuseSkip() }
    outcomes[trial.index] = outcome
  }
}
