internal import Log

extension Parameter where Value == String {
  /// A lesson by name or number, or a lesson file.
  static func lesson(_ summary: String) -> Parameter {
    Parameter("LESSON", summary) { reader throws(Diagnostic) in
      let names = Completable.words(reader.context.lessons.map { Candidate($0) })
      let token = try reader.next("a lesson", usage: "LESSON", .several([names, .files]))
      guard !token.text.isEmpty, !token.data.contains(0) else {
        throw reader.unexpected(token, expected: "a lesson's name or number")
      }
      return token.text
    }
  }

  /// A step of the lesson under way, by name or number.
  static func step(_ summary: String) -> Parameter {
    Parameter("STEP", summary) { reader throws(Diagnostic) in
      let names = Completable.words(reader.context.steps.map { Candidate($0) })
      return try reader.next("a step", usage: "STEP", names).text
    }
  }
}
