/// Reads a `sockratic` block: which lines are commands, and which the output that they show.
struct TranscriptReader {
  /// More lines than a screen holds are no use to a reader, and `...` stands for any number.
  static let mostLines = 500

  private var exchanges: [Exchange] = []
  private var mistakes: [LineMistake] = []
  /// True where the block names a role for its first command, and so for each of them.
  private var namesRoles = false

  static func read(_ fence: Fence, _ mistakes: inout Mistakes) -> Transcript {
    var reader = TranscriptReader()
    let first = fence.content.first { !$0.allSatisfy(\.isBlank) && $0.first != "#" }
    reader.namesRoles = first.map { hasRole(String($0)) } ?? false
    for (line, text) in fence.numbered { reader.read(text, line) }
    if reader.exchanges.isEmpty, reader.mistakes.isEmpty {
      mistakes.add(
        .emptyBlock, fence.line, "a sockratic block without a command", expected: "role> command")
    }
    for mistake in reader.mistakes { mistakes.add(mistake) }
    return Transcript(
      line: fence.line, when: when(fence, &mistakes), exchanges: reader.exchanges)
  }

  private static func when(_ fence: Fence, _ mistakes: inout Mistakes) -> Transcript.Privilege? {
    guard let word = fence.words.dropFirst().first else { return nil }
    let known = Transcript.Privilege.allCases.first { "when=\($0.rawValue)" == word }
    if known == nil || fence.words.count > 2 {
      mistakes.add(
        .fenceOption, fence.line, "a fence with the unknown option “\(fence.words.last ?? word)”",
        expected: "when=privileged or when=ordinary")
    }
    return known
  }

  private mutating func read(_ text: String, _ line: Int) {
    if text.allSatisfy(\.isBlank) || text.first == "#" { return }
    if isCommand(text) {
      readCommand(text, line)
    } else {
      readOutput(text, line)
    }
  }

  private func isCommand(_ text: String) -> Bool {
    if text.hasPrefix("!") || hasRole(text) { return true }
    return !namesRoles && LineKind(of: text) == .other
  }

  private mutating func readCommand(_ text: String, _ line: Int) {
    guard let pattern = pattern(text, line) else { return }
    guard pattern.pieces.allSatisfy(\.canBePutIn) else {
      mistakes.append(
        LineMistake(
          .captureInCommand, line, "a command with a capture or {*}",
          expected: "{name}, or {{ for a brace"))
      return
    }
    exchanges.append(Exchange(line: line, command: pattern, expected: []))
  }

  private mutating func readOutput(_ text: String, _ line: Int) {
    let kind = LineKind(of: text)
    guard kind != .explanation else { return }
    guard let last = exchanges.indices.last else {
      mistakes.append(
        LineMistake(.strayOutput, line, "output before any command", expected: "role> command"))
      return
    }
    guard exchanges[last].expected.count < TranscriptReader.mostLines else {
      let most = "at most \(TranscriptReader.mostLines) lines, and ... for the rest"
      return mistakes.append(
        LineMistake(.longOutput, line, "too much output of one command", expected: most))
    }
    let even = kind == .state ? evenlySpaced(text) : withoutTrailingBlanks(text)
    guard var pattern = pattern(even, line) else { return }
    pattern.text = text
    exchanges[last].expected.append(ExpectedLine(line: line, kind: kind, pattern: pattern))
  }

  private mutating func pattern(_ text: String, _ line: Int) -> Pattern? {
    do {
      return try Pattern(text)
    } catch {
      mistakes.append(LineMistake(.placeholder, line, error.message, expected: error.expected))
      return nil
    }
  }
}

extension Pattern.Piece {
  var canBePutIn: Bool {
    switch self {
    case .literal, .repeated, .brace: true
    case .anything, .capture: false
    }
  }
}

/// True for `server> listen`, `server>` and, as a waiting role's prompt has it, `server(accept)> `.
func hasRole(_ line: String) -> Bool {
  guard line.first?.isLowercaseASCII == true else { return false }
  var rest = line.drop(while: \.isNamePart)
  if rest.first == "(" {
    rest = rest.dropFirst().drop(while: \.isNamePart)
    guard rest.first == ")" else { return false }
    rest = rest.dropFirst()
  }
  return rest.first == ">"
}
