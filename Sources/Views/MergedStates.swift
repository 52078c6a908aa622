internal import Log

/// Changes of state that are told together: one for each property of each socket, from what it was
/// first to what it is in the end.
struct MergedStates: Sendable {
  private(set) var all: [(role: String?, change: StateChange)] = []

  var count: Int { all.count }

  mutating func add(_ change: StateChange, _ role: String?) {
    let same = all.firstIndex {
      $0.role == role && $0.change.fd == change.fd && $0.change.property == change.property
        && $0.change.orphaned == change.orphaned
    }
    guard let same else { return all.append((role, change)) }
    var merged = change
    merged.from = all[same].change.from
    all.remove(at: same)
    if merged.from != merged.to { all.append((role, merged)) }
  }

  mutating func dropLast() { all.removeLast() }

  mutating func take() -> [(role: String?, change: StateChange)] {
    defer { all = [] }
    return all
  }
}
