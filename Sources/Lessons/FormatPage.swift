internal import CLessons
internal import Language

/// The reference of the lesson format, in Markdown: the page that is kept as a text, with the facts
/// and the codes as they are declared.
public var formatPage: String {
  let bytes = UnsafeBufferPointer(start: embedded_format_bytes(), count: embedded_format_size())
  let facts = table(("subject", "what it is"), factSubjects.map { ("`\($0.name)`", $0.described) })
  let rules = LessonRule.all.map { "**\($0.code)**: \($0.mistake.asText). \($0.explanation)" }
  return String(decoding: bytes, as: UTF8.self)
    .replacing("{facts}", with: facts).replacing("{rules}", with: rules.joined(separator: "\n\n"))
}

extension FactSubject {
  fileprivate var described: String { "\(summary) (\(type.rawValue))" }
}

extension String {
  /// Tags as text.
  fileprivate var asText: String { replacing("<", with: "\\<") }
}

private func table(_ head: (String, String), _ rows: [(String, String)]) -> String {
  ([head, ("---", "---")] + rows).map { "| \($0.0) | \($0.1) |" }.joined(separator: "\n")
}
