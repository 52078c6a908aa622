/// What a lesson file must keep to, with a code that stays the same for ever: `L030`.
public struct LessonRule: Hashable, Sendable {
  public let code: String
  /// What is wrong, as few words as will do.
  public let mistake: String
  /// Why that is a mistake, and what to write instead; Markdown.
  public let explanation: String

  init(_ code: String, _ mistake: String, _ explanation: String) {
    self.code = code
    self.mistake = mistake
    self.explanation = explanation
  }

  /// All of them, in the order of their codes.
  public static let all: [LessonRule] =
    ofFiles + ofHeads + ofSteps + ofFences + ofFolds + ofGoals + ofTranscripts + ofNames + ofQuizzes

  /// `L030` or `l030`.
  public static func find(_ code: String) -> LessonRule? {
    all.first { $0.code == code.uppercased() }
  }
}
