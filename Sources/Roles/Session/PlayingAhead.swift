internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// Rounds of plain calls of one role, which it can play without being told each of them.
extension Session {
  /// So many rounds are played call by call, with what changed after each, before it is asked
  /// whether a role can be left to itself; fewer than that are not worth it.
  static let watchedRounds = 16

  /// Leaves the rest of the rounds to the role, where it can play them by itself. False if not.
  func playAhead(_ repeating: inout Repeating) throws(Diagnostic) -> Bool {
    guard repeating.rounds > 0, repeating.rounds.isMultiple(of: Session.watchedRounds),
      repeating.count - repeating.rounds > 2 * Session.watchedRounds,
      let (name, actions) = repeating.plainActions, let role = stage.role(named: name),
      !role.isBusy
    else { return false }
    stage.problems = []
    var closed: [Action] = []
    for action in actions {
      closed.append(try close(action, for: role))
      try refuseFlood(closed[closed.count - 1], by: role)
    }
    try play(closed, as: role, &repeating)
    return true
  }

  private func play(
    _ actions: [Action], as role: Role, _ repeating: inout Repeating
  ) throws(Diagnostic) {
    lastActor = role.name
    let rounds = RoundsUnderWay(
      first: repeating.rounds + 1, count: repeating.count, depth: repeating.depth)
    defer { role.rounds = nil }
    let isDone = stage.play(actions, in: rounds, as: role, patience: deadline) { done in
      repeating.rounds = done
      if repeating.depth == 1, let text = repeating.takeNews() { tellProgress(text) }
    }
    let activity = pastActivity(of: role)
    if !isDone { breakOff(role, after: deadline) }
    repeating.end = role.rounds?.lastReturn
    repeating.rounds = role.rounds?.done ?? role.rounds?.begun ?? repeating.rounds
    if let counter = repeating.counter {
      values[counter] = String(min(repeating.rounds + 1, repeating.count))
    }
    if let problem = stage.problems.first { throw problem }
    guard !isDone else { return }
    let verb = role.name == "you" ? "were" : "was"
    throw Diagnostic(
      "\(role.name) \(activity) for \(secondsText(deadline)), and \(verb) interrupted: nothing let"
        + " it go on")
  }

  /// `waited in recv(3, …, 4096, 0)`
  private func pastActivity(of role: Role) -> String {
    guard let call = role.currentCall else { return "did nothing" }
    return stage.isAsleep(role) ? "waited in \(shortEntry(call))" : "ran \(call.name)"
  }
}

extension Repeating {
  /// The one role that its lines speak to, and what they do; nil where that is more than plain calls.
  fileprivate var plainActions: (role: String, [Action])? {
    var role = home
    var actions: [Action] = []
    for line in body where line.role != nil || !line.statements.isEmpty {
      let name = line.role ?? role
      guard actions.isEmpty || name == role else { return nil }
      role = name
      for statement in line.statements {
        guard case .act(let action) = statement.order, action.isPlain else { return nil }
        actions.append(action)
      }
    }
    let accepts = actions.count { if case .accept = $0 { true } else { false } }
    return !actions.isEmpty && (accepts == 0 || accepts == actions.count) ? (role, actions) : nil
  }
}

extension Action {
  /// One call, on a socket that the calls beside it do not change.
  fileprivate var isPlain: Bool {
    switch self {
    case .accept, .getsockname, .getpeername, .getsockopt: true
    case .send(_, .bytes, _, all: false, _): true
    case .receive(_, .once, _, _, _), .descriptor(.read), .descriptor(.write(_, .bytes)): true
    default: false
    }
  }
}
