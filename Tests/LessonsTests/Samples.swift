import Lessons

/// A lesson with one step, whose body begins in line 6.
func lesson(step body: String) -> String {
  """
  # A title
  <!-- lesson: sample -->

  ## A step
  <!-- step: one -->
  \(body)
  """
}

/// Each mistake as `line: message; expected …`; empty where the lesson can be read.
func mistakes(in text: String) -> [String] {
  do throws(LessonErrors) {
    _ = try Lesson.parse(text, file: "sample.md")
    return []
  } catch {
    return error.errors.map { String($0.description.dropFirst("sample.md:".count)) }
  }
}

/// A command, and the lines that a block shows below it.
func exchange(_ shown: String...) throws -> Exchange {
  let block = (["a> go"] + shown).joined(separator: "\n")
  let text = lesson(step: "```sockratic\n\(block)\n```")
  return try Lesson.parse(text, file: "sample.md").steps[0].demonstrations[0].exchanges[0]
}
