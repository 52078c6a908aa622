internal import Views

/// What a lesson's page says: the title and the introduction, and each step.
struct LessonArticle {
  let lesson: Lesson
  let played: PlayedLesson
  /// Whether what is folded away stands open.
  let isUnfolded: Bool
  /// Where in the book a lesson's file or step is.
  let target: (String) -> String?
  /// What has a value so far.
  private var values: [String: String]
  private var elements: [Element] = []
  private var prose: ProseMarkup
  private var boxes = 0

  init(
    _ lesson: Lesson, _ played: PlayedLesson, isUnfolded: Bool,
    target: @escaping (String) -> String?
  ) {
    self.lesson = lesson
    self.played = played
    self.isUnfolded = isUnfolded
    self.target = target
    values = lesson.standIns
    prose = ProseMarkup(.init(id: "Start", level: 1), target: target)
  }

  /// Below the title.
  var introduction: [Element] {
    var prose = prose
    return lesson.said(prose.blocks(lesson.introduction))
  }

  /// Each step as a section.
  var steps: [Element] {
    var article = self
    return lesson.steps.map { article.section($0) }
  }

  // MARK: Steps

  private mutating func section(_ step: Step) -> Element {
    prose = ProseMarkup(.init(id: step.id, level: 2), target: target)
    elements = lesson.said([Element("h2", ["id": step.id], text: filled(step.title))])
    if let lack = played.leftOut[step.id], played.lack == nil {
      elements.append(note("This step was not played when the book was made: \(lack)."))
    }
    for part in step.parts { add(part, of: step) }
    return Element("section", [:], elements)
  }

  private mutating func add(_ part: Step.Part, of step: Step) {
    switch part {
    case .prose(let node): elements += set([node])
    case .demonstration(let block): elements += set(block, in: step)
    case .goals(let goals): elements.append(set(goals))
    case .hint(let hint): elements.append(fold("Hint", set(hint.prose)))
    case .solution(let solution): add(solution, of: step)
    case .quiz(let quiz): elements.append(set(quiz))
    case .program(let program): elements += set(program)
    }
  }

  private mutating func set(_ nodes: [MarkdownNode]) -> [Element] {
    prose.values = values
    return lesson.said(prose.blocks(nodes))
  }

  private func filled(_ text: String) -> String {
    LessonProse(values: values).filled(text.untabbed)
  }

  private func note(_ text: String) -> Element { Element("p", ["class": "note"], text: text) }

  // MARK: Commands

  private mutating func set(_ block: Transcript, in step: Step) -> [Element] {
    boxes += 1
    let label = "Transcript \(boxes): \(filled(step.title))"
    let lines = TranscriptMarkup(played: played, values: values).lines(of: block)
    var set = block.when.map { [note($0.introduction)] } ?? []
    var box = ScrollBox(label).around(lines: lines)
    if let drawing = played.drawings[block.line] {
      let id = "Transcript-\(boxes)"
      box.attributes.append(("id", id))
      set += [box, figure(drawing, of: id)]
    } else {
      set.append(box)
    }
    for exchange in block.exchanges {
      if let came = played.exchanges[exchange.line] { values.merge(came.values) { $1 } }
    }
    return set
  }

  /// The transcript says at length what is drawn.
  private func figure(_ drawing: PlayedLesson.Drawing, of transcript: String) -> Element {
    let parts = drawing.parts.map { part in
      var part = part
      part.attributes.append(("aria-details", transcript))
      return part
    }
    let label = "Drawing \(boxes): \(drawing.title)"
    return Element(
      "figure", [:],
      [
        ScrollBox(label).around(parts),
        Element("figcaption", text: "\(drawing.title), drawn as it happened"),
      ])
  }

  private mutating func add(_ solution: Solution, of step: Step) {
    let outside = values
    var inside: [Element] = []
    for part in solution.parts {
      switch part {
      case .prose(let node): inside += set([node])
      case .transcript(let block): inside += set(block, in: step)
      }
    }
    let isFirst = step.solutions.first == solution
    elements.append(fold(isFirst ? "Solution" : "Another solution", inside))
    // Of another solution than the first nothing came.
    values = outside.merging(played.valuesAfter[solution.line] ?? [:]) { $1 }
  }

  private mutating func set(_ program: Program) -> [Element] {
    boxes += 1
    return [
      Element(
        "p", [:],
        [.text("The program "), .element(Element("code", text: program.file)), .text(":")]),
      ScrollBox("Program \(boxes): \(program.file)").around(
        code: program.source.untabbed),
    ]
  }

  // MARK: Tasks

  private func inline(_ text: String) -> [Node] {
    var prose = prose
    prose.values = values
    return prose.inline(text)
  }

  private func set(_ goals: Goals) -> Element {
    let items = goals.goals.map { goal in
      let fact = Element("code", text: filled(goal.fact.text))
      return lesson.said(
        Element("li", [:], inline(goal.text) + [.text(" "), .element(fact)]))
    }
    let head = Element("strong", text: items.count == 1 ? "Goal" : "Goals")
    return Element(
      "div", ["class": "goals"], [Element("p", [:], [head]), Element("ul", [:], items)])
  }

  private func fold(_ summary: String, _ inside: [Element]) -> Element {
    var element = Element("details", [:], [Element("summary", text: summary)] + inside)
    if isUnfolded { element.attributes.append(("open", "open")) }
    return element
  }

  private func set(_ quiz: Quiz) -> Element {
    let answers = quiz.answers.map { lesson.said(Element("li", [:], inline($0.text))) }
    return Element(
      "div", ["class": "quiz"],
      [
        lesson.said(Element("p", [:], [Element("strong", [:], inline(quiz.question))])),
        Element("ol", ["type": "a"], answers), fold("Answer", quiz.answers.map(verdict)),
      ])
  }

  private func verdict(_ answer: Quiz.Answer) -> Element {
    let word = "\(answer.letter)) is \(answer.isRight ? "right" : "wrong")"
    let reason: [Node] =
      answer.reason.map {
        [.text(": "), .element(lesson.said(Element("span", [:], inline($0))))]
      } ?? [.text(".")]
    return Element(
      "p", ["class": answer.isRight ? "right" : "wrong"],
      [.element(Element("strong", text: word))] + reason)
  }
}

extension Transcript.Privilege {
  fileprivate var introduction: String {
    switch self {
    case .privileged: "As root, or with the privilege that it takes:"
    case .ordinary: "As an ordinary user:"
    }
  }
}

extension Lesson {
  /// Elements of the lesson's own words, among the English ones of the book.
  func said(_ elements: [Element]) -> [Element] { elements.map(said) }

  func said(_ element: Element) -> Element {
    guard let language else { return element }
    var element = element
    element.attributes.append(("lang", language))
    return element
  }

  /// What stands for a value that is not known: its own name in braces.
  var standIns: [String: String] {
    let blocks = steps.flatMap { $0.demonstrations + $0.solutions.flatMap(\.transcripts) }
    let lines = blocks.flatMap(\.exchanges).flatMap(\.expected)
    let kept = steps.compactMap(\.goals).flatMap(\.keeps).map(\.name)
    return Dictionary(
      (lines.flatMap(\.pattern.captures) + kept).map { ($0, "{\($0)}") }, uniquingKeysWith: { $1 })
  }
}
