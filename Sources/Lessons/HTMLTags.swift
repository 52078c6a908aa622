/// The HTML that a lesson may hold: its two comments, and what folds hints and solutions away.
enum HTMLTag: Hashable {
  case comment(String)
  case open(Fold)
  case close

  enum Fold: String, Hashable, CaseIterable {
    case hint = "Hint"
    case solution = "Solution"
  }

  static let forms =
    "a comment, <details><summary>Hint</summary>, <details><summary>Solution</summary> or </details>"
}

/// Splits an HTML block into its tags, each with its line.
struct HTMLTags {
  private var rest: Substring
  private(set) var line: Int

  init(_ block: String, line: Int) {
    rest = block[...]
    self.line = line
  }

  /// The next tag and the line on which it begins, or nil at the end.
  mutating func next() throws(LineMistake) -> (tag: HTMLTag, line: Int)? {
    skip { $0.isWhitespace }
    let start = line
    if rest.isEmpty { return nil }
    if take("<!--") { return (.comment(try comment()), start) }
    if take("</details>") { return (.close, start) }
    if take("<details>") { return (.open(try fold()), start) }
    throw unknown()
  }

  private mutating func comment() throws(LineMistake) -> String {
    guard let end = rest.firstRange(of: "-->") else {
      throw LineMistake(.comment, line, "a comment that is not closed", expected: "-->")
    }
    let inside = rest[..<end.lowerBound]
    line += inside.count { $0 == "\n" }
    rest = rest[end.upperBound...]
    return trimmed(inside)
  }

  private mutating func fold() throws(LineMistake) -> HTMLTag.Fold {
    skip { $0.isWhitespace }
    guard take("<summary>"), let end = rest.firstRange(of: "</summary>"),
      let fold = HTMLTag.Fold(rawValue: trimmed(rest[..<end.lowerBound]))
    else {
      throw LineMistake(
        .tag, line, "<details> without a summary that is known",
        expected: "<summary>Hint</summary> or <summary>Solution</summary>")
    }
    rest = rest[end.upperBound...]
    return fold
  }

  private func unknown() -> LineMistake {
    if rest.hasPrefix("```") || rest.hasPrefix("~~~") {
      return LineMistake(
        .swallowedFence, line, "a fence that is swallowed as HTML",
        expected: "a blank line before it")
    }
    let shown = rest.prefix { $0 != "\n" }.prefix(40)
    return LineMistake(.tag, line, "“\(shown)” within HTML", expected: HTMLTag.forms)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private mutating func skip(while condition: (Character) -> Bool) {
    let skipped = rest.prefix(while: condition)
    line += skipped.count { $0 == "\n" }
    rest = rest[skipped.endIndex...]
  }
}
