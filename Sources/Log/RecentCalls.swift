internal import SystemCalls

/// The calls that were written, or read, last: one that comes again is said by its place.
///
/// A flood is the same call thousands of times. Writer and reader keep the same list, so that what
/// was read once is shared by all that follow.
public struct RecentCalls: Sendable {
  private var calls: [Call] = []
  /// Enough for a loop that sends and receives: each call as it is entered and as it returns.
  private static let most = 4

  public init() {}

  /// Where the call is; remembers it either way.
  mutating func place(of call: Call) -> Int? {
    let place = calls.firstIndex { $0.isCopy(of: call) } ?? calls.firstIndex(of: call)
    if let place { moveToFront(place) } else { remember(call) }
    return place
  }

  /// The call at that place; nil if there is none.
  mutating func call(at place: Int) -> Call? {
    guard calls.indices.contains(place) else { return nil }
    moveToFront(place)
    return calls[0]
  }

  /// Puts it first, in the place of the one that was not wanted for longest.
  mutating func remember(_ call: Call) {
    if calls.count < RecentCalls.most { calls.append(call) } else { calls[calls.count - 1] = call }
    moveToFront(calls.count - 1)
  }

  private mutating func moveToFront(_ place: Int) {
    for place in stride(from: place, to: 0, by: -1) { calls.swapAt(place, place - 1) }
  }
}
