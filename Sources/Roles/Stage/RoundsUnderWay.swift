internal import Language
internal import Log
internal import SystemCalls

/// Rounds that a role plays by itself.
struct RoundsUnderWay {
  /// The number of the first that it plays, from 1, and how many there are in all.
  let first: Int
  let count: Int
  /// How many `repeat`s it is in, with its own.
  let depth: Int
  /// The number of the round that began last.
  var begun: Int
  /// Known once it plays no more.
  var done: Int?
  /// When the last of its calls came back.
  var lastReturn: UInt64?
  /// The last calls that something was said of, with what came of them.
  private var explained = LastCalls<Outcome>()

  init(first: Int, count: Int, depth: Int) {
    (self.first, self.count, self.depth) = (first, count, depth)
    begun = first - 1
  }

  /// Whether nothing was said yet of that call and how it ended: in each round it would be the same.
  mutating func isNews(_ call: Call, _ outcome: Outcome) -> Bool {
    let isSame = { (last: Outcome) in
      last.result == outcome.result && last.errno == outcome.errno
    }
    if explained.first(of: call, where: isSame) != nil { return false }
    explained.add(call, outcome)
    return true
  }
}

/// A role that plays rounds by itself is read along with: to ask after each call would take most of
/// the time.
extension Stage {
  /// For so long nothing comes before the stage looks whether it waits, in nanoseconds.
  private static let quiet: UInt64 = 20_000_000

  /// Has a role play rounds, until it is done or ⌃C ends it. False if no call came back for
  /// `patience` nanoseconds: it waits then.
  func play(
    _ actions: [Action], in rounds: RoundsUnderWay, as role: Role, patience: UInt64,
    _ tell: (_ done: Int) -> Void
  ) -> Bool {
    defer { listen() }
    if !role.send(actions, in: rounds) { role.isGone = true }
    var (answers, last) = (0, monotonicNanoseconds())
    while role.isBusy, !isInterrupted {
      readAlong(role)
      tell((role.rounds?.begun ?? 1) - 1)
      let now = monotonicNanoseconds()
      if role.answers != answers { (answers, last) = (role.answers, now) }
      if now - last >= patience { return false }
      guard now - last >= Stage.quiet, !role.saidWaiting, isAsleep(role) else { continue }
      _ = settle(acting: role, limit: Stage.quiet)
    }
    if role.isBusy {
      breakOff(role, limit: patience)
    } else {
      _ = settle(acting: role, limit: patience)
    }
    return true
  }

  private func readAlong(_ role: Role) {
    letFloodGather()
    measureWatched()
    _ = receive(waiting: 0)
    takeEnds()
    streamMessages(role)
    noteInterruption()
  }

  func logRound(_ number: Int, of role: Role, _ time: UInt64) {
    guard let rounds = role.rounds else { return }
    role.isDetached = false
    log.append(
      .round(Round(number: number, of: rounds.count, depth: rounds.depth)), time: time)
  }
}
