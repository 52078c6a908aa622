/// Reads a `quiz` block: a question, then answers `a)`, `b)`, …, the right one marked with ` *`,
/// each with its reason on indented lines below it.
enum QuizReader {
  static func read(_ fence: Fence, _ mistakes: inout Mistakes) -> Quiz {
    var quiz = Quiz(line: fence.line, question: "", answers: [])
    for (line, text) in fence.numbered where !text.allSatisfy(\.isBlank) {
      if let answer = answer(text, line) {
        quiz.answers.append(answer)
      } else if quiz.answers.isEmpty {
        quiz.question = joined(quiz.question, text)
      } else if text.first?.isBlank == true {
        let last = quiz.answers.count - 1
        quiz.answers[last].reason = joined(quiz.answers[last].reason ?? "", text)
      } else {
        mistakes.add(
          .answers, line, "a line of no answer", expected: "an answer “b) …” or an indented reason")
      }
    }
    check(quiz, &mistakes)
    return quiz
  }

  private static func answer(_ text: String, _ line: Int) -> Quiz.Answer? {
    guard let letter = text.first, letter.isLowercaseASCII, text.dropFirst().hasPrefix(")") else {
      return nil
    }
    let said = trimmed(text.dropFirst(2))
    let isRight = said == "*" || said.hasSuffix(" *")
    return Quiz.Answer(
      line: line, letter: letter, text: isRight ? trimmed(said.dropLast()) : said,
      isRight: isRight, reason: nil)
  }

  private static func joined(_ before: String, _ text: String) -> String {
    before.isEmpty ? trimmed(text) : before + " " + trimmed(text)
  }

  private static func check(_ quiz: Quiz, _ mistakes: inout Mistakes) {
    if quiz.question.isEmpty {
      mistakes.add(
        .question, quiz.line, "a quiz without a question", expected: "a question before a)")
    }
    if quiz.answers.count < 2 {
      mistakes.add(
        .answers, quiz.line, "a quiz with too few answers", expected: "at least a) and b)")
    }
    let right = quiz.answers.count(where: \.isRight)
    if right != 1 {
      mistakes.add(
        .rightAnswer, quiz.line, "a quiz with \(right) right answers",
        expected: "exactly one, marked with * at its end")
    }
    for (answer, letter) in zip(quiz.answers, "abcdefghijklmnopqrstuvwxyz") {
      check(answer, letter, &mistakes)
    }
  }

  private static func check(
    _ answer: Quiz.Answer, _ letter: Character, _ mistakes: inout Mistakes
  ) {
    if answer.letter != letter {
      mistakes.add(
        .answers, answer.line, "answer \(answer.letter)) out of order", expected: "\(letter))")
    }
    if answer.text.isEmpty {
      mistakes.add(.answers, answer.line, "an empty answer", expected: "\(answer.letter)) TEXT")
    }
    if !answer.isRight, answer.reason == nil {
      mistakes.add(
        .reason, answer.line, "a wrong answer without a reason",
        expected: "an indented line below it")
    }
  }
}
