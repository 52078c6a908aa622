internal import Glibc
internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `expect`: a `recv until` that must come to its end in time; with `next`, as many bytes as the text
/// has, which must be the text.
extension Session {
  func expect(
    _ text: [UInt8], isNext: Bool, on socket: SocketReference, within milliseconds: Int?
  ) throws(Diagnostic) {
    let role = try stage.spawnedRole(named: currentRole)
    try waitUntilIdle(role)
    let extent = isNext ? try next(text, on: socket, of: role) : .until(text)
    let action = Action.receive(socket, extent, flags: 0, discard: false, sender: false)
    let closed = try close(action, for: role)
    lastActor = role.name
    let limit = milliseconds.map { UInt64($0) * 1_000_000 } ?? deadline
    let end = monotonicNanoseconds() + limit
    _ = stage.act(closed, as: role, limit: limit, isExpecting: true)
    let now = monotonicNanoseconds()
    let isOver = !waitUntil(end > now ? end - now : 0) {
      !role.isBusy || isNext && hasOther(role, than: text)
    }
    if isOver {
      breakOff(role, after: limit)
    } else if role.isBusy {
      breakOff(role, because: "what came is something else")
    }
    if isNext ? role.history.received?.starts(with: text) == true : role.progress.hasMark { return }
    throw Diagnostic(
      "expected \(quotedTail(text, of: text.count, utf8: isUTF8))\(isNext ? " next" : "")"
        + (isOver && !stage.isInterrupted ? " within \(secondsText(limit))" : "")
        + ", but \(reason(role))\(whatCame(role.progress))")
  }

  /// Of a stream as many bytes as the text has; a message whole.
  private func next(
    _ text: [UInt8], on socket: SocketReference, of role: Role
  ) throws(Diagnostic) -> Extent {
    let kind = role.sockets[try descriptor(socket, of: role)]?.type ?? Int32(SOCK_STREAM.rawValue)
    return kind == SOCK_STREAM.rawValue
      ? .exactly(text.count) : .once(max(text.count, Bytes.keptAtMost))
  }

  /// The call would wait on: it is interrupted from outside, which is no call of the role's.
  func breakOff(_ role: Role, after limit: UInt64) {
    breakOff(role, because: "\(secondsText(limit)) are over")
  }

  private func breakOff(_ role: Role, because reason: String) {
    if !stage.isInterrupted {
      stage.record(
        .note("\(reason): Sockratic interrupts the call, as ⌃C would"), of: role)
    }
    stage.breakOff(role, limit: deadline)
  }

  /// Whether what has come can no longer become the text: then no more is waited for.
  private func hasOther(_ role: Role, than text: [UInt8]) -> Bool {
    guard let received = role.history.received else { return false }
    return !text.starts(with: received) && !received.starts(with: text)
  }

  private func reason(_ role: Role) -> String {
    if stage.isInterrupted { return "the wait was interrupted; " }
    if role.end != nil { return "\(role.name) ended; " }
    if role.progress.hasMetEnd { return "the stream ended; " }
    guard let (call, outcome) = role.history.last, let errno = outcome.errno,
      errno.name != "EINTR"
    else { return "" }
    return "\(call.name) failed with \(errno.name); "
  }

  private func whatCame(_ progress: Progress) -> String {
    if progress.moved == 0 { return "nothing came" }
    let unit = progress.moved == 1 ? "byte" : "bytes"
    return "\(progress.moved) \(unit) came: "
      + quotedTail(progress.tail, of: progress.moved, utf8: isUTF8)
  }
}
