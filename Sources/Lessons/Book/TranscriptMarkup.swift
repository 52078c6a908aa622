internal import Views

/// A block of commands with what they showed.
struct TranscriptMarkup {
  let played: PlayedLesson
  let values: [String: String]

  func lines(of block: Transcript) -> [Node] {
    let lines = block.exchanges.flatMap { exchange -> [(text: String, tone: Tone)] in
      [(command(of: exchange), .command)] + output(of: exchange).map { ($0, Tone(of: $0)) }
    }
    return lines.enumerated().flatMap { index, line -> [Node] in
      (index == 0 ? [] : [.text("\n")]) + [line.tone.node(line.text.untabbed)]
    }
  }

  private func command(of exchange: Exchange) -> String {
    played.exchanges[exchange.line]?.command ?? filled(exchange.command)
  }

  private func filled(_ pattern: Pattern) -> String {
    LessonProse(values: values).filled(pattern.text)
  }

  /// The lines that the lesson shows, as they came, and what came in the places of dots; where it
  /// shows none, all that came.
  private func output(of exchange: Exchange) -> [String] {
    guard let came = played.exchanges[exchange.line] else {
      return exchange.expected.map { filled($0.pattern) }
    }
    guard !exchange.expected.isEmpty else { return shortened(came.came[...]) }
    var rest = came.came[...]
    return exchange.expected.enumerated().flatMap { index, line -> [String] in
      guard line.kind != .ellipsis else {
        let next = exchange.expected.dropFirst(index + 1).first
        let end = next.flatMap { place(of: $0, in: rest, came.values) } ?? rest.endIndex
        defer { rest = rest[end...] }
        return shortened(rest[..<end])
      }
      guard let place = place(of: line, in: rest, came.values) else {
        return [LessonProse(values: came.values).filled(line.pattern.text)]
      }
      defer { rest = rest[(place + 1)...] }
      return [rest[place]]
    }
  }

  private func place(
    of line: ExpectedLine, in lines: ArraySlice<String>, _ values: [String: String]
  ) -> Int? {
    lines.firstIndex { line.match($0, values) != nil }
  }

  /// Where more came than anybody reads, the first lines and the last.
  private func shortened(_ lines: ArraySlice<String>) -> [String] {
    let most = 40
    guard lines.count > most else { return Array(lines) }
    return lines.prefix(most / 2) + ["..."] + lines.suffix(most / 2)
  }

  /// What a line is can be read without its colour.
  private enum Tone: String {
    case command, state, failure, plain

    init(of line: String) {
      switch LineKind(of: line) {
      case .state: self = .state
      case .call, .late: self = line.contains(" = -1 ") ? .failure : .plain
      default: self = .plain
      }
    }

    func node(_ text: String) -> Node {
      switch self {
      case .plain: .element(Element("samp", text: text))
      case .command: .element(Element("kbd", text: text))
      case .state, .failure: .element(Element("samp", ["class": rawValue], text: text))
      }
    }
  }
}
