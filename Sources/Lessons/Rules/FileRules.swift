/// Rules of whole files and of their heads.
extension LessonRule {
  static let encoding = LessonRule(
    "L001", "no text, or too much of it",
    "A lesson is UTF-8 text of at most 1 MiB. The line is the first that is no UTF-8.")
  static let hidden = LessonRule(
    "L002", "an invisible character",
    """
    Controls, and characters that change the direction of writing, would show one thing and mean \
    another. Delete it; in data, write an escape such as `\\x07`.
    """)
  static let nesting = LessonRule(
    "L003", "text nested too deeply", "Lists and quotes go at most 50 levels deep.")

  static let ofFiles = [encoding, hidden, nesting]

  static let title = LessonRule(
    "L010", "no title, or one too many",
    "A lesson begins with one `# TITLE`. Each step begins with `## TITLE`; no title is empty.")
  static let head = LessonRule(
    "L011", "no lesson comment, or one too many",
    "Between the title and the first `##` stands `<!-- lesson: ID -->`, once in a file.")
  static let comment = LessonRule(
    "L012", "a comment that is not understood",
    """
    CommonMark hides comments, so that a slip in one would go unseen. Only two are known: \
    `<!-- lesson: ID; after: ID; needs: NEED, …; deadline: TIME; language: TAG -->` and \
    `<!-- step: ID; needs: NEED, … -->`.
    """)
  static let identifier = LessonRule(
    "L013", "a malformed id",
    "An id is a lower-case letter, then lower-case letters, digits and hyphens.")
  static let needs = LessonRule(
    "L014", "an unknown need", "A lesson, or a step, can need `ipv6`, `wire` and `raw`.")
  static let deadline = LessonRule(
    "L015", "a malformed deadline", "A deadline is a time such as `60s` or `500ms`.")
  static let language = LessonRule(
    "L019", "a malformed language",
    "A language is a tag such as `de`, `fr` or `pt-BR`, as HTML has it.")
  static let after = LessonRule(
    "L016", "after an unknown lesson",
    """
    `after:` names the lesson that comes before this one, by its id. It must be one of those that \
    come with Sockratic, or one of the same folder.
    """)
  static let cycle = LessonRule(
    "L017", "lessons that come after each other",
    "Following `after:` from lesson to lesson leads back to this one, so that no learner could begin."
  )
  static let lessonTwice = LessonRule(
    "L018", "a lesson id a second time",
    "Progress is kept by the lesson's id, and `after:` names it: each lesson needs an id of its own."
  )

  static let ofHeads = [
    title, head, comment, identifier, needs, deadline, after, cycle, lessonTwice, language,
  ]

  static let noStep = LessonRule(
    "L020", "a lesson without a step", "Each `##` begins a step, and a lesson has at least one.")
  static let stepID = LessonRule(
    "L021", "a step without an id, or with two",
    """
    Below each `##` stands `<!-- step: ID -->`, once. Progress is kept by it, so that a title can \
    change.
    """)
  static let stepTwice = LessonRule(
    "L022", "a step id a second time", "Each step of a lesson has an id of its own.")
  static let idleStep = LessonRule(
    "L023", "a step in which nothing happens",
    """
    A step has goals, a quiz, a demonstration or a program: something to do. Put prose alone into \
    the step that it prepares.
    """)

  static let ofSteps = [noStep, stepID, stepTwice, idleStep]
}
