internal import Log

/// The rows of a diagram as they come: the newest, and how things stood before the first of them.
struct DiagramRows: Sendable {
  private(set) var all: [Diagram.Row] = []
  private(set) var opening: [Diagram.Rail] = []
  private(set) var leftOut = 0
  private let most: Int
  private var nextID = 0

  /// `most`: how many are kept in the end.
  init(most: Int) { self.most = most }

  var lastID: Int? { all.last?.id }

  /// Gives the row's `id`.
  mutating func add(
    _ content: Diagram.Content, on column: Int?, at time: UInt64?, _ seq: Int
  ) -> Int {
    if all.count >= 2 * most { drop() }
    defer { nextID += 1 }
    all.append(
      Diagram.Row(
        id: nextID, column: column, time: time, content: content, first: seq, last: seq))
    return nextID
  }

  func has(_ id: Int) -> Bool { id < nextID && id >= nextID - all.count }

  /// Whether calls are to be counted there and none has been.
  func isCountless(_ id: Int) -> Bool {
    guard has(id), case .calls(let calls) = all[place(of: id)].content else { return false }
    return calls.count == 0
  }

  /// Changes a row that is still there.
  mutating func change(_ id: Int, _ body: (inout Diagram.Row) -> Void) {
    guard has(id) else { return }
    body(&all[place(of: id)])
  }

  private func place(of id: Int) -> Int { id - (nextID - all.count) }

  mutating func drop() {
    let surplus = all.count - most
    guard surplus > 0 else { return }
    for row in all.prefix(surplus) { row.pass(&opening) }
    leftOut += surplus
    all.removeFirst(surplus)
  }
}

extension Diagram.Row {
  /// How its column stands below it.
  func pass(_ rails: inout [Diagram.Rail]) {
    guard let column else { return }
    while rails.count <= column { rails.append(.absent) }
    switch content {
    case .entered, .waits: rails[column] = .inCall
    case .ended: rails[column] = .absent
    case .packet, .arrival, .told:
      if rails[column] == .absent { rails[column] = .idle }
    case .call, .returned, .calls, .started: rails[column] = .idle
    // Of a role that has ended, the kernel still holds what its sockets have to send.
    case .state, .states, .note: break
    }
  }
}
