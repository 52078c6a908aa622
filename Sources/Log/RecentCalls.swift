internal import SystemCalls

/// The calls that were written, or read, last: one that comes again is said by its place.
///
/// A flood is the same call thousands of times. Writer and reader keep the same list, so that what
/// was read once is shared by all that follow.
public struct RecentCalls: Sendable {
  private var calls: [Call] = []
  /// When each of them was said last, as the number of the saying.
  private var sayings: [Int] = []
  private var saying = 0
  /// Enough for a loop that sends and receives: each call as it is entered and as it returns.
  private static let most = 4

  public init() {}

  /// Where the call is; remembers it either way.
  mutating func place(of call: Call) -> Int? {
    let place = calls.firstIndex { $0.isCopy(of: call) } ?? calls.firstIndex(of: call)
    if let place { note(place) } else { remember(call) }
    return place
  }

  /// The call at that place; nil if there is none.
  mutating func call(at place: Int) -> Call? {
    guard calls.indices.contains(place) else { return nil }
    note(place)
    return calls[place]
  }

  /// Takes the place of the one that was not said for longest.
  mutating func remember(_ call: Call) {
    if calls.count < RecentCalls.most {
      calls.append(call)
      sayings.append(0)
      note(calls.count - 1)
    } else if let oldest = sayings.indices.min(by: { sayings[$0] < sayings[$1] }) {
      calls[oldest] = call
      note(oldest)
    }
  }

  private mutating func note(_ place: Int) {
    saying += 1
    sayings[place] = saying
  }
}
