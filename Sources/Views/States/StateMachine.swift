internal import SystemCalls

/// TCP's state machine (RFC 9293, figure 5), as far as it is drawn: a reset, or giving up, leads from
/// every state to CLOSED besides.
enum StateMachine {
  struct Step: Hashable {
    var from: TCPState
    var to: TCPState
  }

  /// The usual way stands before the unusual one.
  static let steps: [Step] = [
    (.closed, .listen), (.closed, .synSent), (.listen, .synReceived), (.synSent, .established),
    (.synSent, .synReceived), (.synReceived, .established), (.established, .finWait1),
    (.established, .closeWait), (.finWait1, .finWait2), (.finWait1, .closing),
    (.finWait2, .timeWait), (.closing, .timeWait), (.closeWait, .lastAck), (.lastAck, .closed),
    (.timeWait, .closed),
  ].map(Step.init)

  /// The states between two, by the shortest way; nil where there is none, and so for a way to CLOSED
  /// that its own end does not lead to: a reset.
  static func between(_ start: TCPState, _ end: TCPState, isEndOfClose: Bool) -> [TCPState]? {
    if end == .closed, !isEndOfClose { return [.lastAck, .timeWait].contains(start) ? [] : nil }
    var ways: [[TCPState]] = [[start]]
    var seen: Set = [start]
    while !ways.isEmpty {
      let way = ways.removeFirst()
      for step in steps where step.from == way[way.count - 1] && !seen.contains(step.to) {
        if step.to == end { return Array(way.dropFirst()) }
        seen.insert(step.to)
        ways.append(way + [step.to])
      }
    }
    return nil
  }
}

extension TCPState {
  /// The state that is printed so.
  init?(named name: String) {
    guard let state = TCPState.allCases.first(where: { $0.name == name }) else { return nil }
    self = state
  }
}
