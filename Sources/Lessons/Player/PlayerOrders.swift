public import Language
public import Log

/// What the learner can say to the lesson.
extension LessonPlayer {
  /// Whether a line is the lesson's to take: a letter, yes or no, or Enter alone.
  public func wants(_ line: String) -> Bool {
    if question != nil { return isYesOrNo(line) }
    let isEnter = line.allSatisfy(\.isWhitespace)
    switch part {
    case .demonstration(let block): return isEnter || isNextCommand(line, of: block)
    case .quiz: return isQuizAnswer(line)
    case .goals, nil: return isEnter
    default: return false
    }
  }

  /// Whether a line that it takes does anything, rather than have it said what could be done.
  func isAnswer(_ line: String) -> Bool {
    if question != nil { return true }
    return switch part {
    case .goals, nil: false
    default: true
    }
  }

  public func take(_ line: String) throws(Diagnostic) {
    if question != nil { return try answer(line) }
    switch part {
    case .quiz(let quiz):
      guard let answer = quizAnswer(line) else {
        throw refusal(
          "there is no answer “\(trimmed(line))”", advice: "answer with \(letters(quiz))")
      }
      take(answer)
    case .demonstration(let block):
      try playNextCommand(of: block, isTyped: !line.allSatisfy(\.isWhitespace))
    case .goals:
      guard lookAgain() else { return }
      stage.show(
        .note(
          "It is your turn: `goals` lists what this step wants, `hint` helps, "
            + "`skip` plays one way there."))
    case nil: stage.show(.note("This step is done: `next` goes on."))
    default: try next()
    }
  }

  private func isYesOrNo(_ line: String) -> Bool {
    ["yes", "y", "no", "n"].contains(trimmed(line).lowercased())
  }

  public func carryOut(_ order: LessonRequest) throws(Diagnostic) {
    question = nil
    switch order {
    case .next: try next()
    case .hint: try showHint()
    case .solution: try showSolution()
    case .skip: try skip()
    case .goals: try listGoals()
    case .back: try back()
    case .goTo(let name): try goTo(name)
    case .reset: jump(to: place.step)
    case .learn, .progress, .resetProgress, .lessons, .leave, .save: break
    }
  }

  // MARK: Onwards

  private func next() throws(Diagnostic) {
    switch part {
    case .demonstration(let block): try playNextCommand(of: block)
    case .goals:
      guard lookAgain() else { return }
      showGoals()
      for goal in board?.unmet ?? [] { say(missed: goal) }
      throw refusal(
        "this step is not done",
        advice: "`hint` helps, `reset` begins the step again, `skip` plays one way to the goals")
    case .quiz:
      throw refusal("the question is open", advice: advice)
    case nil: try goOn()
    case .prose, .hint, .solution, .program: flow()
    }
  }

  private func goOn() throws(Diagnostic) {
    guard !isLastStep else { throw refusal("this was the last step", advice: endText) }
    place = Place(step: place.step + 1)
    restoreIfChanged()
    begin(step: place.step)
  }

  private func back() throws(Diagnostic) {
    guard place.step > 0 else { throw refusal("this is the first step") }
    jump(to: place.step - 1)
  }

  private func goTo(_ name: String) throws(Diagnostic) {
    let number = Int(name).map { $0 - 1 }
    let index = lesson.steps.firstIndex { $0.id == name } ?? number
    guard let index, lesson.steps.indices.contains(index) else {
      throw refusal(
        "this lesson has no step “\(name)”",
        advice: "1 to \(lesson.steps.count), or \(lesson.steps.map(\.id).joined(separator: ", "))")
    }
    jump(to: index)
  }

  // MARK: Help

  /// What can be done here.
  private var advice: String {
    switch part {
    case .demonstration: "Enter plays its next command, `skip` the rest"
    case .quiz(let quiz): "answer with \(letters(quiz)), or `skip` shows the answer"
    case .goals: "`skip` plays one way to the goals"
    case nil where isLastStep: endText
    case .prose, .hint, .solution, .program, nil: "`next` goes on"
    }
  }

  private func listGoals() throws(Diagnostic) {
    guard step.goals != nil else { throw refusal("this step has no goals", advice: advice) }
    guard board != nil else {
      throw refusal("the goals come after the demonstration", advice: "`next` plays it")
    }
    if lookAgain() { showGoals() }
  }

  private func showHint() throws(Diagnostic) {
    let hints = step.hints
    if case .demonstration? = part {
      throw refusal("a demonstration is under way", advice: "Enter plays its next command")
    }
    guard !hints.isEmpty else {
      throw refusal("this step has no hint", advice: advice)
    }
    if hintsShown < hints.count {
      hintsShown += 1
      show(setter.prose(hints[hintsShown - 1].prose).blocks, endingApart: true)
    } else {
      show(setter.prose(hints.flatMap(\.prose)).blocks, endingApart: true)
    }
    stage.show(
      .note(
        hintsShown < hints.count
          ? "Hint \(hintsShown) of \(hints.count)."
          : "There are no more hints; `solution` shows a way."))
  }

  private func showSolution() throws(Diagnostic) {
    let solution = try solution()
    if !isStepDone, outcome == .solved { outcome = .shown }
    show(solution.parts.flatMap(blocks), endingApart: true)
  }

  private func solution() throws(Diagnostic) -> Solution {
    guard let solution = step.solutions.first else {
      throw refusal("this step has no solution", advice: advice)
    }
    return solution
  }

  private func blocks(of part: Solution.Part) -> [Prose.Block] {
    switch part {
    case .prose(let node): return setter.prose([node]).blocks
    case .transcript(let block):
      guard block.isMeant(privileged: stage.isPrivileged) else { return [] }
      let lines = block.exchanges.flatMap { exchange in
        [exchange.command.text] + exchange.expected.map(\.pattern.text)
      }
      return setter.code(lines.joined(separator: "\n"), indent: 4)
    }
  }

  // MARK: Skipping

  private func skip() throws(Diagnostic) {
    switch part {
    case nil:
      throw refusal("this step is done", advice: isLastStep ? endText : "`next` goes on")
    case .demonstration:
      if !step.hasTask { outcome = .skipped }
      try playRest(of: place.part)
    case .goals:
      try play(solution())
    case .quiz(let quiz):
      outcome = .skipped
      if let right = quiz.answers.first(where: \.isRight) {
        goOn(after: right, saying: "It is this.")
      }
    case .prose, .hint, .solution, .program: flow()
    }
  }

  private func playRest(of number: Int) throws(Diagnostic) {
    while place.part == number, question == nil, case .demonstration(let block)? = part {
      try playNextCommand(of: block)
    }
  }

  /// A solution's commands are seen as they are played, so that only its prose is shown before.
  private func play(_ solution: Solution) throws(Diagnostic) {
    let prose = solution.parts.filter { if case .prose = $0 { true } else { false } }
    show(prose.flatMap(blocks), endingApart: true)
    outcome = .skipped
    restoreIfChanged()
    let exchanges = solution.transcripts
      .filter { $0.isMeant(privileged: stage.isPrivileged) }.flatMap(\.exchanges)
    try play(exchanges[...], keeping: stage.values)
  }

  /// Plays a solution's commands in turn; what they capture is the solution's own.
  private func play(
    _ exchanges: ArraySlice<Exchange>, keeping values: [String: String]
  ) throws(Diagnostic) {
    guard let first = exchanges.first else {
      stage.values = values
      return endSkipping()
    }
    try play(first) { [self] in
      do throws(Diagnostic) {
        try play(exchanges.dropFirst(), keeping: values)
      } catch {
        stage.show(.diagnostic(error))
      }
    }
  }

  /// Goes on even where the solution did not reach the goals: nobody is held fast.
  private func endSkipping() {
    checkGoals()
    let missed = board?.unmet ?? []
    board?.meetAll()
    _ = board?.takeNews()
    (checks, attempts) = (0, [])
    showGoals()
    if !missed.isEmpty {
      let texts = missed.map { "“\(setter.filled($0.text))”" }.joined(separator: ", ")
      stage.show(.note("The solution did not reach \(texts) this time."))
    }
    flow()
  }
}

/// Why an order is not carried out; the line itself is in order, and not shown again.
func refusal(_ message: String, advice: String? = nil) -> Diagnostic {
  Diagnostic(message, advice: advice, line: "")
}
