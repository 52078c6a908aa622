internal import Lessons
internal import Log

internal import func SystemCalls.monotonicNanoseconds

/// Tries lessons, each in a process of its own, at most as many at a time as there are processors.
struct Trials {
  private let kind: TryLesson.Kind
  private let places: [LessonPlace]
  private var running: [(index: Int, began: UInt64, child: ChildProcess)] = []
  private var outcomes: [LessonOutcome?]
  /// What each of them wrote behind its result.
  private(set) var rests: [[UInt8]]
  private var told = 0
  /// Readable when somebody does not want to wait any longer; -1 is none.
  private let interruption: Int32

  init(_ kind: TryLesson.Kind, _ places: [LessonPlace], interruption: Int32 = -1) {
    self.kind = kind
    self.places = places
    self.interruption = interruption
    outcomes = places.map { _ in nil }
    rests = places.map { _ in [] }
  }

  struct Interrupted: Error {}

  /// All outcomes, in the order of the lessons; `watch` gets each as soon as its turn has come.
  mutating func run(_ watch: (LessonOutcome) -> Void) throws -> [LessonOutcome] {
    for index in places.indices {
      if running.count >= Foreign.processors { try takeNews(watch) }
      try start(index)
    }
    while !running.isEmpty { try takeNews(watch) }
    return outcomes.compactMap { $0 }
  }

  /// Ends those that still run.
  mutating func stop() { running = [] }

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
  private mutating func takeNews(_ watch: (LessonOutcome) -> Void) throws(Interrupted) {
    let count = running.count
    while running.count == count {
      guard !ChildProcess.takeOutput(of: running.map(\.child), or: interruption) else {
        throw Interrupted()
      }
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
    let (message, rest) = parts(of: trial.child.output)
    let text = String(decoding: message, as: UTF8.self)
    let broken = "\(file): the process that tried it ended without a result: \(trial.child.end)"
    var outcome = LessonOutcome(
      file: file,
      result: LessonOutcome.Result(message: text)
        ?? .failed([LessonOutcome.Problem(lines: [broken])]),
      nanoseconds: monotonicNanoseconds() - trial.began)
    if kind != .book, Foreign.environment("SOCKRATIC_REQUIRE_ALL") == "1" { outcome.refuseSkip() }
    outcomes[trial.index] = outcome
    rests[trial.index] = rest
  }

  /// A result has no zero byte: it is there where something follows.
  private func parts(of output: [UInt8]) -> (message: [UInt8], rest: [UInt8]) {
    guard let end = output.firstIndex(of: 0) else { return (output, []) }
    return (Array(output[..<end]), Array(output[(end + 1)...]))
  }
}
