/// Reads what `LessonWork.markdown` writes, one lesson or several; other text around it counts for
/// nothing.
///
/// Throws every mistake, with its line: what is handed in may come from anywhere.
public func readWork(bytes: [UInt8], file: String) throws(LessonErrors) -> [LessonWork] {
  var mistakes = Mistakes(file: file)
  var reader = WorkReader()
  if let source = LessonSource(bytes, &mistakes, atMost: WorkReader.longest) {
    do {
      for node in try MarkdownNode.document(source.text).children {
        reader.read(node, in: source, &mistakes)
      }
    } catch {
      mistakes.add(.nesting, error.line, "text nested too deeply", expected: "a report")
    }
  }
  if let thrown = mistakes.thrown { throw thrown }
  return reader.lessons
}

private struct WorkReader {
  /// In bytes.
  static let longest = 16 << 20

  private(set) var lessons: [LessonWork] = []
  private var heading = ""

  mutating func read(_ node: MarkdownNode, in source: LessonSource, _ mistakes: inout Mistakes) {
    do throws(LineMistake) {
      switch node.kind {
      case .heading: heading = node.plainText
      case .html: try read(comment: node)
      case .codeBlock:
        guard let fence = try Fence(node, in: source), fence.words == ["sockratic"] else { return }
        try read(fence)
      default: return
      }
    } catch {
      mistakes.add(error)
    }
  }

  private mutating func read(comment node: MarkdownNode) throws(LineMistake) {
    let line = node.lines.lowerBound
    let text = trimmed(node.literal)
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.count >= 7 else { return }
    let fields = try commentFields(of: String(text.dropFirst(4).dropLast(3)), line: line)
    switch fields.first?.key {
    case "work": lessons.append(LessonWork(lesson: try id(fields[0].value, line), title: heading))
    case "did": try begin(fields, line)
    default: return
    }
  }

  private mutating func begin(
    _ fields: [(key: String, value: String)], _ line: Int
  ) throws(LineMistake) {
    func value(_ key: String) -> String? { fields.first { $0.key == key }?.value }
    guard let last = lessons.indices.last, let outcome = value("how").flatMap(StepOutcome.init)
    else {
      throw LineMistake(
        .comment, line, "a step that is not told as one",
        expected: "<!-- did: STEP; how: solved --> below a lesson's <!-- work: LESSON -->")
    }
    let title =
      heading.hasSuffix(": \(outcome.text)")
      ? String(heading.dropLast(outcome.text.count + 2)) : heading
    lessons[last].steps.append(
      StepWork(
        step: try id(fields[0].value, line), title: title, outcome: outcome,
        goesOn: value("entered") == StepWork.entries.next, deeds: [],
        isWhole: value("whole") != "no", line: line))
  }

  private func id(_ text: String, _ line: Int) throws(LineMistake) -> String {
    guard isIdentifier(text) else {
      throw LineMistake(
        .identifier, line, "“\(text)” is no id", expected: "lower-case letters, digits and hyphens")
    }
    return text
  }

  private mutating func read(_ fence: Fence) throws(LineMistake) {
    guard let lesson = lessons.indices.last, let step = lessons[lesson].steps.indices.last else {
      throw LineMistake(.strayOutput, fence.line, "a transcript of no step", expected: "a step")
    }
    for (line, text) in fence.numbered where !text.allSatisfy(\.isBlank) {
      try lessons[lesson].steps[step].add(text, line)
    }
  }
}

extension StepWork {
  fileprivate mutating func add(_ text: String, _ line: Int) throws(LineMistake) {
    if hasRole(text) {
      let isPlayed = text.hasSuffix(LessonWork.playedMark)
      let command = isPlayed ? String(text.dropLast(LessonWork.playedMark.count)) : text
      deeds.append(Deed(line: command, isPlayed: isPlayed))
      deedLines.append(line)
    } else if let last = deeds.indices.last {
      if text.hasPrefix(LessonWork.metMark) {
        deeds[last].met.append(String(text.dropFirst(LessonWork.metMark.count)))
      } else {
        deeds[last].output.append(text)
      }
    } else {
      throw LineMistake(
        .strayOutput, line, "output before any command", expected: "role> command")
    }
  }
}
