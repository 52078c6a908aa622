public import SystemCalls

/// One connection of the `timers` command.
public struct TimerRow: Hashable, Sendable {
  public var name: String
  public var entry: SocketDiagnosis.Entry?
  public var state: String

  public init(name: String, entry: SocketDiagnosis.Entry?, state: String) {
    self.name = name
    self.entry = entry
    self.state = state
  }
}

/// What the kernel will do next by itself, and when: lines joined by line breaks.
public func timerLines(_ rows: [TimerRow], width: Int, utf8: Bool) -> String {
  labelledLines(rows.map { ($0.name, timerText($0)) }, width: width, utf8: utf8)
}

private func timerText(_ row: TimerRow) -> String {
  guard let entry = row.entry, entry.timer != .none else { return "\(row.state): no timer runs" }
  let name = entry.timer == .timeWait ? "" : "\(entry.timer.name), "
  return "\(row.state): \(name)in \(durationText(milliseconds: entry.timerExpiry))"
    + " \(meaning(of: entry))"
}

private func meaning(of entry: SocketDiagnosis.Entry) -> String {
  switch entry.timer {
  case .retransmit:
    (entry.state == .synSent ? "the SYN" : "what is not acknowledged") + " is sent again"
      + count(entry.timerCount, "so far")
  case .keepalive:
    "the peer is asked whether it is still there" + count(entry.timerCount, "without an answer")
  case .timeWait:
    entry.state == .finWait2
      ? "the kernel waits no longer for the peer's FIN" : "the kernel forgets the connection"
  case .zeroWindowProbe:
    "the peer is asked whether it has room now" + count(entry.timerCount, "so far")
  case .none, .other: "for something that has no name"
  }
}

private func count(_ times: Int, _ what: String) -> String {
  times == 0 ? "" : " (\(times) \(times == 1 ? "time" : "times") \(what))"
}
