internal import SystemCalls
internal import Views

/// How fast something long goes, and when there is something new to say of it.
struct Pace {
  /// What is over sooner needs no progress to be shown, in nanoseconds.
  static let patience: UInt64 = 500_000_000
  /// Between two lines on it, in nanoseconds.
  static let interval: UInt64 = 200_000_000

  enum Unit {
    case pieces, bytes
  }

  /// How much there is to be done; nil where nobody knows.
  let count: Int?
  let unit: Unit
  let start: UInt64
  /// How long it takes at most, in nanoseconds; nil for as long as it takes.
  private let limit: UInt64?
  private var next: UInt64

  init(
    of count: Int?, in unit: Unit = .pieces, since start: UInt64 = monotonicNanoseconds(),
    limit: UInt64? = nil
  ) {
    self.count = count
    self.unit = unit
    self.start = start
    self.limit = limit
    next = start + Pace.patience
  }

  /// What `text` says, now and then.
  mutating func news(done: Int) -> String? {
    let now = monotonicNanoseconds()
    guard now >= next, done > 0 else { return nil }
    next = now + Pace.interval
    return text(done: done, at: now)
  }

  /// `412 of 1000, 830 a second, 1 s left`; `1.2 GiB of 4 GiB, 850 MiB/s, 3 s left`. What is left is
  /// known only where the whole is. `isBrief`: without the whole; `isStalled`: nobody knows what is left.
  func text(
    done: Int, at now: UInt64, isBrief: Bool = false, isStalled: Bool = false
  ) -> String {
    let elapsed = Double(max(1, now - min(now, start))) / 1e9
    let rate = Double(done) / elapsed
    guard let count else { return "\(amount(done)), \(speed(rate))" }
    let most = limit.map { max(0, Double($0) / 1e9 - elapsed) } ?? 1e9
    let left = Int(min(Double(count - done) / rate, most).rounded(.up))
    let whole = isBrief ? "" : " of \(amount(count))"
    return "\(amount(done))\(whole), \(speed(rate))" + (isStalled ? "" : ", \(left) s left")
  }

  private func amount(_ number: Int) -> String {
    unit == .bytes ? sizeText(number) : "\(number)"
  }

  private func speed(_ rate: Double) -> String {
    let rate = Int(min(rate, 1e15))
    return unit == .bytes ? "\(sizeText(rate))/s" : "\(rate) a second"
  }
}
