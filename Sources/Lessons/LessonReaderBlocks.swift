extension LessonReader {
  mutating func read(html node: MarkdownNode) throws(LineMistake) {
    var tags = HTMLTags(node.literal, line: node.lines.lowerBound)
    while let (tag, line) = try tags.next() {
      switch tag {
      case .comment(let inside): read(try LessonComment(inside, line: line), line)
      case .open(let fold): open(fold, line)
      case .close: close(line)
      }
    }
  }

  private mutating func read(_ comment: LessonComment, _ line: Int) {
    switch comment {
    case .lesson where head != nil:
      mistakes.add(.head, line, "a second lesson comment", expected: "one in a file")
    case .lesson:
      if !steps.isEmpty {
        mistakes.add(
          .head, line, "the lesson comment within a step", expected: "it before the first ##")
      }
      head = comment
      headLine = line
    case .step(let id, let needs):
      guard let last = steps.indices.last, steps[last].id == nil else {
        let message = steps.isEmpty ? "a step comment before any step" : "a second id for this step"
        return mistakes.add(.stepID, line, message, expected: "one <!-- step: ID --> below each ##")
      }
      steps[last].id = id
      steps[last].needs = needs
      steps[last].idLine = line
    }
  }

  private mutating func open(_ fold: HTMLTag.Fold, _ line: Int) {
    if let open = self.fold {
      mistakes.add(
        .fold, line, "<details> within the one of line \(open.line)",
        expected: "</details> before it")
      endFold()
    }
    if steps.isEmpty {
      mistakes.add(
        .fold, line, "a fold before the first step", expected: "a step, ## TITLE, before it")
    }
    self.fold = OpenFold(fold: fold, line: line)
  }

  private mutating func close(_ line: Int) {
    guard fold != nil else {
      return mistakes.add(
        .fold, line, "</details> without <details>", expected: "it after a <details>")
    }
    endFold()
  }

  /// Puts a finished hint or solution into its step.
  private mutating func endFold() {
    guard let fold else { return }
    self.fold = nil
    guard !steps.isEmpty else { return }
    switch fold.fold {
    case .hint:
      let prose = fold.parts.compactMap { if case .prose(let node) = $0 { node } else { nil } }
      if prose.isEmpty {
        mistakes.add(.emptyHint, fold.line, "an empty hint", expected: "a sentence")
      }
      add(.hint(Hint(line: fold.line, prose: prose)))
    case .solution:
      let solution = Solution(line: fold.line, parts: fold.parts)
      let blocks = fold.parts.map {
        if case .transcript(let block) = $0 { block } else { nil as Transcript? }
      }
      checkVariants(blocks, &mistakes)
      if solution.transcripts.isEmpty {
        mistakes.add(
          .emptySolution, fold.line, "a solution without a command", expected: "a sockratic block")
      }
      add(.solution(solution))
    }
  }

  mutating func endStep() {
    if let fold {
      mistakes.add(
        .fold, fold.line, "<details> that is not closed", expected: "</details> in this step")
      endFold()
    }
    steps.last?.check(&mistakes)
  }

  mutating func read(fence: Fence) {
    guard !steps.isEmpty else {
      return mistakes.add(
        .fencePlace, fence.line, "a fence before the first step",
        expected: "a step, ## TITLE, before it")
    }
    let kind = fence.words.first ?? ""
    guard fold == nil || kind == "sockratic" else { return misplaced(fence) }
    switch kind {
    case "sockratic": add(TranscriptReader.read(fence, &mistakes))
    case "goals":
      checkOptions(fence)
      add(.goals(GoalsReader.read(fence, &mistakes)))
    case "quiz":
      checkOptions(fence)
      add(.quiz(QuizReader.read(fence, &mistakes)))
    case "python": addProgram(fence)
    default:
      let name = kind.isEmpty ? "without a kind" : "of the unknown kind “\(kind)”"
      mistakes.add(.fenceKind, fence.line, "a fence \(name)", expected: Fence.forms)
    }
  }

  private mutating func add(_ transcript: Transcript) {
    switch fold?.fold {
    case nil: add(.demonstration(transcript))
    case .solution: fold?.parts.append(.transcript(transcript))
    case .hint: mistakes.add(.emptyHint, transcript.line, "commands in a hint", expected: "prose")
    }
  }

  private mutating func misplaced(_ fence: Fence) {
    mistakes.add(
      .fencePlace, fence.line, "a \(fence.words.first ?? "nameless") fence within <details>",
      expected: "</details> before it")
  }

  private mutating func checkOptions(_ fence: Fence) {
    guard fence.words.count > 1 else { return }
    mistakes.add(
      .fenceOption, fence.line, "a fence with the unknown option “\(fence.words[1])”",
      expected: fence.words[0])
  }

  private mutating func addProgram(_ fence: Fence) {
    let name = fence.words.dropFirst().first ?? ""
    let stem = name.hasSuffix(".py") ? String(name.dropLast(3)) : ""
    guard fence.words.count == 2, isValueName(stem) else {
      return mistakes.add(
        .program, fence.line, "a python fence without a file name", expected: "python NAME.py")
    }
    let source = fence.content.map { $0 + "\n" }.joined()
    add(.program(Program(line: fence.line, file: name, source: source)))
  }
}
