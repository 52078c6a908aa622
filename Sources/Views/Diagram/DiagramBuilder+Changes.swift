internal import Log
internal import SystemCalls

/// What is seen from outside: states, partners, packets, and the rounds of a `repeat`.
extension DiagramBuilder {
  mutating func take(_ change: StateChange, _ event: Event) {
    guard let role = event.role else { return }
    columns.hold(change.local, by: role)
    let column = columns.role(role)
    guard folding.isFlood else {
      // What `info watch` tells of has plots of its own.
      if change.property != .info {
        var tip = row(.state(change), on: column, at: nil, event)
        if let woken = woken[column], woken.fds.contains(change.fd), rows.has(woken.row) {
          tip.row = woken.row
        }
        prove(event, at: tip)
      }
      return
    }
    if let tip = merged(change, on: column, event) { prove(event, at: tip) }
  }

  /// In a flood, what changes of one socket stands on one row; nil where there is no room.
  private mutating func merged(
    _ change: StateChange, on column: Int, _ event: Event
  ) -> Diagram.Tip? {
    let group = DiagramFolding.Group.states(
      role: event.role, fd: change.fd, change.property, orphaned: change.orphaned)
    guard let id = folding[group], rows.has(id) else {
      guard change.property != .info, folding.hasRoom() else { return nil }
      let tip = row(.state(change), on: column, at: nil, event)
      folding[group] = tip.row
      return tip
    }
    rows.change(id) {
      $0.last = event.seq
      $0.add(change)
    }
    return Diagram.Tip(column: column, row: id, seq: event.seq)
  }

  /// What partners tell; other notes are for the person at the prompt.
  mutating func take(note text: String, _ event: Event) {
    guard let name = event.role, !columns.isRole(name), let colon = text.firstRange(of: ": "),
      text.hasPrefix(name)
    else { return }
    let column = columns.partner(name)
    guard !folding.isInRounds else { return }
    let told = Diagram.Content.told(String(text[colon.upperBound...]))
    prove(event, at: row(told, on: column, at: event.time, event))
  }

  // MARK: Rounds

  mutating func begin(_ round: Round, _ event: Event) {
    guard folding.begin(round) else { return }
    roundsNote = note("from round \(round.number) on, counted:", event)
  }

  mutating func end(_ repeated: Repeated, _ event: Event) {
    let missed = folding.missed
    if let rounds = folding.end(repeated) {
      if let id = roundsNote {
        rows.change(id) {
          $0.content = .note("rounds \(rounds.lowerBound) to \(rounds.upperBound), counted:")
        }
      }
      if missed > 0 { _ = note("and \(missed) more changes of state", event) }
    }
    guard !folding.isInRounds else { return }
    let all = repeated.rounds == repeated.of ? "" : " of \(repeated.of)"
    _ = note(
      "repeat × \(repeated.rounds)\(all) in \(durationText(repeated.nanoseconds))", event)
  }
}

extension Diagram.Row {
  fileprivate mutating func add(_ change: StateChange) {
    switch content {
    case .state(let first):
      var whole = change
      whole.from = first.from
      content = .states(whole, count: 2)
    case .states(let first, let count):
      var whole = change
      whole.from = first.from
      content = .states(whole, count: count + 1)
    default: break
    }
  }
}
