internal import SystemCalls

/// One line on a transfer that goes on: how far it is, how fast, and how long it will take.
struct TransferNews {
  /// The role that the line is about.
  private var name: String?
  private var current: String?
  private var text: String?
  private var next: UInt64 = 0
  /// Where nothing has moved for so long, the prompt says what waits; in nanoseconds.
  private static let patience: UInt64 = 1_000_000_000

  /// The line, which changes five times a second; nil where nothing long goes on.
  ///
  /// `width`: in columns. Of several, one whose whole is known tells most; else the current role's.
  mutating func line(on roles: [Role], current: String, width: Int) -> String? {
    let now = monotonicNanoseconds()
    let isUnderWay = roles.contains { $0.name == name && $0.isBusy }
    if now < next, current == self.current, text == nil || isUnderWay { return text }
    next = now + Pace.interval
    self.current = current
    let moving = roles.filter { isWorthALine($0, now) }
    let told =
      moving.first { $0.progress.total != nil } ?? moving.first { $0.name == current }
      ?? moving.first
    name = told?.name
    text = told.flatMap { line(on: $0, now, isCurrent: $0.name == current, width: width) }
    return text
  }

  private func isWorthALine(_ role: Role, _ now: UInt64) -> Bool {
    guard role.isBusy, role.progress.isLong, let pace = role.progress.pace else { return false }
    return now >= pace.start + Pace.patience
      && now < role.progress.lastMove + TransferNews.patience
  }

  /// As much as fits.
  private func line(
    on role: Role, _ now: UInt64, isCurrent: Bool, width: Int
  ) -> String? {
    let progress = role.progress
    guard let pace = progress.pace else { return nil }
    // As fast as it went while something moved, which is also what the end will say.
    let (moved, time) = (progress.moved, progress.lastMove)
    let isStalled = now >= time + 2 * Pace.interval
    let brief = pace.text(done: moved, at: time, isBrief: true, isStalled: isStalled)
    let text = pace.text(done: moved, at: time, isStalled: isStalled)
    let whole = "\(role.name) \(progress.isSending ? "sends" : "receives"): \(text)"
    let forms = (isCurrent ? [whole + "; ⌃C ends it"] : []) + [whole, text]
    return forms.first { $0.count <= width } ?? brief
  }
}

extension Session {
  /// How far a transfer is that goes on while there is a prompt; nil where there is none.
  public var transferNews: String? {
    transfers.line(on: stage.roles, current: currentRole, width: width - 3)
  }

  /// The same while a statement holds the line, for which ⌃C is then.
  func tellTransfers() {
    guard isHoldingLong else { return }
    let text = transferNews
    guard text != toldOfTransfers else { return }
    toldOfTransfers = text
    tellProgress(text)
  }

  func listenToFloods() {
    stage.whileFlooding = { [unowned self] in tellTransfers() }
  }

  private var isHoldingLong: Bool {
    guard let began = statementBegan else { return false }
    return monotonicNanoseconds() >= began + Pace.patience
  }
}
