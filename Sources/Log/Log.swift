internal import SystemCalls

/// Somewhere that holds what the log no longer keeps in memory.
public protocol Spill: AnyObject {
  /// Adds bytes at the end; false if it could not, and then nothing was added.
  func append(_ bytes: [UInt8]) -> Bool
  /// Calls `body` with every block that was appended, in order, as long as it gives true.
  func forEachBlock(_ body: ([UInt8]) -> Bool)
}

/// The one ordered sequence of what happened.
///
/// It keeps the newest events in memory and hands older ones to its spill, so that a long session
/// stays small. Where there is no spill (or its disk is full) the oldest events are forgotten, and
/// `forgotten` counts them.
public final class Log {
  /// How many events stay in memory, at least, unless they hold much data; twice as many at most.
  public static let kept = 4096
  /// How much data the events in memory hold at most, in bytes.
  static let keptData = 8 << 20

  private var recent: [Event] = []
  /// The data that they hold, in bytes.
  private var weight = 0
  private let spill: (any Spill)?
  private var observers: [(Event) -> Void] = []
  private var lastSeq = 0
  /// Events that could not be kept.
  public private(set) var forgotten = 0

  public init(spill: (any Spill)? = nil) {
    self.spill = spill
  }

  /// Calls `observer` with every event from now on, in order.
  public func observe(_ observer: @escaping (Event) -> Void) { observers.append(observer) }

  @discardableResult
  public func append(_ kind: Event.Kind, role: String? = nil, time: UInt64) -> Event {
    lastSeq += 1
    let event = Event(seq: lastSeq, time: time, role: role, kind: kind)
    recent.append(event)
    weight += event.weight
    if recent.count >= 2 * Log.kept || weight > Log.keptData { spillOldest() }
    for observer in observers { observer(event) }
    return event
  }

  /// Every event that is still known, oldest first.
  public func visit(_ body: (Event) -> Void) {
    visitEvents { event in
      body(event)
      return true
    }
  }

  /// The same as long as `body` gives true: there can be so many that it takes seconds.
  public func visitEvents(while body: (Event) -> Bool) {
    var goesOn = true
    spill?.forEachBlock { block in
      var reader = ByteReader(block)
      while goesOn, !reader.isAtEnd, let event = try? Event(from: &reader) { goesOn = body(event) }
      return goesOn
    }
    for event in recent where goesOn { goesOn = body(event) }
  }

  /// How many events are still known.
  public var count: Int { lastSeq - forgotten }

  /// The older half, so that the next time is far.
  private func spillOldest() {
    let count = (recent.count + 1) / 2
    var writer = ByteWriter()
    for index in 0..<count { recent[index].encode(to: &writer) }
    if spill?.append(writer.bytes) != true { forgotten += count }
    weight -= (0..<count).reduce(0) { $0 + recent[$1].weight }
    recent.removeFirst(count)
  }
}

extension Event {
  /// The bytes of data and text that it holds, of what can be long.
  fileprivate var weight: Int {
    switch kind {
    case .called(let call), .waiting(let call): call.weight
    case .returned(let returned): returned.call.weight
    case .typed(let text), .note(let text), .explanation(let text), .output(let text),
      .source(let text):
      text.utf8.count
    default: 0
    }
  }
}

extension Call {
  fileprivate var weight: Int {
    arguments.indices.reduce(0) { sum, index in
      switch arguments[index].value {
      case .bytes(let bytes), .buffer(_, let bytes?): sum + bytes.kept.count
      default: sum
      }
    }
  }
}
