/// How the replay or the verification of one lesson went, ready to be reported.
public struct LessonOutcome: Hashable, Sendable {
  public var file: String
  public var result: Result
  /// How long it took.
  public var nanoseconds: UInt64

  public enum Result: Hashable, Sendable {
    case passed
    /// Passed, but for steps that this machine cannot play; why, of each.
    case passedInPart([String])
    case skipped(String)
    case failed([Problem])
  }

  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// Counted from 1; 0 where it is about no line.
    public var line: Int
    /// The step's id; empty where it is about no step.
    public var step: String
    /// For a terminal: the first line says what and where, the others are details.
    public var lines: [String]

    public init(line: Int = 0, step: String = "", lines: [String]) {
      self.line = line
      self.step = step
      self.lines = lines
    }
  }

  public init(file: String, result: Result, nanoseconds: UInt64 = 0) {
    self.file = file
    self.result = result
    self.nanoseconds = nanoseconds
  }

  public var isFailure: Bool {
    if case .failed = result { true } else { false }
  }

  /// Where nothing may be skipped, a lesson that is skipped, or a step of it, fails.
  public mutating func refuseSkip() {
    let reasons: [String]
    switch result {
    case .skipped(let reason): reasons = [reason]
    case .passedInPart(let steps): reasons = steps
    case .passed, .failed: return
    }
    result = .failed(
      reasons.map { reason in
        Problem(lines: ["\(file): skipped, and nothing may be skipped here: \(reason)"])
      })
  }
}

extension LessonOutcome.Result {
  public init(_ report: ReplayReport) {
    switch report.result {
    case .passed: self = .passed(without: report.leftOut)
    case .skipped(let reason): self = .skipped(reason)
    case .failed(let failure): self = .failed([LessonOutcome.Problem(failure)])
    }
  }

  public init(_ report: VerifyReport) {
    if let reason = report.skipped {
      self = .skipped(reason)
    } else {
      self =
        report.failures.isEmpty
        ? .passed(without: report.leftOut)
        : .failed(report.failures.map(LessonOutcome.Problem.init))
    }
  }

  private static func passed(without leftOut: [String]) -> LessonOutcome.Result {
    leftOut.isEmpty ? .passed : .passedInPart(leftOut)
  }

  public init(_ errors: LessonErrors) {
    self = .failed(
      errors.errors.map { LessonOutcome.Problem(line: $0.line, lines: [$0.description]) })
  }
}

extension LessonOutcome.Problem {
  init(_ failure: ReplayFailure) {
    self.init(line: failure.line, step: failure.step, lines: failure.lines)
  }
}
