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
      (index == 0 ? [] : [.text("\n")]) + [line.tone.node(untabbed(line.text))]
    }
  }

  private func untabbed(_ text: String) -> String { text.replacing("\t", with: "    ") }

  private func command(of exchange: Exchange) -> String {
    played.exchanges[exchange.line]?.command ?? filled(exchange.command)
  }

  private func filled(_ pattern: Pattern) -> String {
    LessonProse(values: values).filled(pattern.text)
  }

  /// The lines that the lesson shows, as they came; where it shows none, all that came.
  private func output(of exchange: Exchange) -> [String] {
    guard let came = played.exchanges[exchange.line] else {
      return exchange.expected.map { filled($0.pattern) }
    }
    guard !exchange.expected.isEmpty else { return shortened(came.came) }
    var rest = came.came[...]
    return exchange.expected.map { line in
      guard line.kind != .ellipsis,
        let place = rest.firstIndex(where: { line.match($0, came.values) != nil })
      else { return LessonProse(values: came.values).filled(line.pattern.text) }
      defer { rest = rest[rest.index(after: place)...] }
      return rest[place]
    }
  }

  private static let mostLines = 40

  /// Without what explains, and what is another each time.
  private func shortened(_ came: [String]) -> [String] {
    let lines = untimed(came.filter { LineKind(of: $0) != .explanation })
    return lines.count > TranscriptMarkup.mostLines
      ? lines.prefix(TranscriptMarkup.mostLines - 1) + ["..."] : lines
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
