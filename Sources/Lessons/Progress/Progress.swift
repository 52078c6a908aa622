/// How far somebody is in every lesson.
public struct Progress: Hashable, Sendable {
  /// By the lessons' ids.
  public var lessons: [String: Record] = [:]
  /// The lesson that somebody was in last.
  public var current: String?

  public struct Record: Hashable, Sendable {
    /// The step that somebody was at last.
    public var at: String?
    /// The steps that are done, and how.
    public var steps: [String: StepOutcome] = [:]

    public init() {}
  }

  public init() {}

  public mutating func arrive(at step: String, of lesson: String) {
    lessons[lesson, default: Record()].at = step
    current = lesson
  }

  /// What somebody did without help once is not taken back by a second look.
  public mutating func finish(_ step: String, _ outcome: StepOutcome, of lesson: String) {
    if let before = lessons[lesson]?.steps[step], !outcome.isBetter(than: before) { return }
    lessons[lesson, default: Record()].steps[step] = outcome
  }

  /// How many of the steps are done.
  public func done(of steps: [String], in lesson: String) -> Int {
    steps.count { lessons[lesson]?.steps[$0] != nil }
  }
}

extension Progress {
  private static let heading = "sockratic progress 1"

  /// One line a lesson: its id, where somebody is, and each step that is done.
  public var text: String {
    var lines = [Progress.heading]
    if let current { lines.append("current \(current)") }
    for (id, record) in lessons.sorted(by: { $0.key < $1.key }) {
      let at = record.at.map { ["at=\($0)"] } ?? []
      let steps = record.steps.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.rawValue)" }
      lines.append((["lesson", id] + at + steps).joined(separator: " "))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Reads what `text` writes. `isWhole` is false where a line is torn or not understood; what is
  /// understood is kept.
  public static func parse(_ bytes: [UInt8]) -> (progress: Progress, isWhole: Bool) {
    var progress = Progress()
    guard let text = String(validating: bytes, as: UTF8.self) else { return (progress, false) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1, lines[0] == heading else { return (progress, false) }
    var isWhole = lines.last?.isEmpty == true
    for line in lines.dropFirst().dropLast() { isWhole = progress.read(line) && isWhole }
    return (progress, isWhole)
  }

  private mutating func read(_ line: Substring) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    guard words.count >= 2, isIdentifier(words[1]) else { return false }
    switch words[0] {
    case "current":
      current = words[1]
      return words.count == 2
    case "lesson": return read(lesson: words[1], words.dropFirst(2))
    default: return false
    }
  }

  private mutating func read(lesson: String, _ words: ArraySlice<String>) -> Bool {
    var record = Record()
    var isWhole = lessons[lesson] == nil
    for word in words {
      if word.hasPrefix("at="), isIdentifier(String(word.dropFirst(3))) {
        record.at = String(word.dropFirst(3))
      } else if let (step, how) = parted(word, at: ":"), isIdentifier(step),
        let outcome = StepOutcome(rawValue: how)
      {
        record.steps[step] = outcome
      } else {
        isWhole = false
      }
    }
    lessons[lesson] = record
    return isWhole
  }
}
