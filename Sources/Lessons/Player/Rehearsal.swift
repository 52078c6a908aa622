internal import Language
internal import Log

/// Replays what comes before a place of the lesson, unseen, and takes notes on the way.
struct Rehearsal {
  let lesson: Lesson
  let stage: any RehearsalStage
  private(set) var values: [String: String] = [:]
  private(set) var course = Course()
  /// Who acts on a line that names nobody.
  private var role = "you"

  /// The steps that this machine cannot play, by id.
  private let leftOut: Set<String>
  /// What the learner answered to what the lesson wants to do.
  private let permissions: [String: Bool]
  /// What was neither allowed nor refused: there it stopped.
  private(set) var unanswered: String?

  init(
    _ lesson: Lesson, on stage: any RehearsalStage, without leftOut: Set<String>,
    permissions: [String: Bool]
  ) {
    self.lesson = lesson
    self.stage = stage
    self.leftOut = leftOut
    self.permissions = permissions
    for (intrusion, isAllowed) in permissions where isAllowed { stage.allow(intrusion) }
  }

  /// Plays up to a place; nil for the whole lesson. Throws where it does not go as it is written.
  mutating func play(to end: Place?) throws(Diagnostic) {
    for (index, step) in lesson.steps.enumerated() {
      if let end, Place(step: index) >= end { return }
      if leftOut.contains(step.id) { continue }
      for (number, part) in step.parts.enumerated() {
        let place = Place(step: index, part: number)
        if let end, place >= end { return }
        try play(part, at: place, to: end, isFirstSolution: isFirst(number, in: step))
      }
      for keep in step.goals?.keeps ?? [] {
        guard let fact = keep.fact.filled(with: values) else { continue }
        values[keep.name] = try stage.value(of: fact)
      }
    }
    note(Place(step: lesson.steps.count))
  }

  private func isFirst(_ number: Int, in step: Step) -> Bool {
    number
      == step.parts.firstIndex {
        if case .solution = $0 { true } else { false }
      }
  }

  private mutating func play(
    _ part: Step.Part, at place: Place, to end: Place?, isFirstSolution: Bool
  ) throws(Diagnostic) {
    note(place)
    switch part {
    case .demonstration(let block) where block.isMeant(privileged: stage.isPrivileged):
      for (number, exchange) in block.exchanges.enumerated() {
        let here = Place(step: place.step, part: place.part, exchange: number)
        if let end, here >= end { return }
        note(here)
        try perform(exchange)
      }
    case .solution(let solution) where isFirstSolution:
      try play(solution, of: lesson.steps[place.step])
    default: break
    }
  }

  private mutating func play(_ solution: Solution, of step: Step) throws(Diagnostic) {
    let outside = values
    for block in solution.transcripts where block.isMeant(privileged: stage.isPrivileged) {
      for exchange in block.exchanges {
        try perform(exchange)
        noteMeans(exchange, step.goals?.goals ?? [])
      }
    }
    values = outside
  }

  private mutating func perform(_ exchange: Exchange) throws(Diagnostic) {
    guard let line = exchange.command.filled(with: values) else {
      throw Diagnostic("a name in “\(exchange.command.text)” has no value")
    }
    if let intrusion = try stage.intrusion(of: line), permissions[intrusion] != true {
      if permissions[intrusion] == false { return }
      unanswered = intrusion
      throw Diagnostic("the lesson wants to \(intrusion)")
    }
    let came = try stage.perform(line)
    if let difference = exchange.difference(from: came, as: line, values: &values) {
      throw Diagnostic(
        "\(lesson.file):\(difference.line): this does not go as the lesson has it here")
    }
  }

  // MARK: Notes

  private mutating func note(_ place: Place) {
    course.scenes[place] = Scene(stage.survey(), stage.wireSurvey(), values: values)
    guard place.part == 0, place.exchange == 0, lesson.steps.indices.contains(place.step) else {
      return
    }
    for goal in lesson.steps[place.step].goals?.goals ?? [] where holds(goal) {
      course.holdsBefore.insert(goal.line)
    }
  }

  /// By which call of whom each goal is reached.
  private mutating func noteMeans(_ exchange: Exchange, _ goals: [Goal]) {
    guard let attempt = Attempt(exchange.command.text, role: &role) else { return }
    for goal in goals where course.means[goal.line] == nil && holds(goal) {
      course.means[goal.line] = attempt
    }
  }

  private func holds(_ goal: Goal) -> Bool {
    guard let fact = goal.fact.filled(with: values) else { return false }
    do { return try stage.holds(fact) } catch { return false }
  }
}

/// What a rehearsal of a lesson teaches its player.
struct Course {
  /// What the roles and the wire look like at each place.
  var scenes: [Place: Scene] = [:]
  /// The goals, by their lines, that hold before their step begins.
  var holdsBefore: Set<Int> = []
  /// By which call each goal, by its line, is reached.
  var means: [Int: Attempt] = [:]

  /// The roles that the lesson plays with.
  var roleNames: Set<String> { scenes.values.reduce(into: []) { $0.formUnion($1.roleNames) } }
  /// Whether the lesson has a wire anywhere.
  var hasWire: Bool { scenes.values.contains { $0.wire != nil } }
}

/// A call that a role makes.
struct Attempt: Hashable {
  var role: String
  var call: String

  init(role: String, call: String) {
    self.role = role
    self.call = call
  }

  /// The last call of a line such as `client> connect 9000`; the role is the line's from now on.
  init?(_ line: String, role: inout String) {
    var rest = line[...]
    if let mark = line.firstIndex(of: ">") {
      role = String(line.prefix { $0.isNamePart })
      rest = line[line.index(after: mark)...]
    }
    let last = rest.split(separator: ";").last ?? rest
    let word = last.split(whereSeparator: \.isBlank).first.map(String.init) ?? ""
    guard callNames.contains(word) else { return nil }
    self.init(role: role, call: word)
  }
}

extension Transcript {
  /// Whether it is for such a user as this is.
  func isMeant(privileged: Bool) -> Bool {
    when.map { ($0 == .privileged) == privileged } ?? true
  }
}
