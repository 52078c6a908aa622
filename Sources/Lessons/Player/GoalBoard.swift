public import Log
internal import Roles
internal import SystemCalls

/// The goals of a step: which are met, and which of these have been said to be.
struct GoalBoard {
  let goals: Goals
  private(set) var met: Set<Int> = []
  private(set) var announced: Set<Int> = []

  init(_ goals: Goals) {
    self.goals = goals
  }

  var isComplete: Bool { met.count == goals.goals.count }

  mutating func meet(_ index: Int) { met.insert(index) }

  mutating func meetAll() { met = Set(goals.goals.indices) }

  /// Those met since the last time.
  mutating func takeNews() -> [Goal] {
    let new = met.subtracting(announced).sorted()
    announced.formUnion(new)
    return new.map { goals.goals[$0] }
  }

  var unmet: [Goal] { goals.goals.indices.filter { !met.contains($0) }.map { goals.goals[$0] } }
}

extension LessonPlayer {
  /// More looks than this for one line say nothing new.
  private static let mostChecks = 100

  /// Shows the goals; true while one is unmet.
  func present(_ goals: Goals) -> Bool {
    if board == nil {
      board = GoalBoard(goals)
      checkGoals()
      _ = board?.takeNews()
      showGoals()
    }
    guard board?.isComplete == true else { return true }
    keep(goals.keeps)
    return false
  }

  func showGoals() {
    guard let board else { return }
    let lines = board.goals.goals.indices.map { index in
      line(board.goals.goals[index], isMet: board.met.contains(index))
    }
    stage.show(.output(lines.joined(separator: "\n")))
  }

  private func line(_ goal: Goal, isMet: Bool) -> String {
    "[\(isMet ? "x" : " ")] \(setter.filled(goal.text))"
  }

  /// Something happened: goals are looked at now, for what holds may not hold for long.
  public func observe(_ event: Event) {
    guard case .goals? = part, board != nil else { return }
    switch event.kind {
    case .returned(let returned):
      if let role = event.role { attempts.insert(Attempt(role: role, call: returned.call.name)) }
    case .waiting, .state, .roleEnded, .packet: break
    default: return
    }
    checks += 1
    if checks <= LessonPlayer.mostChecks { checkGoals() }
  }

  /// A line was carried out, or late news came: says what changed.
  public func settled() {
    defer { (checks, attempts) = (0, []) }
    guard checks > 0, question == nil, case .goals? = part, board != nil else { return }
    checkGoals()
    let news = board?.takeNews() ?? []
    if !news.isEmpty {
      keeper.met(news)
      stage.show(.output(news.map { line($0, isMet: true) }.joined(separator: "\n")))
    }
    guard board?.isComplete == true else { return sayMissed() }
    flow()
  }

  /// Looks at what has come true without an event; false if the step goes on from here now.
  func lookAgain() -> Bool {
    let place = place
    checks += 1
    settled()
    return self.place == place
  }

  func checkGoals() {
    guard let board else { return }
    for (index, goal) in board.goals.goals.enumerated() where !board.met.contains(index) {
      if look(at: goal)?.holds == true { self.board?.meet(index) }
    }
  }

  func look(at goal: Goal) -> FactLook? {
    guard let fact = goal.fact.filled(with: stage.values) else { return nil }
    do { return try stage.look(at: fact) } catch { return nil }
  }

  /// Of the goals that the call just made could have reached and did not: what is different.
  private func sayMissed() {
    for goal in board?.unmet ?? [] {
      guard let means = course.means[goal.line] else { continue }
      if attempts.contains(means) {
        say(missed: goal, after: means.call)
      } else if let other = attempts.first(where: { $0.call == means.call }) {
        return say(missed: goal, by: other, insteadOf: means.role)
      }
    }
  }

  private func say(missed goal: Goal, by other: Attempt, insteadOf role: String) {
    let was =
      other.role == "you" ? "you were the role that called" : "it was \(other.role) that called"
    stage.show(
      .note(
        "Not yet “\(setter.filled(goal.text))”: \(was) \(other.call). "
          + "To act as \(role), begin the line with `\(role)>`."))
  }

  func say(missed goal: Goal, after call: String? = nil) {
    guard let look = look(at: goal) else { return }
    let difference = differenceText(look, after: call)
    stage.show(.note("Not yet “\(setter.filled(goal.text))”: \(difference)."))
  }

  /// What the goals keep for later steps.
  private func keep(_ keeps: [Keep]) {
    for keep in keeps {
      guard let fact = keep.fact.filled(with: stage.values) else { continue }
      do {
        stage.values[keep.name] = try stage.value(of: fact)
      } catch {
        stage.show(.diagnostic(error))
      }
    }
  }
}
