internal import Log
internal import SystemCalls

/// Calls, and the roles that make them.
extension DiagramBuilder {
  mutating func startRole(_ event: Event, on host: String?) {
    guard let role = event.role else { return }
    let column = columns.start(role, on: host)
    prove(event, at: row(.started, on: column, at: event.time, event))
  }

  mutating func endRole(_ end: RoleEnd, _ event: Event) {
    guard let role = event.role else { return }
    let column = columns.role(role)
    open[column] = nil
    prove(event, at: row(.ended(end), on: column, at: event.time, event))
  }

  mutating func begin(_ statement: String, _ event: Event) {
    // What it interrupts is no new statement.
    if statement != "interrupt" {
      let missed = folding.missed
      if missed > 0, !folding.isInRounds {
        _ = note("and \(missed) more changes of state", event)
      }
      folding.beginStatement(of: event.role)
      woken = [:]
    }
    if statement.hasPrefix("wire "), !folding.isInRounds, !statement.asksOfWire {
      _ = note(statement, event)
    }
    prove(event, at: Diagram.Tip(column: 0, row: 0, seq: event.seq))
  }

  mutating func enter(_ call: Call, _ event: Event) {
    guard let role = event.role else { return }
    let column = columns.role(role)
    let isFolded = folding.folds(callOf: role)
    let tip =
      isFolded
      ? counting(call.name, nil, on: column, event)
      : row(.entered(call), on: column, at: event.time, event)
    open[column] = Open(call: call, time: event.time, tip: tip, isFolded: isFolded)
    if call.name == "connect" || Traffic.sending.contains(call.name) { columns.send(from: column) }
    prove(event, at: tip)
  }

  mutating func wait(in call: Call, _ event: Event) {
    guard let role = event.role else { return }
    let column = columns.role(role)
    guard var entry = open[column] else { return }
    entry.waits = true
    if entry.isFolded, !folding.isInRounds { standAlone(&entry, role, event) }
    open[column] = entry
    if !entry.isFolded { rows.change(entry.tip.row) { $0.content = .waits(call) } }
  }

  /// It is told of, and returns when other things have happened: it is not counted with those before.
  private mutating func standAlone(_ entry: inout Open, _ role: String, _ event: Event) {
    folding.endCount(of: role)
    entry.isFolded = false
    guard !rows.isCountless(entry.tip.row) else { return }
    entry.tip.row = rows.add(.waits(entry.call), on: entry.tip.column, at: entry.time, event.seq)
  }

  mutating func leave(_ returned: Returned, _ event: Event) {
    guard let role = event.role else { return }
    let column = columns.role(role)
    let entry = open.removeValue(forKey: column)
    let tip: Diagram.Tip
    if let entry, entry.isFolded {
      tip = leaveFolded(returned, event, entry, on: column)
    } else {
      folding.show(event)
      tip = leaveShown(returned, event, entry, on: column)
    }
    noteWaking(by: returned, on: column, at: tip)
    prove(event, at: tip, since: entry?.tip)
  }

  /// What ended a wait for several sockets is seen in them only afterwards.
  private mutating func noteWaking(by returned: Returned, on column: Int, at tip: Diagram.Tip) {
    let found = returned.outcome.errno == nil ? returned.call.found : []
    woken[column] = found.isEmpty ? nil : Woken(row: tip.row, fds: Set(found.map(\.fd)))
  }

  private mutating func leaveShown(
    _ returned: Returned, _ event: Event, _ entry: Open?, on column: Int
  ) -> Diagram.Tip {
    guard let entry, entry.tip.row == rows.lastID, !entry.waits else {
      let content: Diagram.Content = entry == nil ? .call(returned) : .returned(returned)
      return row(content, on: column, at: event.time, event)
    }
    rows.change(entry.tip.row) {
      $0.content = .call(returned)
      $0.last = event.seq
    }
    return Diagram.Tip(column: column, row: entry.tip.row, seq: event.seq)
  }

  private mutating func leaveFolded(
    _ returned: Returned, _ event: Event, _ entry: Open, on column: Int
  ) -> Diagram.Tip {
    guard folding.counts(returned, event) else {
      return row(.call(returned), on: column, at: event.time, event)
    }
    let errno = returned.outcome.errno
    let tip =
      errno == nil && rows.has(entry.tip.row)
      ? Diagram.Tip(column: column, row: entry.tip.row, seq: event.seq)
      : counting(returned.call.name, errno, on: column, event)
    rows.change(tip.row) {
      $0.last = event.seq
      $0.add(returned)
    }
    return tip
  }

  /// The row where such calls are counted.
  private mutating func counting(
    _ name: String, _ errno: Errno?, on column: Int, _ event: Event
  ) -> Diagram.Tip {
    let group = DiagramFolding.Group.calls(role: event.role, name: name, errno: errno)
    if let id = folding[group], rows.has(id) {
      return Diagram.Tip(column: column, row: id, seq: event.seq)
    }
    var calls = Diagram.CountedCalls(name: name, error: errno?.description)
    if errno == nil, Folding.movesData(name) { calls.bytes = 0 }
    let tip = row(.calls(calls), on: column, at: event.time, event)
    folding[group] = tip.row
    return tip
  }
}

extension Diagram.Row {
  fileprivate mutating func add(_ returned: Returned) {
    guard case .calls(var calls) = content else { return }
    calls.count += 1
    if let bytes = calls.bytes, !returned.call.isPeek {
      let (sum, overflow) = bytes.addingReportingOverflow(returned.outcome.result)
      calls.bytes = overflow ? .max : sum
    }
    content = .calls(calls)
  }
}

extension String {
  /// Whether a statement about the wire changes nothing.
  fileprivate var asksOfWire: Bool { hasPrefix("wire show") || hasPrefix("wire save") }
}
