extension Lesson {
  /// Reads a lesson file. Throws every mistake in it at once, each with its line and what was
  /// expected there.
  public static func parse(_ text: String, file: String) throws(LessonErrors) -> Lesson {
    try parse(bytes: Array(text.utf8), file: file)
  }

  /// As `parse(_:file:)`, for what a file holds, whatever that is.
  public static func parse(bytes: [UInt8], file: String) throws(LessonErrors) -> Lesson {
    var mistakes = Mistakes(file: file)
    if let source = LessonSource(bytes, &mistakes) {
      do {
        var reader = LessonReader(source: source, mistakes: mistakes)
        let lesson = reader.read(try MarkdownNode.document(source.text))
        mistakes = reader.mistakes
        if let lesson {
          checkNames(in: lesson, &mistakes)
          if mistakes.errors.isEmpty { return lesson }
        }
      } catch {
        mistakes.add(
          .nesting, error.line, "text nested too deeply", expected: "plain text and lists")
      }
    }
    throw mistakes.thrown ?? LessonErrors([])
  }
}

/// Walks through a parsed file from top to bottom.
struct LessonReader {
  let source: LessonSource
  var mistakes: Mistakes
  var title: String?
  var head: LessonComment?
  var headLine = 1
  var introduction: [MarkdownNode] = []
  var steps: [StepDraft] = []
  var fold: OpenFold?

  init(source: LessonSource, mistakes: Mistakes) {
    self.source = source
    self.mistakes = mistakes
  }

  /// A hint or a solution whose `</details>` has not come yet.
  struct OpenFold {
    var fold: HTMLTag.Fold
    var line: Int
    var parts: [Solution.Part] = []
  }

  /// nil where the file has no head; that is among the mistakes then.
  mutating func read(_ document: MarkdownNode) -> Lesson? {
    if case .heading(level: 1)? = document.children.first?.kind {
    } else {
      mistakes.add(.title, 1, "a lesson without a title", expected: "# TITLE first")
    }
    for node in document.children { read(block: node) }
    endStep()
    checkIdentifiers()
    guard case .lesson(let head)? = head else {
      mistakes.add(
        .head, 1, "no lesson comment",
        expected: "<!-- lesson: ID --> between the title and the first ##")
      return nil
    }
    return Lesson(
      id: head.id, line: headLine, after: head.after, needs: head.needs, deadline: head.deadline,
      language: head.language, title: title ?? "", file: mistakes.file,
      introduction: introduction, steps: steps.map(\.step))
  }

  private mutating func read(block node: MarkdownNode) {
    do {
      switch node.kind {
      case .heading(let level) where level < 3: try read(heading: node, level)
      case .html: try read(html: node)
      case .codeBlock:
        guard let fence = try Fence(node, in: source) else { return add(prose: node) }
        read(fence: fence)
      default:
        try checkProse(node)
        add(prose: node)
      }
    } catch {
      mistakes.add(error)
    }
  }

  private mutating func read(heading node: MarkdownNode, _ level: Int) throws(LineMistake) {
    let line = node.lines.lowerBound
    let text = node.plainText
    try checkProse(node)
    if text.isEmpty { mistakes.add(.title, line, "an empty heading", expected: "a title") }
    if level == 2 {
      endStep()
      steps.append(StepDraft(title: text, line: line))
    } else if title == nil {
      title = text
    } else {
      throw LineMistake(.title, line, "a second title", expected: "## for a step")
    }
  }

  private mutating func add(prose node: MarkdownNode) {
    if fold != nil {
      fold?.parts.append(.prose(node))
    } else if steps.isEmpty {
      introduction.append(node)
    } else {
      add(.prose(node))
    }
  }

  mutating func add(_ part: Step.Part) {
    steps[steps.count - 1].parts.append(part)
  }

  /// Fences and HTML do not work inside lists, quotes and paragraphs.
  private func checkProse(_ node: MarkdownNode) throws(LineMistake) {
    switch node.kind {
    case .inlineHTML, .html:
      throw LineMistake(
        .html, node.lines.lowerBound,
        "“\(node.literal.prefix(40))” in prose, which vanishes as HTML",
        expected: "back-ticks around it, or a comment on a line of its own")
    case .codeBlock where try Fence(node, in: source) != nil:
      throw LineMistake(
        .fencePlace, node.lines.lowerBound, "a fence inside a list or a quote",
        expected: "it at the left margin, with blank lines around it")
    default:
      for child in node.children { try checkProse(child) }
    }
  }

  private mutating func checkIdentifiers() {
    var seen: [String: Int] = [:]
    for step in steps {
      guard let id = step.id else { continue }
      if let first = seen[id] {
        mistakes.add(
          .stepTwice, step.idLine, "the step id “\(id)” a second time",
          expected: "an id of its own (the first is in line \(first))")
      } else {
        seen[id] = step.idLine
      }
    }
    if steps.isEmpty { mistakes.add(.noStep, 1, "a lesson without a step", expected: "## TITLE") }
  }
}
