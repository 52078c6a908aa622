/// A fenced block as it stands in the file.
struct Fence {
  /// Where it opens; its content begins on the next line.
  var line: Int
  /// The words after the back-ticks.
  var words: [String]
  /// The content, one element a line.
  var content: [Substring]

  static let forms = "sockratic, goals, quiz or python FILE"

  /// Each line of the content with its number in the file.
  var numbered: [(line: Int, text: String)] {
    content.enumerated().map { (line + 1 + $0.offset, String($0.element)) }
  }

  /// Reads a code block from the source; nil if it is an indented one, which is prose.
  init?(_ node: MarkdownNode, in source: LessonSource) throws(LineMistake) {
    guard case .codeBlock(let info) = node.kind, let mark = Mark(source[node.lines.lowerBound])
    else { return nil }
    line = node.lines.lowerBound
    words = info.split(whereSeparator: \.isBlank).map(String.init)
    let last = node.lines.upperBound
    guard last > line, mark.isClosed(by: source[last]) else { throw Fence.unclosed(line) }
    content = (line + 1..<last).map { mark.dedented(source[$0]) }
    guard !content.contains(where: { Mark($0)?.opens == true }) else {
      throw Fence.unclosed(line)
    }
  }

  private static func unclosed(_ line: Int) -> LineMistake {
    LineMistake(
      .openFence, line, "a fence that is not closed", expected: "``` on a line of its own after it")
  }

  /// The run of back-ticks or tildes that opens a fence.
  private struct Mark {
    var indent: Int
    var character: Character
    var length: Int
    /// True where something follows, as only an opening fence may have.
    var opens: Bool

    init?(_ line: Substring) {
      indent = line.prefix { $0 == " " }.count
      let text = line.dropFirst(indent)
      guard indent < 4, let first = text.first, first == "`" || first == "~" else { return nil }
      character = first
      length = text.prefix { $0 == first }.count
      guard length >= 3 else { return nil }
      opens = !text.dropFirst(length).allSatisfy(\.isBlank)
    }

    func isClosed(by line: Substring) -> Bool {
      guard let end = Mark(line) else { return false }
      return end.character == character && end.length >= length && !end.opens
    }

    func dedented(_ line: Substring) -> Substring {
      line.dropFirst(min(indent, line.prefix { $0 == " " }.count))
    }
  }
}
