internal import Glibc
internal import Log
internal import SystemCalls

/// What facts say of a role's past.
struct CallHistory {
  private(set) var last: (call: Call, outcome: Outcome)?
  private(set) var bytesSent = 0
  private(set) var bytesReceived = 0
  private(set) var calls: Set<String> = []
  /// What the last statement received; nil if that is nothing, or more than is kept.
  private(set) var received: [UInt8]?
  private var hasLostBytes = false
  /// What the last calls move; nil where that is nothing.
  private var directions = LastCalls<Direction?>()

  /// Of what a statement receives, in bytes.
  static let mostReceived = 64 << 10

  mutating func beginStatement() {
    received = nil
    hasLostBytes = false
  }

  /// True where it is one of the last calls once more, which moves data and changes nothing else.
  mutating func add(_ call: Call, _ outcome: Outcome) -> Bool {
    let known = directions.first(of: call)
    let direction = known ?? learn(call)
    last = (call, outcome)
    guard outcome.errno == nil, let direction else { return false }
    let count =
      call.name.hasSuffix("mmsg")
      ? call.manyMessages.reduce(0) { $0 + ($1.length ?? 0) } : outcome.result
    switch direction {
    case .sent: bytesSent += count
    case .received:
      bytesReceived += count
      keep(call)
    }
    return known != nil
  }

  private mutating func learn(_ call: Call) -> Direction? {
    calls.insert(call.name)
    let direction = Direction(of: call)
    directions.add(call, direction)
    return direction
  }

  private enum Direction {
    case sent, received

    /// nil where nothing moves.
    init?(of call: Call) {
      if CallNames.sending.contains(call.name) {
        self = .sent
      } else if CallNames.receiving.contains(call.name), !call.isPeek {
        self = .received
      } else {
        return nil
      }
    }
  }

  private mutating func keep(_ call: Call) {
    guard !hasLostBytes, case .buffer(_, let filled)? = call["buf"] else { return }
    let sum = (received?.count ?? 0) + (filled?.count ?? 0)
    hasLostBytes = sum > CallHistory.mostReceived || filled?.isWhole == false
    received = hasLostBytes ? nil : (received ?? []) + (filled?.kept ?? [])
  }
}

extension Call {
  fileprivate var isPeek: Bool {
    guard case .constant(let flags, _)? = self["flags"] else { return false }
    return flags & Int(MSG_PEEK) != 0
  }
}
