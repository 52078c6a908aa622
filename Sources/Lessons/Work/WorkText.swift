/// What was done as Markdown: as it is kept, and as it is handed in.
extension LessonWork {
  static let playedMark = "  # played by the lesson"
  static let metMark = "[x] "

  public var markdown: String {
    (["## \(plainMarkdown(title))\n<!-- work: \(lesson) -->\n"] + steps.map(\.markdown))
      .joined(separator: "\n")
  }
}

extension StepOutcome {
  /// For a reader.
  public var text: String {
    switch self {
    case .solved: "solved"
    case .shown: "after the solution was shown"
    case .skipped: "skipped"
    }
  }
}

extension StepWork {
  static let entries = (next: "next", direct: "directly")

  fileprivate var markdown: String {
    let entry = goesOn ? StepWork.entries.next : StepWork.entries.direct
    let whole = isWhole ? "" : "; whole: no"
    return """
      ### \(plainMarkdown(title)): \(outcome.text)
      <!-- did: \(step); how: \(outcome.rawValue); entered: \(entry)\(whole) -->

      \(fence)sockratic
      \(deeds.flatMap(\.text).joined(separator: "\n"))
      \(fence)

      """
  }

  /// Longer than any run of back-ticks inside.
  private var fence: String {
    let longest = deeds.flatMap(\.text).map(longestRun).max() ?? 0
    return String(repeating: "`", count: max(3, longest + 1))
  }

  private func longestRun(in line: String) -> Int {
    line.split { $0 != "`" }.map(\.count).max() ?? 0
  }
}

extension Deed {
  fileprivate var text: [String] {
    [line + (isPlayed ? LessonWork.playedMark : "")] + output + met.map { LessonWork.metMark + $0 }
  }
}

/// As plain text in Markdown.
public func plainMarkdown(_ text: String) -> String {
  text.map { #"\`*_[]<>&#|"#.contains($0) ? "\\\($0)" : "\($0)" }.joined()
}
