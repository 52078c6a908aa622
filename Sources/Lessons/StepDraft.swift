/// A step while its lines are read.
struct StepDraft {
  var title: String
  var line: Int
  var id: String?
  var idLine = 0
  var needs: [Lesson.Need] = []
  var parts: [Step.Part] = []

  init(title: String, line: Int) {
    self.title = title
    self.line = line
  }

  var step: Step { Step(id: id ?? "", title: title, line: line, needs: needs, parts: parts) }

  /// What can only be known when the step is complete.
  func check(_ mistakes: inout Mistakes) {
    if id == nil {
      mistakes.add(
        .stepID, line, "a step without an id", expected: "<!-- step: ID --> below its heading")
    }
    checkVariants(
      parts.map { if case .demonstration(let block) = $0 { block } else { nil } }, &mistakes)
    checkGoals(&mistakes)
  }

  private func checkGoals(_ mistakes: inout Mistakes) {
    let step = step
    let blocks = parts.compactMap { if case .goals(let goals) = $0 { goals } else { nil } }
    for second in blocks.dropFirst() {
      mistakes.add(
        .goalsBlock, second.line, "a second goals block in one step",
        expected: "one, or a step of its own")
    }
    if let goals = blocks.first {
      if step.solutions.isEmpty {
        mistakes.add(
          .noSolution, goals.line, "goals without a solution",
          expected: "<details><summary>Solution</summary> in this step")
      }
    } else {
      for line in step.solutions.map(\.line) + step.hints.map(\.line) {
        mistakes.add(
          .noGoals, line, "a hint or a solution without goals", expected: "a goals block before it")
      }
    }
  }
}

/// A block for some stands beside the block for the others. Parts that are no block are nil.
func checkVariants(_ blocks: [Transcript?], _ mistakes: inout Mistakes) {
  var index = 0
  while index < blocks.count {
    guard let block = blocks[index], let when = block.when else {
      index += 1
      continue
    }
    let other: Transcript.Privilege = when == .privileged ? .ordinary : .privileged
    if index + 1 < blocks.count, blocks[index + 1]?.when == other {
      index += 2
    } else {
      mistakes.add(
        .variant, block.line, "a block with when=\(when.rawValue) alone",
        expected: "a block with when=\(other.rawValue) right after it")
      index += 1
    }
  }
}
