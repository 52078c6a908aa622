internal import Glibc
internal import Log
internal import SystemCalls

/// Signals to roles, and how they end.
extension Stage {
  /// Gives a sleeping role's call a real EINTR. False if the role is not asleep in a call.
  ///
  /// One in the middle of many calls need not be asleep: it makes no further call. `typed` is logged
  /// first where nobody typed it, for ⌃C is an `interrupt` like any other.
  func interrupt(_ role: Role, limit: UInt64, typed: String? = nil) -> Bool {
    let isAsleep = isAsleep(role)
    guard role.isBusy, isAsleep || role.isFlooding else { return false }
    if let typed { logTyped(typed, as: role.name) }
    Glibc.kill(role.pid, SIGINT)
    if isAsleep, let call = role.currentCall, call.blocks(SIGINT) {
      notePending(SIGINT, in: call, role)
      return true
    }
    if isAsleep { waitUntilAwake(role, limit: limit) } else { waitForEnd(ofFlood: role, limit) }
    _ = settle(acting: role, limit: limit)
    return true
  }

  /// It will be delivered when the call returns, and nothing is to be waited for till then.
  private func notePending(_ signal: Int32, in call: Call, _ role: Role) {
    record(
      .note(
        "\(ConstantTable.signal.text(Int(signal))) is pending: the mask of \(call.name) blocks it until"
          + " the call returns. `kill \(role.name)` ends \(role.name) whatever the mask"), of: role)
  }

  /// A signal that comes just before a call that then sleeps does not wake it: once more.
  private func waitForEnd(ofFlood role: Role, _ limit: UInt64) {
    let deadline = monotonicNanoseconds() + limit
    while role.isBusy, !role.isGone, monotonicNanoseconds() < deadline {
      _ = receive(waiting: 1_000_000)
      if role.isBusy, isAsleep(role) { Glibc.kill(role.pid, SIGINT) }
    }
  }

  /// Ends what a role is doing: a call that waits gets its EINTR, one that runs is the last. Where the
  /// call blocks SIGINT it goes on.
  func breakOff(_ role: Role, limit: UInt64) {
    let deadline = monotonicNanoseconds() + limit
    while role.isBusy, !role.isGone, monotonicNanoseconds() < deadline {
      Glibc.kill(role.pid, SIGINT)
      if let call = role.currentCall, call.blocks(SIGINT) { break }
      _ = receive(waiting: 10_000_000 / 4)
    }
    _ = settle(acting: role, limit: limit)
  }

  /// A signal reaches a sleeping process at once, but it has to run before it can say so.
  private func waitUntilAwake(_ role: Role, limit: UInt64) {
    let deadline = monotonicNanoseconds() + limit
    let call = role.currentCall
    while role.currentCall == call, !role.isGone, monotonicNanoseconds() < deadline {
      _ = receive(waiting: 1_000_000)
      if role.currentCall == nil || !role.isBusy { return }
    }
  }

  /// Sends a signal. Where it ends the process, the log shows what the kernel then did to its peers.
  func kill(_ role: Role, signal: Int32, limit: UInt64) {
    role.isDetached = role.isBusy
    guard Glibc.kill(role.pid, signal) == 0 else { return }
    waitUntilHandled(role, limit: limit)
    _ = settle(acting: role, limit: limit)
    if role.end == nil, let call = role.currentCall, call.blocks(signal) {
      notePending(signal, in: call, role)
    }
  }

  /// The signal has been dealt with once the process is gone, stopped or asleep again.
  private func waitUntilHandled(_ role: Role, limit: UInt64) {
    let deadline = monotonicNanoseconds() + limit
    while !role.isGone, monotonicNanoseconds() < deadline {
      let state = (try? role.view.runState()) ?? UInt8(ascii: "Z")
      if receive(waiting: 100_000) { continue }
      if state == UInt8(ascii: "S") || state == UInt8(ascii: "T") { return }
    }
  }

  /// Whether a signal such as SIGSTOP has stopped the process.
  func isStopped(_ role: Role) -> Bool { (try? role.view.runState()) == UInt8(ascii: "T") }

  /// Ends every role. None outlives the stage in any case: this is for those who want to see it.
  public func end() {
    for role in roles { remove(role) }
    partners = []
    hosts = nil
    folder?.remove()
  }
}

extension Call {
  /// Whether the signal cannot wake it.
  fileprivate func blocks(_ signal: Int32) -> Bool {
    if case .signalMask(let signals, _)? = self["sigmask"] {
      // Nothing blocks these two.
      signals.contains(signal) && signal != SIGKILL && signal != SIGSTOP
    } else {
      false
    }
  }
}
