public import Log

/// How the replay of a lesson went.
public struct ReplayReport: Hashable, Sendable {
  /// The lesson's id.
  public var lesson: String
  public var file: String
  public var result: Result
  /// Steps that were not played, and what the machine lacks for each.
  public var leftOut: [String] = []

  public enum Result: Hashable, Sendable {
    case passed
    /// Not played: what the machine lacks.
    case skipped(String)
    case failed(ReplayFailure)
  }

  /// For a terminal; the first line says how it went.
  public var lines: [String] {
    switch result {
    case .passed: ["\(file): passed"] + leftOut.map { "    \(harmless($0))" }
    case .skipped(let reason): ["\(file): skipped: \(harmless(reason))"]
    case .failed(let failure): failure.lines
    }
  }

  public var failure: ReplayFailure? {
    if case .failed(let failure) = result { failure } else { nil }
  }
}

extension Lesson {
  /// `step on-a-wire is left out: …`, in the order of the steps.
  func texts(of leftOut: [String: String]) -> [String] {
    steps.compactMap { step in leftOut[step.id].map { "step \(step.id) is left out: \($0)" } }
  }
}

/// Where a replay stopped, and why.
public struct ReplayFailure: Error, Hashable, Sendable {
  public var file: String
  public var line: Int
  /// The step's id; empty when the lesson had ended.
  public var step: String
  public var reason: Reason

  public enum Reason: Hashable, Sendable {
    case difference(Difference)
    /// A line or a fact that could not be performed.
    case diagnostic(Diagnostic)
    case unmet(Goal)
    /// Met before the learner begins.
    case metEarly(Goal)
    /// What `finish` reported.
    case unfinished([String])
  }

  /// For a terminal: where and what in the first line, then what differs.
  public var lines: [String] {
    let place = step.isEmpty ? "\(file):\(line)" : "\(file):\(line): step \(step)"
    switch reason {
    case .difference(let difference):
      return ["\(place): not as the lesson shows it (- lesson, + now)"] + difference.lines
    case .diagnostic(let diagnostic): return ["\(place): \(summary(of: diagnostic))"]
    case .unmet(let goal): return ["\(place): goal not met: \(goal.text) (\(goal.fact.text))"]
    case .metEarly(let goal):
      let text = "goal met before the learner begins: \(goal.text) (\(goal.fact.text))"
      return ["\(place): \(text) [\(LessonRule.metBefore.code)]"]
    case .unfinished(let lines):
      return ["\(place): something is unfinished at the end"] + lines.map { "    \(harmless($0))" }
    }
  }
}

func summary(of diagnostic: Diagnostic) -> String {
  let line = diagnostic.line.map { " in “\($0)”" } ?? ""
  let column = diagnostic.column.map { ", column \($0)" } ?? ""
  let advice = diagnostic.advice.map { ": \($0)" } ?? ""
  return harmless(diagnostic.message + line + column + advice)
}
