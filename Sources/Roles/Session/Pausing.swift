internal import Log
internal import SystemCalls

/// `wait 2s`
extension Session {
  /// Lets time pass, in nanoseconds, and shows what happens meanwhile.
  func pause(_ time: UInt64) throws(Diagnostic) {
    guard hasPrompt || time <= deadline else {
      throw Diagnostic(
        "\(secondsText(time)) is longer than a line may take here, which is \(secondsText(deadline))",
        advice: "`--deadline` allows a script more, `deadline:` in its first comment a lesson")
    }
    var nextLook = monotonicNanoseconds() + Session.betweenLooks
    _ = waitUntil(time) {
      if monotonicNanoseconds() >= nextLook {
        stage.lookAround()
        nextLook = monotonicNanoseconds() + Session.betweenLooks
      }
      return false
    }
    if stage.isInterrupted { throw Diagnostic("the wait was interrupted") }
    _ = stage.settle(acting: nil, limit: Stage.limitOfNews)
  }

  /// For what outsiders and the kernel's timers do to sockets, which nobody reports.
  private static let betweenLooks: UInt64 = 250_000_000
}
