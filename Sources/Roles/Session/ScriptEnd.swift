internal import Language
public import Log
internal import SystemCalls

extension Session {
  /// A script has ended: what still runs gets its time, and so does a call with a limit of its own;
  /// what still waits is a failure.
  public func end() throws(Diagnostic) {
    _ = stage.settle(acting: nil, limit: deadline)
    _ = waitUntil(deadline) { !stage.roles.contains { $0.isBusy && endsByItself($0) } }
    try checkIfBrokenOff()
    let busy = stage.roles.filter(\.isBusy)
    guard let role = busy.first else { return }
    let others = busy.dropFirst().map { "\($0.name) \(activity(of: $0))" }
    throw Diagnostic(
      (["\(role.name) still \(activity(of: role))"] + others).joined(separator: ", and ")
        + " when the script ends",
      advice: "`wait \(role.name)` waits for it, `interrupt \(role.name)` ends the call")
  }

  /// Whether the call that the role is in comes back when its time is up: `poll … for 200ms`, or a
  /// receive where SO_RCVTIMEO is set.
  func endsByItself(_ role: Role) -> Bool {
    guard let call = role.currentCall else { return false }
    if call.isLimited { return true }
    guard let fd = call.descriptor, let name = call.nameOfLimit,
      let option = SocketOption.named(name)
    else { return false }
    return reading(of: option, SocketKey(role: role.name, fd: fd)).contains {
      if case .time(let seconds, let microseconds) = $0 {
        seconds != 0 || microseconds != 0
      } else {
        false
      }
    }
  }
}

extension Call {
  /// recvmmsg looks at its limit only when something has come.
  fileprivate var isLimited: Bool {
    guard name != "recvmmsg" else { return false }
    return arguments.contains { argument in
      switch argument.value {
      case .integer(let milliseconds): argument.name == "timeout" && milliseconds >= 0
      case .time(let limit): limit != nil
      default: false
      }
    }
  }

  /// The socket option that limits how long it waits.
  fileprivate var nameOfLimit: String? {
    if CallNames.receiving.union(CallNames.accepting).contains(name) { return "SO_RCVTIMEO" }
    return CallNames.sending.contains(name) || name == "connect" ? "SO_SNDTIMEO" : nil
  }
}
