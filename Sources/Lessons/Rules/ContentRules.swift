/// Rules of what stands in the fences.
extension LessonRule {
  static let goalsBlock = LessonRule(
    "L050", "no goal in a goals block, or a second block",
    "A step has at most one `goals` block, and it holds at least one goal: `FACT -- TEXT`.")
  static let goalText = LessonRule(
    "L051", "a goal without a text",
    "What stands after ` -- ` is what the learner reads: `server.state == LISTEN -- the server listens`."
  )
  static let fact = LessonRule(
    "L052", "an unknown fact",
    """
    A fact is `ROLE.SUBJECT COMPARISON VALUE` or `ROLE@DESCRIPTOR.SUBJECT COMPARISON VALUE`, with a \
    subject from the list of facts. It reads `{name}`, and captures nothing.
    """)
  static let keep = LessonRule(
    "L053", "a let that is not understood",
    "`let NAME = ROLE.SUBJECT` keeps a value for the steps that follow: `let port = server.port`.")
  static let metBefore = LessonRule(
    "L054", "a goal that is met before the learner begins",
    """
    A goal must become true by what the learner does in this step. `lesson verify` finds this by \
    playing. Choose a fact that an earlier step does not make true: one of another descriptor, or a \
    larger number.
    """)

  static let ofGoals = [goalsBlock, goalText, fact, keep, metBefore]

  static let emptyBlock = LessonRule(
    "L060", "a sockratic block without a command", "Commands are written as `role> command`.")
  static let strayOutput = LessonRule(
    "L061", "output before any command",
    "Each line of output belongs to the command above it.")
  static let longOutput = LessonRule(
    "L062", "too much output of one command",
    "At most 500 lines; a lone `...` stands for any number of lines.")
  static let placeholder = LessonRule(
    "L063", "a malformed placeholder",
    """
    `{name}` repeats, `{name:kind}` captures (kinds: port, fd, pid, number, text), `{*}` is anything in \
    the line, and a brace itself is `{{`.
    """)
  static let captureInCommand = LessonRule(
    "L064", "a command with a capture",
    "A command is performed, so everything in it must have a value: `{name}`, never `{name:kind}` or `{*}`."
  )
  static let command = LessonRule(
    "L065", "a command that is not understood",
    "Each command is read as the REPL would read it. `sockratic reference` lists them all.")
  static let forbidden = LessonRule(
    "L066", "what a lesson may not do",
    """
    A lesson can come from anywhere. It may open sockets on loopback, and name Unix sockets `./NAME`, in \
    a folder of its own; another path, reading a file or reaching another host asks the learner first, \
    and fails in a replay.
    """)
  static let fixedPort = LessonRule(
    "L067", "a fixed port",
    """
    Port 9000 may be taken on the learner's machine. Bind port 0, capture what the kernel chose \
    (`bound to 127.0.0.1:{port:port}`), and write `{port}` from then on. A port below 1024 is allowed \
    in blocks with `when=`, where it is what the step is about. A role on a host of the wire may have \
    any port: there it is nobody else's.
    """)

  static let ofTranscripts = [
    emptyBlock, strayOutput, longOutput, placeholder, captureInCommand, command, forbidden,
    fixedPort,
  ]

  static let noValue = LessonRule(
    "L070", "a name without a value",
    """
    `{name}` needs a capture above it, or a `let` in an earlier step. What a solution captures is its \
    own, for a learner who took another way never had it: keep it with `let`.
    """)
  static let boundTwice = LessonRule(
    "L071", "a name that has a value already",
    "Capture a second value under another name; repeat the first one as `{name}`.")
  static let unused = LessonRule(
    "L072", "a capture that is never used",
    "What nobody needs again is `{*}`, so that a reader need not look for its use.")

  static let ofNames = [noValue, boundTwice, unused]

  static let question = LessonRule(
    "L080", "a quiz without a question", "The question stands before `a)`.")
  static let answers = LessonRule(
    "L081", "answers out of order",
    """
    At least two answers, `a)`, `b)`, … each with a text on its line; its reason is on the indented \
    lines below it.
    """)
  static let rightAnswer = LessonRule(
    "L082", "no right answer, or several", "Exactly one answer ends in ` *`.")
  static let reason = LessonRule(
    "L083", "a wrong answer without a reason",
    "Whoever chose it learns from why it is wrong: an indented line below it.")

  static let ofQuizzes = [question, answers, rightAnswer, reason]
}
