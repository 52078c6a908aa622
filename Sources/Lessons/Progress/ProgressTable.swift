public import Log
internal import Views

extension Progress {
  private static let barWidth = 12

  /// Every lesson on a line: number, name, a bar, how many steps are done, and where somebody is.
  public func table(of entries: [LessonShelf.Entry], width: Int, utf8: Bool) -> String {
    let names = entries.map { displayWidth($0.name) }.max() ?? 0
    let lines = entries.map { entry in
      let name = padded(entry.name, to: names)
      return String("\(name)  \(bar(of: entry, utf8: utf8))".prefix(max(20, width)))
    }
    return lines.joined(separator: "\n")
  }

  private func bar(of entry: LessonShelf.Entry, utf8: Bool) -> String {
    let done = done(of: entry.steps, in: entry.id)
    let count = padded("\(done)/\(entry.steps.count)", to: 5)
    return "\(bar(done, of: entry.steps.count, utf8: utf8))  \(count)\(place(in: entry))"
  }

  private func bar(_ done: Int, of count: Int, utf8: Bool) -> String {
    // Neither empty where something is done, nor full where something is not.
    var filled = count == 0 ? 0 : Progress.barWidth * done / count
    if done > 0 { filled = max(1, filled) }
    let (full, empty) = utf8 ? ("█", "░") : ("#", ".")
    return String(repeating: full, count: filled)
      + String(repeating: empty, count: Progress.barWidth - filled)
  }

  private func place(in entry: LessonShelf.Entry) -> String {
    guard let record = lessons[entry.id] else { return "" }
    if done(of: entry.steps, in: entry.id) == entry.steps.count { return "  done" }
    return record.at.map { "  at \($0)" } ?? ""
  }

  /// For programs: every lesson with its steps, done or not.
  public func json(of entries: [LessonShelf.Entry]) -> JSON {
    .array(
      entries.map { entry in
        let record = lessons[entry.id]
        return .object([
          ("lesson", .string(entry.id)), ("name", .string(entry.name)),
          ("title", .string(entry.title)), ("at", record?.at.map { .string($0) } ?? .null),
          ("done", .number(done(of: entry.steps, in: entry.id))),
          ("steps", .array(entry.steps.map { step(of: $0, record) })),
        ])
      })
  }

  private func step(of id: String, _ record: Record?) -> JSON {
    .object([
      ("step", .string(id)), ("outcome", record?.steps[id].map { .string($0.rawValue) } ?? .null),
    ])
  }
}
