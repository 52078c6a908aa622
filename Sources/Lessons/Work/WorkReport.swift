/// What a student hands in: the lessons and steps that are done, how, and what was done in each.
public struct WorkReport {
  /// Who hands it in; empty for nobody named.
  public var name: String
  /// The day, as `2026-11-25`.
  public var day: String
  private var chapters: [Chapter] = []

  private struct Chapter {
    var entry: LessonShelf.Entry
    var outcomes: [StepOutcome]
    var text: String
  }

  /// Told by this, a file is known for a report.
  public static let mark = "<!-- report: 1 -->"

  public init(name: String, day: String) {
    self.name = name
    self.day = day
  }

  public var isEmpty: Bool { chapters.isEmpty }

  /// Adds a lesson of which something is done; `work` is what is kept of it.
  public mutating func add(
    _ entry: LessonShelf.Entry, _ record: Progress.Record, _ work: LessonWork?
  ) {
    let outcomes = entry.steps.compactMap { record.steps[$0] }
    guard !outcomes.isEmpty else { return }
    var told = LessonWork(lesson: entry.id, title: entry.title)
    told.steps = entry.steps.compactMap { id in work?.steps.first { $0.step == id } }
    let silent = entry.steps.filter { id in
      record.steps[id] != nil && !told.steps.contains { $0.step == id }
    }
    chapters.append(
      Chapter(entry: entry, outcomes: outcomes, text: told.markdown + untold(silent, record)))
  }

  private func untold(_ steps: [String], _ record: Progress.Record) -> String {
    guard !steps.isEmpty else { return "" }
    let list = steps.map { "- \($0): \(record.steps[$0]?.text ?? "")\n" }.joined()
    return "\nDone, but what was done was not kept:\n\n\(list)"
  }

  public var markdown: String {
    let by = name.isEmpty ? day : "\(plainMarkdown(name)), \(day)"
    let table = """
      | lesson | steps done | solved | after the solution was shown | skipped |
      | --- | --- | --- | --- | --- |

      """
    return "# Sockratic: lessons done\n\(WorkReport.mark)\n\n\(by)\n\n\(table)"
      + chapters.map(row).joined() + "\n" + chapters.map(\.text).joined(separator: "\n")
  }

  private func row(_ chapter: Chapter) -> String {
    let counts = StepOutcome.allCases.map { outcome in chapter.outcomes.count { $0 == outcome } }
    let cells =
      [
        "\(chapter.entry.name)", "\(chapter.outcomes.count) of \(chapter.entry.steps.count)",
      ] + counts.map(String.init)
    return "| \(cells.joined(separator: " | ")) |\n"
  }
}
