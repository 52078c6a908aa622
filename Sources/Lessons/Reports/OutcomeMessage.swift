/// A result as lines of text, for the pipe from the process that tried a lesson.
extension LessonOutcome.Result {
  public var message: String {
    switch self {
    case .passed: return "passed\n"
    case .passedInPart(let steps):
      return "passed in part\n" + steps.map { "\t\(harmless($0))\n" }.joined()
    case .skipped(let reason): return "skipped\t\(harmless(reason))\n"
    case .failed(let problems):
      return problems.reduce("failed\n") { text, problem in
        text + "problem\t\(problem.line)\t\(problem.step)\n"
          + problem.lines.map { "\t\(harmless($0))\n" }.joined()
      }
    }
  }

  /// nil where the text is no message, or not a whole one.
  public init?(message: String) {
    guard message.hasSuffix("\n") else { return nil }
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let first = lines.removeFirst().split(separator: "\t", omittingEmptySubsequences: false)
    switch first.first {
    case "passed" where lines.isEmpty: self = .passed
    case "passed in part" where lines.allSatisfy { $0.first == "\t" }:
      self = .passedInPart(lines.map { String($0.dropFirst()) })
    case "skipped" where first.count == 2: self = .skipped(String(first[1]))
    case "failed":
      guard let problems = problems(lines) else { return nil }
      self = .failed(problems)
    default: return nil
    }
  }
}

private func problems(_ lines: ArraySlice<Substring>) -> [LessonOutcome.Problem]? {
  var problems: [LessonOutcome.Problem] = []
  for line in lines {
    if line.first == "\t" {
      guard !problems.isEmpty else { return nil }
      problems[problems.count - 1].lines.append(String(line.dropFirst()))
    } else {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3, fields[0] == "problem", let number = Int(fields[1]) else {
        return nil
      }
      problems.append(LessonOutcome.Problem(line: number, step: String(fields[2]), lines: []))
    }
  }
  return problems
}
