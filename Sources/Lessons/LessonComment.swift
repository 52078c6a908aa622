/// One of the two comments of a lesson file.
enum LessonComment: Hashable {
  case lesson(Head)
  case step(id: String, needs: [Lesson.Need])

  /// What a lesson says of itself.
  struct Head: Hashable {
    var id: String
    var after: String?
    var needs: [Lesson.Need]
    var deadline: Int?
    var language: String?
  }

  static let forms = "<!-- lesson: ID --> or <!-- step: ID -->"

  /// Reads what stands between `<!--` and `-->`.
  init(_ inside: String, line: Int) throws(LineMistake) {
    let fields = try commentFields(of: inside, line: line)
    let keys = fields.map(\.key)
    if let twice = keys.first(where: { key in keys.count { $0 == key } > 1 }) {
      throw LineMistake(.comment, line, "“\(twice)” stands twice in a comment", expected: "it once")
    }
    switch keys.first {
    case "step":
      try LessonComment.allow(["step", "needs"], keys, line)
      let needs = fields.first { $0.key == "needs" }?.value
      self = .step(
        id: try LessonComment.identifier(fields[0].value, line),
        needs: try LessonComment.needs(needs, line))
    case "lesson":
      try LessonComment.allow(["lesson", "after", "needs", "deadline", "language"], keys, line)
      self = try LessonComment.lesson(fields, line)
    default:
      throw LineMistake(
        .comment, line, "a comment of an unknown kind", expected: LessonComment.forms)
    }
  }

  private static func lesson(
    _ fields: [(key: String, value: String)], _ line: Int
  ) throws(LineMistake) -> LessonComment {
    func value(_ key: String) -> String? { fields.first { $0.key == key }?.value }
    return .lesson(
      Head(
        id: try identifier(fields[0].value, line),
        after: try value("after").map { text throws(LineMistake) in try identifier(text, line) },
        needs: try needs(value("needs"), line),
        deadline: try value("deadline").map { text throws(LineMistake) in
          try milliseconds(text, line)
        },
        language: try value("language").map { text throws(LineMistake) in
          try languageTag(text, line)
        }))
  }

  private static func allow(
    _ known: [String], _ keys: [String], _ line: Int
  ) throws(LineMistake) {
    guard let unknown = keys.first(where: { !known.contains($0) }) else { return }
    throw LineMistake(
      .comment, line, "a comment with an unknown part “\(unknown)”",
      expected: known.joined(separator: ", "))
  }

  private static func identifier(_ text: String, _ line: Int) throws(LineMistake) -> String {
    guard isIdentifier(text) else {
      throw LineMistake(
        .identifier, line, "“\(text)” is no id", expected: "lower-case letters, digits and hyphens")
    }
    return text
  }

  /// RFC 5646, as far as a page needs it: a language, and what it has behind hyphens.
  private static func languageTag(_ text: String, _ line: Int) throws(LineMistake) -> String {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.count) && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    guard isTag, (2...3).contains(parts[0].count), parts[0].allSatisfy(\.isLetter) else {
      throw LineMistake(
        .language, line, "“\(text)” is no language", expected: "a tag such as de, fr or pt-BR")
    }
    return text
  }

  private static func needs(_ text: String?, _ line: Int) throws(LineMistake) -> [Lesson.Need] {
    var needs: [Lesson.Need] = []
    for name in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let need = Lesson.Need(rawValue: trimmed(name)) else {
        let known = Lesson.Need.allCases.map(\.rawValue).joined(separator: ", ")
        throw LineMistake(
          .needs, line, "needs “\(trimmed(name))”, which is unknown", expected: known)
      }
      needs.append(need)
    }
    return needs
  }

  private static func milliseconds(_ text: String, _ line: Int) throws(LineMistake) -> Int {
    let digits = text.prefix { $0.isDigitASCII }
    let units = ["ms": 1, "s": 1000]
    guard let number = Int(digits), number > 0, number < 1_000_000,
      let unit = units[String(text.dropFirst(digits.count))]
    else {
      throw LineMistake(
        .deadline, line, "“\(text)” is no deadline", expected: "a time such as 60s or 500ms")
    }
    return number * unit
  }
}

/// A mistake whose file is known to whoever catches it.
struct LineMistake: Error, Hashable {
  var rule: LessonRule
  var line: Int
  var message: String
  var expected: String?

  init(_ rule: LessonRule, _ line: Int, _ message: String, expected: String? = nil) {
    self.rule = rule
    self.line = line
    self.message = message
    self.expected = expected
  }
}

extension Mistakes {
  mutating func add(_ mistake: LineMistake) {
    add(mistake.rule, mistake.line, mistake.message, expected: mistake.expected)
  }
}

/// `key: value; key: value`
func commentFields(
  of inside: String, line: Int
) throws(LineMistake) -> [(key: String, value: String)] {
  var fields: [(key: String, value: String)] = []
  for part in inside.split(separator: ";", omittingEmptySubsequences: false) {
    guard let (key, value) = parted(String(part), at: ":") else {
      throw LineMistake(.comment, line, "a malformed comment", expected: LessonComment.forms)
    }
    fields.append((key, value))
  }
  return fields
}
