internal import Log
internal import SystemCalls

/// Holds back what would flood the terminal: of a statement's calls the first 8 are shown, then
/// those alike are counted, and the last, or the one that fails, is shown again.
///
/// States that change meanwhile are merged into one change each. What is held is bounded by the
/// number of roles, not of calls.
struct Folding: Sendable {
  static let shownFirst = 8
  static let heldStates = 64

  enum Item: Hashable, Sendable {
    case call(Returned, role: String?)
    case waits(Call, role: String?)
    case folded(Group, role: String?, late: Bool)
    case state(StateChange, role: String?)

    var isState: Bool { if case .state = self { true } else { false } }
  }

  /// Calls of one name that all succeeded.
  struct Group: Hashable, Sendable {
    var first: Returned
    var count = 0
    /// Those that only looked at data.
    var peeks = 0
    /// The sum of the results of the others: bytes, for calls that move data.
    var total = 0

    init(_ first: Returned) {
      self.first = first
      movesData = Folding.movesData(first.call.name)
      add(first)
    }

    var name: String { first.call.name }
    let movesData: Bool

    mutating func add(_ returned: Returned) {
      count += 1
      if movesData, returned.call.isPeek {
        peeks += 1
        return
      }
      let (sum, overflow) = total.addingReportingOverflow(returned.outcome.result)
      total = overflow ? .max : sum
    }
  }

  /// One role's statement.
  private struct Statement {
    var calls = 0
    /// When its oldest held call came, to keep the log's order.
    var since = 0
    var group: Group?
    var last: Returned?
    var waits: Call?

    var holds: Bool { last != nil || waits != nil }

    /// Counts a call; whether it is one of the first.
    mutating func countCall() -> Bool {
      calls += 1
      waits = nil
      return calls <= Folding.shownFirst
    }

    mutating func hold(_ returned: Returned, from event: Event) -> [Item] {
      if !holds { since = event.seq }
      defer { last = returned }
      guard let last else { return [] }
      if group?.name == last.call.name {
        group?.add(last)
        return []
      }
      defer { group = Group(last) }
      return Folding.items(of: group, event.role)
    }
  }

  /// Whether a call's result counts bytes.
  static func movesData(_ name: String) -> Bool {
    ["send", "sendto", "recv", "recvfrom", "read", "write"].contains(name)
  }

  private var statements: [String?: Statement] = [:]
  private var states = MergedStates()

  mutating func beginStatement(of role: String?) { statements[role] = Statement() }
  mutating func forget(_ role: String?) { statements[role] = nil }
  /// Every role begins anew.
  mutating func beginRound() { statements = [:] }

  /// What is to be shown now that this call or state has come.
  mutating func take(_ event: Event) -> [Item] {
    switch event.kind {
    case .returned(let returned): take(returned, event)
    case .waiting(let call): take(waiting: call, event)
    case .state(let change): take(change, event.role)
    default: []
    }
  }

  /// What is held of one role whose statement is over. What states are held goes with the last.
  mutating func flush(of role: String?) -> [Item] {
    let items = flush(role)
    return statements.values.contains(where: \.holds) ? items : items + flush()
  }

  mutating func flush() -> [Item] {
    let holding = statements.filter(\.value.holds).sorted { $0.value.since < $1.value.since }
    var items = holding.flatMap { flush($0.key) }
    items += states.take().map { .state($0.change, role: $0.role) }
    return items
  }

  private mutating func take(_ returned: Returned, _ event: Event) -> [Item] {
    if statements[event.role, default: Statement()].countCall() {
      return [.call(returned, role: event.role)]
    }
    if returned.outcome.errno != nil { return flush() + [.call(returned, role: event.role)] }
    return statements[event.role, default: Statement()].hold(returned, from: event)
  }

  private mutating func take(waiting call: Call, _ event: Event) -> [Item] {
    guard var statement = statements[event.role], statement.calls >= Folding.shownFirst else {
      return [.waits(call, role: event.role)]
    }
    if !statement.holds { statement.since = event.seq }
    statement.waits = call
    statements[event.role] = statement
    return []
  }

  private mutating func take(_ change: StateChange, _ role: String?) -> [Item] {
    guard statements.values.contains(where: \.holds) else { return [.state(change, role: role)] }
    states.add(change, role)
    return states.count > Folding.heldStates ? flush() : []
  }

  private mutating func flush(_ role: String?) -> [Item] {
    guard let statement = statements[role] else { return [] }
    statements[role]?.group = nil
    statements[role]?.last = nil
    statements[role]?.waits = nil
    return Folding.items(of: statement.group, role)
      + (statement.last.map { [.call($0, role: role)] } ?? [])
      + (statement.waits.map { [.waits($0, role: role)] } ?? [])
  }

  /// A group of one is a call like any other.
  private static func items(of group: Group?, _ role: String?) -> [Item] {
    guard let group else { return [] }
    return group.count == 1
      ? [.call(group.first, role: role)]
      : [.folded(group, role: role, late: group.first.late)]
  }
}
