/// What `lesson new` and `save` leave to whoever writes the lesson, until it is written.
enum Unwritten: String {
  case subject = """
    What this lesson is about, in a sentence or two. A word is explained when it first appears.
    """
  case sight = "Say here what is to be seen."
  case task = "Say here what is to be done, and why."
  case help = "Say here what helps somebody who is stuck."
  case insight = "Say here what the learner has just seen."
}

/// The places in a lesson file that nobody has written yet, a line each, with file and line: no
/// mistakes, for such a lesson can be played.
public func unwrittenPlaces(in text: LessonText) -> [String] {
  let lines = String(decoding: text.bytes, as: UTF8.self)
    .split(separator: "\n", omittingEmptySubsequences: false)
  return lines.enumerated().compactMap { index, line in
    Unwritten(rawValue: trimmed(line)).map {
      harmless("\(text.file):\(index + 1): nobody has written this yet: “\($0.rawValue)”")
    }
  }
}
