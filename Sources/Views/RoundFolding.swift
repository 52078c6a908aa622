internal import Log
internal import SystemCalls

/// Counts what happens in the rounds of a `repeat` that nobody would read.
///
/// The first rounds are shown. After them, calls are counted by their names and errors; only a call
/// that fails as none has before is shown, with the round's number, and a note as there was none
/// before. What is held does not grow with the number of rounds.
struct RoundFolding: Sendable {
  static let shownFirst = 3
  static let mostStates = 8
  static let mostFailures = 32
  static let mostNotes = 8

  /// Calls of one name that ended alike.
  struct Count: Hashable, Sendable {
    var name: String
    var errno: Errno?
    var calls = 0
    /// Those that only looked at data.
    var peeks = 0
    /// The sum of the results of the others, where they are bytes.
    var bytes = 0
  }

  private struct Failure: Hashable, Sendable {
    var role: String?
    var name: String
    var errno: Errno?
  }

  /// The `repeat`s under way, the outermost first; the rounds that the last one has folded.
  private var rounds: [Round] = []
  private var firstFolded: Int?
  /// The depth of the `repeat` whose rounds are folded, and all that is within.
  private var foldedDepth: Int?
  private var counts: [Count] = []
  private var failures: Set<Failure> = []
  /// Without their numbers.
  private var notes: Set<String> = []
  private var states = MergedStates()
  private var statesMissed = 0
  private var waits: [(role: String?, call: Call)] = []
  private var showsExplanation = false
  private var lastNamedRound = 0

  var isFolded: Bool { foldedDepth != nil }

  /// A round begins.
  mutating func begin(_ round: Round) {
    rounds.removeAll { $0.depth >= round.depth }
    rounds.append(round)
    let shown = round.of == RoundFolding.shownFirst + 1 ? round.of : RoundFolding.shownFirst
    guard !isFolded, round.number > shown else { return }
    foldedDepth = round.depth
    firstFolded = round.number
  }

  /// Notes what failed and what was noted in a round that is shown.
  mutating func watch(_ event: Event) {
    if !rounds.isEmpty, case .note(let text) = event.kind { _ = isNews(text) }
    guard !rounds.isEmpty, case .returned(let returned) = event.kind,
      let errno = returned.outcome.errno, failures.count < RoundFolding.mostFailures
    else { return }
    failures.insert(Failure(role: event.role, name: returned.call.name, errno: errno))
  }

  /// What is to be shown of an event of a folded round; nil where it is shown as any other.
  enum Fate {
    case shown
    case shownOfRound(Int?)
    case hidden
  }

  mutating func fate(of event: Event) -> Fate {
    switch event.kind {
    case .returned(let returned): return take(returned, event.role)
    case .waiting(let call):
      waits.removeAll { $0.role == event.role }
      waits.append((event.role, call))
      return .hidden
    case .state(let change):
      add(change, event.role)
      return .hidden
    case .explanation: return showsExplanation ? .shown : .hidden
    case .note(let text): return isNews(text) ? .shown : .hidden
    case .output, .source, .transferred: return .hidden
    case .roleEnded:
      waits.removeAll { $0.role == event.role }
      return .shown
    default: return .shown
    }
  }

  private mutating func take(_ returned: Returned, _ role: String?) -> Fate {
    let (call, outcome) = (returned.call, returned.outcome)
    waits.removeAll { $0.role == role }
    count(call, outcome)
    showsExplanation = false
    guard outcome.errno != nil, failures.count < RoundFolding.mostFailures,
      failures.insert(Failure(role: role, name: call.name, errno: outcome.errno)).inserted
    else { return .hidden }
    showsExplanation = true
    let round = rounds.last { $0.depth == foldedDepth }?.number ?? 0
    defer { lastNamedRound = round }
    return .shownOfRound(round == lastNamedRound ? nil : round)
  }

  private mutating func isNews(_ note: String) -> Bool {
    notes.count < RoundFolding.mostNotes
      && notes.insert(note.filter { !$0.isNumber }).inserted
  }

  private mutating func count(_ call: Call, _ outcome: Outcome) {
    let index = counts.firstIndex { $0.name == call.name && $0.errno == outcome.errno }
    if index == nil { counts.append(Count(name: call.name, errno: outcome.errno)) }
    let place = index ?? counts.count - 1
    counts[place].calls += 1
    guard outcome.errno == nil, Folding.movesData(call.name) else { return }
    if call.isPeek {
      counts[place].peeks += 1
      return
    }
    let (sum, overflow) = counts[place].bytes.addingReportingOverflow(outcome.result)
    counts[place].bytes = overflow ? .max : sum
  }

  private mutating func add(_ change: StateChange, _ role: String?) {
    states.add(change, role)
    if states.count > RoundFolding.mostStates {
      states.dropLast()
      statesMissed += 1
    }
  }

  /// What was folded, once its `repeat` is over.
  struct Summary: Sendable {
    var rounds: ClosedRange<Int>
    var counts: [Count]
    var states: [(role: String?, change: StateChange)]
    var statesMissed: Int
    var waits: [(role: String?, call: Call)]
  }

  /// A `repeat` is over; what was folded of it, if anything.
  mutating func end(_ repeated: Repeated) -> Summary? {
    let last = rounds.last { $0.depth == repeated.depth }?.number ?? repeated.rounds
    rounds.removeAll { $0.depth >= repeated.depth }
    guard foldedDepth == repeated.depth, let first = firstFolded else {
      if rounds.isEmpty { (failures, notes) = ([], []) }
      return nil
    }
    defer { self = RoundFolding(rounds: rounds) }
    return Summary(
      rounds: first...max(first, last), counts: counts, states: states.take(),
      statesMissed: statesMissed, waits: waits)
  }

  private init(rounds: [Round]) { self.rounds = rounds }

  init() {}
}
