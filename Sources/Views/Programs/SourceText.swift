internal import SystemCalls

/// Lines of source code, indented.
struct SourceText {
  private(set) var lines: [String] = []
  private let indent: String

  init(indent: Int) { self.indent = String(repeating: " ", count: indent) }

  mutating func add(_ new: some Sequence<String>, depth: Int = 0) {
    let margin = String(repeating: indent, count: depth)
    for line in new.flatMap({ $0.split(separator: "\n", omittingEmptySubsequences: false) }) {
      lines.append(line.isEmpty ? "" : margin + line)
    }
  }

  mutating func add(_ line: String, depth: Int = 0) { add([line], depth: depth) }

  var text: String { lines.joined(separator: "\n") + "\n" }
}

func indented(_ lines: [String], by spaces: Int) -> [String] {
  let margin = String(repeating: " ", count: spaces)
  return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    .map { $0.isEmpty ? "" : margin + $0 }
}

/// A typed line as a comment of one line: what ends a comment or moves a cursor is not in it.
func commentText(_ text: String) -> String {
  let line = safeText(text, utf8: true).replacing("\n", with: " ")
  return line.replacing("*/", with: "* /").replacing("/*", with: "/ *")
}

extension ProgramCall {
  /// What a comment says of a call that did not simply return; nil where it did.
  var fate: String? {
    if let errno {
      return "in the session: \(errno.name)" + (isInterrupted ? ", by SIGINT" : "")
    }
    if isInterrupted { return "in the session SIGINT ended it" }
    return outcome == nil ? "in the session it had not returned at the end" : nil
  }
}

/// A name of C's for `NAME` or `NAME|NAME`, each changed; numbers stay.
func mapped(_ constant: String, _ body: (String) -> String) -> String {
  constant.split(separator: "|").map { part in
    part.first?.isNumber == true ? String(part) : body(String(part))
  }.joined(separator: " | ")
}
