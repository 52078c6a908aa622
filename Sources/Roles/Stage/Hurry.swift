internal import SystemCalls

/// Rounds of a `repeat` that nobody is shown go on while the last FIN of a closed connection waits for
/// its acknowledgement.
///
/// Where the peer has received data, its kernel delays that by some 40 ms, and until then the state is
/// FIN_WAIT_1. What is shown must not depend on it, so that the stage waits; but a FIN that has arrived
/// (the peer is in CLOSE_WAIT) wakes nobody any more, unless somebody sleeps in `close` (SO_LINGER).
extension Stage {
  var isInHurry: Bool {
    isHurried && !roles.contains { $0.currentCall?.name == "close" }
  }

  /// What it went on without.
  func noteUnacknowledged(_ look: Network.Look) {
    guard isHurried else { return }
    for (pair, orphan) in look.orphans {
      let isWaiting = orphan.state == .finWait1
      if !isWaiting || unacknowledged.count < Orphans.followed {
        unacknowledged[pair] = isWaiting ? orphan : nil
      }
    }
  }

  /// The hurry is over: waits for what was left behind, and tells of it.
  func catchUp(limit: UInt64) {
    isHurried = false
    guard !unacknowledged.isEmpty else { return }
    touch.closed.merge(unacknowledged) { first, _ in first }
    unacknowledged = [:]
    _ = settle(acting: nil, limit: limit)
  }
}
