internal import Log

/// Quizzes: the question is asked before anything is shown.
extension LessonPlayer {
  func show(_ quiz: Quiz) {
    let question = Prose.Block(.paragraph, [Prose.Span(setter.filled(quiz.question))])
    let answers = quiz.answers.map { answer in
      Prose.Block(
        .paragraph, [Prose.Span(setter.filled(answer.text))], indent: 2,
        marker: "\(answer.letter)) ", isApart: false)
    }
    show([question] + answers, endingApart: true)
    stage.show(.note("Answer with \(letters(quiz))."))
  }

  /// `a, b or c`
  func letters(_ quiz: Quiz) -> String {
    let letters = quiz.answers.map { String($0.letter) }
    return letters.dropLast().joined(separator: ", ") + " or \(letters.last ?? "")"
  }

  /// Whether a line is meant as an answer, there or not: one letter or number, as no command is.
  func isQuizAnswer(_ line: String) -> Bool {
    let text = trimmed(line)
    let letter = text.hasSuffix(")") ? text.dropLast() : text[...]
    return letter.count == 1 && letter.allSatisfy { $0.isLetter || $0.isNumber }
  }

  /// The answer that a line such as `b` or `b)` gives to the open question.
  func quizAnswer(_ line: String) -> Quiz.Answer? {
    guard case .quiz(let quiz)? = part else { return nil }
    let text = trimmed(line).lowercased()
    let letter = text.hasSuffix(")") ? String(text.dropLast()) : text
    return quiz.answers.first { String($0.letter) == letter }
  }

  func take(_ answer: Quiz.Answer) {
    guard answer.isRight else {
      return stage.show(.note("\(answer.letter)) No. \(setter.filled(answer.reason ?? ""))"))
    }
    goOn(after: answer, saying: "Yes.")
  }

  func goOn(after answer: Quiz.Answer, saying word: String) {
    let reason = setter.filled(answer.reason ?? "")
    stage.show(.note("\(answer.letter)) \(word)" + (reason.isEmpty ? "" : " \(reason)")))
    place.part += 1
    flow()
  }
}
