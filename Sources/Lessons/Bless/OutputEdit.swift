/// What is to be changed in the output of one command.
struct OutputEdit: Hashable {
  /// Where the command stands.
  var line: Int
  var step: String
  var command: String
  /// The lines that go, with their text.
  var removed: [Int: String] = [:]
  /// What comes after which line.
  var added: [Int: [String]] = [:]

  /// `-` for what goes and `+` for what comes, as in a replay's report.
  func difference(in file: String) -> [String] {
    let lines = Set(removed.keys).union(added.keys).sorted()
    let rows = lines.flatMap { line in
      (removed[line].map { ["    - \(harmless($0))"] } ?? [])
        + (added[line] ?? []).map { "    + \(harmless($0))" }
    }
    return ["\(file):\(line): step \(step)", "    \(harmless(command))"] + rows
  }
}

/// A file's lines with whatever ends them.
struct SourceLines {
  private var lines: [(text: [UInt8], end: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isEnd = bytes[index] == 0x0A || bytes[index] == 0x0D
      let isPair = bytes[index...].starts(with: [0x0D, 0x0A])
      if isEnd {
        lines.append((text, Array(bytes[index..<index + (isPair ? 2 : 1)])))
        text = []
      } else {
        text.append(bytes[index])
      }
      index += isPair ? 2 : 1
    }
    if !text.isEmpty { lines.append((text, [])) }
  }

  /// The file with the edits made; new lines are indented as the command above them is.
  func applying(_ edits: [OutputEdit]) -> [UInt8] {
    var bytes: [UInt8] = []
    var added: [Int: [[UInt8]]] = [:]
    var removed: Set<Int> = []
    for edit in edits {
      let indentation = Array(lines[edit.line - 1].text.prefix { $0 == 0x20 })
      for (line, texts) in edit.added { added[line] = texts.map { indentation + Array($0.utf8) } }
      removed.formUnion(edit.removed.keys)
    }
    for (index, line) in lines.enumerated() {
      if !removed.contains(index + 1) { bytes += line.text + line.end }
      for text in added[index + 1] ?? [] { bytes += text + (line.end.isEmpty ? [0x0A] : line.end) }
    }
    return bytes
  }
}
