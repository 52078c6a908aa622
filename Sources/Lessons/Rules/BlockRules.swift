/// Rules of fences, HTML and folds.
extension LessonRule {
  static let openFence = LessonRule(
    "L030", "a fence that is not closed",
    "A fence ends with as many back-ticks as it began with, on a line of their own.")
  static let fenceKind = LessonRule(
    "L031", "a fence of an unknown kind",
    """
    The kinds are `sockratic`, `goals`, `quiz` and `python FILE`. Code that is only to be read is \
    indented by four spaces.
    """)
  static let fenceOption = LessonRule(
    "L032", "a fence with an unknown option",
    """
    `sockratic` takes `when=privileged` or `when=ordinary`, `python` a file name; the others take \
    nothing.
    """)
  static let fencePlace = LessonRule(
    "L033", "a fence where none can stand",
    """
    Fences stand at the left margin within a step: not before the first `##`, not in a list or a \
    quote. Within a solution only `sockratic` can stand.
    """)
  static let swallowedFence = LessonRule(
    "L034", "a fence that is swallowed as HTML",
    """
    CommonMark takes everything up to the next blank line after `</summary>` or a comment for HTML. \
    Leave a blank line before the fence.
    """)
  static let variant = LessonRule(
    "L035", "a variant without its counterpart",
    """
    A block with `when=privileged` and one with `when=ordinary` stand side by side, so that every \
    learner has one of them.
    """)
  static let html = LessonRule(
    "L036", "HTML in prose",
    """
    CommonMark takes `<port>` for a tag, and it vanishes. Put it between back-ticks, or write \
    `{port}` or PORT.
    """)
  static let tag = LessonRule(
    "L037", "an unknown tag",
    """
    The only HTML is the two comments, `<details>` with `<summary>Hint</summary>` or \
    `<summary>Solution</summary>`, and `</details>`.
    """)
  static let program = LessonRule(
    "L038", "a program without a file name",
    """
    `python NAME.py`, where the name is lower-case letters, digits and underscores: the file that a \
    learner saves it as.
    """)

  static let ofFences = [
    openFence, fenceKind, fenceOption, fencePlace, swallowedFence, variant, html, tag, program,
  ]

  static let fold = LessonRule(
    "L040", "<details> and </details> that do not pair",
    """
    A hint or a solution begins with `<details>` and ends with `</details>`, within one step and not \
    within another.
    """)
  static let emptyHint = LessonRule(
    "L041", "an empty hint",
    """
    A hint is at least a sentence of prose. Commands belong into a solution: a hint helps without \
    giving away.
    """)
  static let emptySolution = LessonRule(
    "L042", "a solution without a command",
    "A solution is played by `skip` and by a replay, so it needs a `sockratic` block.")
  static let noSolution = LessonRule(
    "L043", "goals without a solution",
    "A step with goals has a solution, which shows that they can be reached.")
  static let noGoals = LessonRule(
    "L044", "a hint or a solution without goals",
    """
    Hints and solutions help to reach goals; commands to be watched stand outside, as a \
    demonstration.
    """)

  static let ofFolds = [fold, emptyHint, emptySolution, noSolution, noGoals]
}
