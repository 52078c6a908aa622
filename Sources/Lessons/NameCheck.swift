/// Checks that every `{name}` has a value by the time it is read, and that every value is used.
///
/// What a solution captures is its own: a learner who took another way never had it. What a later
/// step needs is kept with `let`. What a step has that not every machine can play ends with it, too.
func checkNames(in lesson: Lesson, _ mistakes: inout Mistakes) {
  var check = NameCheck(mistakes: mistakes)
  check.use(prose: lesson.introduction)
  for step in lesson.steps {
    if step.needs.isEmpty { check.read(step) } else { check.readApart(step) }
  }
  check.reportUnused()
  mistakes = check.mistakes
}

private struct NameCheck {
  var mistakes: Mistakes
  /// The names that have a value here, and the line that gave it.
  var known: [String: Int] = [:]
  /// Those among them that nothing has read yet.
  var unused: [String: Int] = [:]

  mutating func read(_ step: Step) {
    var previous: Transcript?
    for part in step.parts {
      switch part {
      case .prose(let node): use(prose: [node])
      case .demonstration(let block): read(block, beside: previous)
      case .goals(let goals): read(goals)
      case .hint(let hint): use(prose: hint.prose)
      case .solution(let solution): read(solution)
      case .quiz(let quiz): read(quiz)
      case .program: break
      }
      if case .demonstration(let block) = part { previous = block } else { previous = nil }
    }
    for keep in step.goals?.keeps ?? [] { bind(keep.name, keep.line) }
  }

  private mutating func read(_ goals: Goals) {
    for goal in goals.goals {
      use(goal.fact.repeats, goal.line)
      use(namesInProse(goal.text), goal.line)
    }
    for keep in goals.keeps { use(keep.fact.repeats, keep.line) }
  }

  private mutating func read(_ quiz: Quiz) {
    use(namesInProse(quiz.question), quiz.line)
    for answer in quiz.answers {
      use(namesInProse(answer.text + (answer.reason ?? "")), answer.line)
    }
  }

  private mutating func read(_ solution: Solution) {
    apart { check in
      var previous: Transcript?
      for part in solution.parts {
        switch part {
        case .prose(let node): check.use(prose: [node])
        case .transcript(let block):
          check.read(block, beside: previous)
          previous = block
        }
      }
    }
  }

  mutating func readApart(_ step: Step) { apart { $0.read(step) } }

  /// What is given a value in there is unknown afterwards.
  private mutating func apart(_ body: (inout NameCheck) -> Void) {
    let outside = known
    body(&self)
    for (name, line) in unused where outside[name] == nil {
      reportUnused(name, line)
      unused[name] = nil
    }
    known = outside
  }

  /// Both of two blocks for different privileges give a name its value, each for its own learners.
  private mutating func read(_ block: Transcript, beside previous: Transcript?) {
    let isVariant = block.when != nil && previous?.when != nil && previous?.when != block.when
    let fromBeside = Set(isVariant ? previous?.captures ?? [] : [])
    for exchange in block.exchanges {
      use(exchange.command.repeats, exchange.line)
      for line in exchange.expected { read(line, mayRepeat: fromBeside) }
    }
  }

  private mutating func read(_ line: ExpectedLine, mayRepeat: Set<String>) {
    for piece in line.pattern.pieces {
      switch piece {
      case .repeated(let name): use([name], line.line)
      case .capture(let name, _):
        if !mayRepeat.contains(name) { bind(name, line.line) }
      case .literal, .anything, .brace: break
      }
    }
  }

  private mutating func bind(_ name: String, _ line: Int) {
    if let first = known[name] {
      mistakes.add(
        .boundTwice, line, "{\(name)} already has a value, from line \(first)",
        expected: "{\(name)}, or another name")
    } else {
      known[name] = line
      unused[name] = line
    }
  }

  private mutating func use(_ names: [String], _ line: Int) {
    for name in names {
      unused[name] = nil
      guard known[name] == nil else { continue }
      mistakes.add(
        .noValue, line, "{\(name)} has no value here",
        expected: "a capture {\(name):kind} before it, or let \(name) = FACT in an earlier step"
          + " (where a brace is meant, as in a hint about repeat … as \(name), write {{\(name)})")
    }
  }

  mutating func use(prose nodes: [MarkdownNode]) {
    for node in nodes {
      use(namesInProse(node.literal), node.lines.lowerBound)
      use(prose: node.children)
    }
  }

  mutating func reportUnused() {
    for (name, line) in unused { reportUnused(name, line) }
  }

  private mutating func reportUnused(_ name: String, _ line: Int) {
    mistakes.add(.unused, line, "{\(name)} is never used", expected: "{*}")
  }
}

extension Transcript {
  fileprivate var captures: [String] {
    exchanges.flatMap(\.expected).flatMap(\.pattern.captures)
  }
}

/// The names in `{name}`; in prose any other brace is a brace.
func namesInProse(_ text: String) -> [String] {
  var names: [String] = []
  var rest = text[...]
  while let open = rest.firstIndex(of: "{") {
    rest = rest[rest.index(after: open)...]
    if rest.first == "{" {
      rest = rest.dropFirst()
    } else if let close = rest.firstIndex(of: "}"), isValueName(String(rest[..<close])) {
      names.append(String(rest[..<close]))
    }
  }
  return names
}
