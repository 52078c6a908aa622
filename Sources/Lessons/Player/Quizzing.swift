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
    stage.show(.note("Answer with a letter."))
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
