public import Log
internal import SystemCalls

/// Reads a log, event by event, and gives the program of each process that played a role.
public struct ProgramStory: Sendable {
  private var lives: [RoleProgram] = []
  /// The place in `lives` of the process that plays the role now.
  private var current: [String: Int] = [:]
  /// Whether the role's last call has not come back.
  private var isOpen: Set<String> = []
  /// The step whose statement a role is still at, where something was typed for it since: that only looks,
  /// and calls that follow are the statement's.
  private var underWay: [String: Int] = [:]
  /// What was typed for a role before its process began.
  private var early: [String: String] = [:]
  private var repetition: RepetitionTyped?
  private var chosen = ChosenPorts()

  public init() {}

  public mutating func take(_ event: Event) {
    switch event.kind {
    case .repeated(let repeated) where repeated.depth == 1: repetition = nil
    case .round(let round) where round.depth == 1: repetition?.round = round.number
    default: break
    }
    guard let role = event.role else { return }
    chosen.take(event, by: role)
    switch event.kind {
    case .roleStarted(let place): start(role, event.seq, isOnWire: place.host != nil)
    case .typed(let text): begin(text, role, event.seq)
    case .called(let call): enter(call, role, event.seq)
    case .waiting: change(role) { $0.waited = true }
    case .returned(let returned): leave(returned, role, event.seq)
    case .roleEnded(let end): finish(role, end)
    default: break
    }
  }

  /// The processes that made a call, in the order in which they began.
  public func programs() -> [RoleProgram] { unfolded().map(folded) }

  /// The same with every call by itself.
  func unfolded() -> [RoleProgram] {
    Endpoints(lives.map(naming), chosen).resolved().filter { !$0.isEmpty }
  }

  private mutating func start(_ role: String, _ seq: Int, isOnWire: Bool = false) {
    let life = 1 + lives.count { $0.role == role }
    current[role] = lives.count
    underWay[role] = nil
    var program = RoleProgram(role: role, life: life, began: seq)
    program.isOnWire = isOnWire
    if let text = early.removeValue(forKey: role) { program.steps = [ProgramStep(typed: text)] }
    lives.append(program)
  }

  private mutating func begin(_ text: String, _ role: String, _ seq: Int) {
    repetition = text.hasPrefix("repeat ") ? RepetitionTyped(text, by: role, seq) : nil
    let words = text.split(separator: " ").map(String.init)
    if words.first == "interrupt" {
      change(words.dropFirst().first ?? role) { if $0.outcome == nil { $0.isInterrupted = true } }
      return
    }
    guard let index = current[role] else {
      early[role] = text
      return
    }
    if !isOpen.contains(role) {
      underWay[role] = nil
    } else if underWay[role] == nil {
      let last = lives[index].steps.lastIndex { !$0.calls.isEmpty }
      underWay[role] = last.flatMap {
        TypedWords(lives[index].steps[$0].typed).goesOn ? $0 : nil
      }
    }
    lives[index].steps.append(ProgramStep(typed: text))
  }

  /// The process's program; a log that has forgotten its beginning has no start of it.
  private mutating func with(_ role: String, _ seq: Int, _ body: (inout RoleProgram) -> Void) {
    if current[role] == nil { start(role, seq) }
    guard let index = current[role] else { return }
    body(&lives[index])
  }

  private mutating func enter(_ call: Call, _ role: String, _ seq: Int) {
    let repetition = repetition.flatMap { $0.concerns(role) ? $0 : nil }
    let underWay = underWay[role]
    with(role, seq) { program in
      if let underWay, program.steps[underWay].calls.first?.call.name == call.name {
        return program.steps[underWay].calls.append(
          ProgramCall(call: call, outcome: nil, seq: seq))
      }
      if let repetition, program.steps.last?.repetition != repetition.seq {
        program.steps.append(ProgramStep(typed: repetition.text, repetition: repetition.seq))
      }
      if program.steps.isEmpty { program.steps.append(ProgramStep(typed: "")) }
      program.steps[program.steps.count - 1].calls.append(
        ProgramCall(call: call, outcome: nil, seq: seq, round: repetition?.round))
    }
    isOpen.insert(role)
  }

  private mutating func leave(_ returned: Returned, _ role: String, _ seq: Int) {
    if !isOpen.contains(role) { enter(returned.call, role, seq) }
    isOpen.remove(role)
    change(role) { call in
      call.call = returned.call
      call.outcome = returned.outcome
      call.waited = call.waited || returned.late
    }
    guard let index = current[role], let step = lives[index].steps.indices.last,
      lives[index].steps[step].repetition != nil
    else { return }
    lives[index].steps[step].leaveOut()
  }

  /// The role's last call.
  private mutating func change(_ role: String, _ body: (inout ProgramCall) -> Void) {
    guard let index = current[role] else { return }
    for step in lives[index].steps.indices.reversed() where !lives[index].steps[step].calls.isEmpty
    {
      body(&lives[index].steps[step].calls[lives[index].steps[step].calls.count - 1])
      return
    }
  }

  private mutating func finish(_ role: String, _ end: RoleEnd) {
    guard let index = current.removeValue(forKey: role) else { return }
    lives[index].end = end
    isOpen.remove(role)
  }
}

/// The `repeat` that is under way, and where it began.
private struct RepetitionTyped: Sendable {
  let text: String
  let seq: Int
  /// The round that is under way.
  var round: Int?
  private let home: String

  init(_ text: String, by home: String, _ seq: Int) {
    (self.text, self.home, self.seq) = (text, home, seq)
  }

  /// Whether it has the role do something: others go on meanwhile with what they are at.
  func concerns(_ role: String) -> Bool {
    role == home
      || text.ranges(of: "\(role)>").contains { range in
        text[..<range.lowerBound].last.map { !($0.isLetter || $0.isNumber || "_-".contains($0)) }
          ?? true
      }
  }
}
