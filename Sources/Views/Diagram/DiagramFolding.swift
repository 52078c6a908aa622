internal import Log
internal import SystemCalls

/// What of a flood gets a row of its own: as much as in the terminal.
///
/// Of a statement the first calls and packets, of a `repeat` the first rounds, and whatever fails as
/// nothing has before; the rest is counted. What is remembered does not grow with the number of events.
struct DiagramFolding: Sendable {
  /// What is counted together.
  enum Group: Hashable {
    case calls(role: String?, name: String, errno: Errno?)
    case packets(from: String, to: String?)
    case states(role: String?, fd: Int32, StateChange.Property, orphaned: Bool)
  }

  private var rounds = RoundFolding()
  /// How many calls each role's statement has made so far.
  private var calls: [String?: Int] = [:]
  private var packets = 0
  private var rows: [Group: Int] = [:]
  /// Changes of state for which there was no room.
  private(set) var missed = 0

  var isInRounds: Bool { rounds.isFolded }

  /// Whether changes of state are told together.
  var isFlood: Bool { isInRounds || calls.values.contains { $0 > Folding.shownFirst } }

  mutating func beginStatement(of role: String?) {
    guard !isInRounds else { return }
    calls[role] = nil
    packets = 0
    endCount(of: role)
    rows = rows.filter { if case .calls = $0.key { true } else { false } }
    missed = 0
  }

  /// What follows of the role's calls is counted in rows of its own.
  mutating func endCount(of role: String?) {
    guard !rows.isEmpty else { return }
    rows = rows.filter { group, _ in
      if case .calls(let other, _, _) = group { other != role } else { true }
    }
  }

  // MARK: Rounds

  /// True if this is the first round that is not shown.
  mutating func begin(_ round: Round) -> Bool {
    let wasFolded = isInRounds
    rounds.begin(round)
    if !wasFolded { clear() }
    return isInRounds && !wasFolded
  }

  /// The rounds that were counted, if this `repeat` was the one whose rounds were.
  mutating func end(_ repeated: Repeated) -> ClosedRange<Int>? {
    let summary = rounds.end(repeated)
    if summary != nil { clear() }
    return summary?.rounds
  }

  private mutating func clear() {
    calls = [:]
    packets = 0
    rows = [:]
  }

  // MARK: Calls

  /// Whether the call that the role enters is counted, if it succeeds.
  func folds(callOf role: String?) -> Bool {
    isInRounds || calls[role, default: 0] >= Folding.shownFirst
  }

  /// A call has returned that has its own row: it fails as others will.
  mutating func show(_ event: Event) {
    calls[event.role, default: 0] += 1
    if isInRounds { _ = rounds.fate(of: event) } else { rounds.watch(event) }
  }

  /// Whether a call that was to be counted is, now that it has returned.
  mutating func counts(_ returned: Returned, _ event: Event) -> Bool {
    guard isInRounds else {
      rounds.watch(event)
      calls[event.role, default: 0] += 1
      return returned.outcome.errno == nil
    }
    if case .hidden = rounds.fate(of: event) { return true }
    return false
  }

  // MARK: Packets and states

  mutating func folds(packet: PacketSeen) -> Bool {
    packets += 1
    return isInRounds || packets > PacketFolding.shownFirst
  }

  /// False where there is no room for more changes of state.
  mutating func hasRoom() -> Bool {
    let states = rows.keys.lazy.filter { if case .states = $0 { true } else { false } }.count
    guard states >= Folding.heldStates else { return true }
    missed += 1
    return false
  }

  // MARK: Rows

  /// The row of what is counted together.
  subscript(group: Group) -> Int? {
    get { rows[group] }
    set { rows[group] = newValue }
  }
}
