internal import Log
internal import SystemCalls

/// A `repeat` as the terminal shows it.
extension TerminalText {
  mutating func begin(_ round: Round) -> [String] {
    let before = flush()
    rounds.begin(round)
    beginRound()
    return before
  }

  /// What the rounds that were not shown came to, and how long all of them took.
  mutating func end(_ repeated: Repeated) -> [String] {
    let before = flush()
    let wasFolded = rounds.isFolded
    let summary = rounds.end(repeated)
    if wasFolded, summary == nil { return before }
    var lines = before
    if let summary { lines += self.lines(summary) }
    return lines + flushPackets() + [totals(repeated)]
  }

  private mutating func lines(_ summary: RoundFolding.Summary) -> [String] {
    guard style.trace != .off else { return [] }
    let (first, last) = (summary.rounds.lowerBound, summary.rounds.upperBound)
    let which = first == last ? "round \(first)" : "rounds \(first) to \(last)"
    let counts = summary.counts.map(text).joined(separator: ", ")
    let missed = summary.statesMissed
    return commentless("\(which): \(counts.isEmpty ? "no call" : counts)")
      + render(summary.states.map { .state($0.change, role: $0.role) })
      + (missed > 0 ? ["  and \(missed) more changes of state"] : [])
      + render(summary.waits.map { .waits($0.call, role: $0.role) })
  }

  private func text(_ count: RoundFolding.Count) -> String {
    let bytes =
      count.errno == nil && Folding.movesData(count.name)
      ? sum(count.bytes, peeks: count.peeks, of: count.calls) : ""
    let error = count.errno.map { " \($0.name)" } ?? ""
    return "\(callName(count.name)) \(times) \(count.calls)\(bytes)\(error)"
  }

  /// ` = 1.5 KiB`. Bytes that were only looked at come again.
  func sum(_ bytes: Int, peeks: Int, of calls: Int) -> String {
    if peeks == calls { return ", all of them peeks" }
    return " = \(sizeText(bytes))" + (peeks > 0 ? " (\(peeks) of them peeks)" : "")
  }

  private func totals(_ repeated: Repeated) -> String {
    let all = repeated.rounds == repeated.of ? "" : " of \(repeated.of)"
    let seconds = Double(repeated.nanoseconds) / 1e9
    let rate = seconds > 0 ? Int(min(Double(repeated.rounds) / seconds, 1e15)) : 0
    return "  repeat \(times) \(repeated.rounds)\(all) in \(durationText(repeated.nanoseconds))"
      + (repeated.rounds > 0 ? ", \(rate) a second" : "")
  }

  /// In as many rows as it takes.
  func commentless(_ text: String) -> [String] {
    wrapped(safeText(text, utf8: style.utf8), width: style.columns - 4).enumerated().map {
      ($0 == 0 ? "  " : "    ") + $1
    }
  }
}

/// `0.34 ms`, `52 ms`, `1.20 s`
public func durationText(_ nanoseconds: UInt64) -> String {
  if nanoseconds < 1_000_000 { return "\(hundredths(nanoseconds / 10_000)) ms" }
  if nanoseconds < 1_000_000_000 { return "\(nanoseconds / 1_000_000) ms" }
  return "\(hundredths(nanoseconds / 10_000_000)) s"
}

private func hundredths(_ count: UInt64) -> String {
  let rest = count % 100
  return "\(count / 100).\(rest < 10 ? "0" : "")\(rest)"
}
