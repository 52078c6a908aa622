/// Prose as comments of the language, so that pasting it does nothing: each line begins `  # `.
func commentLines(_ text: String, width: Int, utf8: Bool) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: true).flatMap { paragraph in
    wrapped(safeText(String(paragraph), utf8: utf8), width: width - 4).filter { !$0.isEmpty }
      .map { "  # " + $0 }
  }
}
