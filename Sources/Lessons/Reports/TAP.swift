/// Outcomes in the Test Anything Protocol, version 13, which every reader knows: each failure with a
/// YAML block that has file, line and step.
public func tap(_ outcomes: [LessonOutcome]) -> String {
  let lines = outcomes.enumerated().flatMap { index, outcome in tap(outcome, number: index + 1) }
  return (["TAP version 13", "1..\(outcomes.count)"] + lines).map { $0 + "\n" }.joined()
}

private func tap(_ outcome: LessonOutcome, number: Int) -> [String] {
  let name = "\(number) - \(described(outcome.file))"
  switch outcome.result {
  case .passed: return ["ok \(name)"]
  case .passedInPart(let steps): return ["ok \(name)"] + steps.map { "# \(harmless($0))" }
  case .skipped(let reason): return ["ok \(name) # SKIP \(described(reason))"]
  case .failed(let problems):
    return ["not ok \(name)", "  ---"] + yaml(outcome.file, problems) + ["  ..."]
  }
}

private func yaml(_ file: String, _ problems: [LessonOutcome.Problem]) -> [String] {
  ["  problems:"]
    + problems.flatMap { problem in
      [
        "    - file: \(quoted(file))", "      line: \(problem.line)",
        "      step: \(quoted(problem.step))", "      message: |",
      ] + problem.lines.map { "        \(harmless($0))" }
    }
}

/// A number sign would begin a directive, and a backslash escapes it.
private func described(_ text: String) -> String {
  harmless(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
}

/// A YAML string in double quotes.
private func quoted(_ text: String) -> String {
  let inside = harmless(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  return "\"\(inside)\""
}
