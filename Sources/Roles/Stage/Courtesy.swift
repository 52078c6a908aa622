internal import Glibc
internal import SystemCalls

/// Lets others run in the middle of much work.
///
/// A flooding role and its peer take turns of some microseconds, while the stage takes in thousands of
/// their calls at once: on the processor of one of them it would stand in the way for a millisecond,
/// which was measured to cost a quarter of all round trips.
struct Courtesy {
  private var sinceLast = 0
  private var restsUntil: UInt64 = 0

  /// Messages between two offers.
  private static let interval = 4
  /// Whoever takes the processor for longer than this, in nanoseconds, is no such peer but busy, and
  /// would be given a whole slice of the scheduler's each time.
  private static let longestTurn: UInt64 = 100_000
  /// What is kept back after that, as a multiple of what was taken.
  private static let rest: UInt64 = 100

  /// To be called for each message.
  mutating func giveWay(
    clock: () -> UInt64 = monotonicNanoseconds, yield: () -> Void = { sched_yield() }
  ) {
    sinceLast += 1
    guard sinceLast >= Courtesy.interval else { return }
    sinceLast = 0
    let start = clock()
    guard start >= restsUntil else { return }
    yield()
    let end = clock()
    if end - start > Courtesy.longestTurn { restsUntil = end + Courtesy.rest * (end - start) }
  }
}
