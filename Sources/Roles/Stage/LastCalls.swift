internal import SystemCalls

/// What was found out of the last few calls: in a loop the same ones come again and again, and need not be
/// looked into each time.
struct LastCalls<Finding> {
  private var known: [(call: Call, finding: Finding)] = []
  /// Enough for a loop that sends and receives.
  private static var most: Int { 4 }

  /// The first finding on that very call that is wanted; nil if there is none.
  func first(of call: Call, where isWanted: (Finding) -> Bool = { _ in true }) -> Finding? {
    known.first { $0.call.isCopy(of: call) && isWanted($0.finding) }?.finding
  }

  /// In the place of the one that was found out first.
  mutating func add(_ call: Call, _ finding: Finding) {
    if known.count == LastCalls.most { known.removeFirst() }
    known.append((call, finding))
  }
}
