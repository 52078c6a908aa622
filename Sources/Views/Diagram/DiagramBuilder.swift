public import Log
internal import SystemCalls

/// Makes a diagram of the events of a log, one after the other.
///
/// What it holds grows with the number of rows that are asked for, of sockets, and of messages that
/// nobody has received yet, not with the number of events.
public struct DiagramBuilder: Sendable {
  /// A call that was entered.
  struct Open: Sendable {
    var call: Call
    var time: UInt64
    /// Where it stands: a row of its own, or that of its group.
    var tip: Diagram.Tip
    var isFolded: Bool
    var waits = false
  }

  /// A poll, select or epoll_wait that has returned, and what it found.
  struct Woken: Sendable {
    var row: Int
    var fds: Set<Int32>
  }

  var columns = DiagramColumns()
  var rows: DiagramRows
  var arrows: DiagramArrows
  var folding = DiagramFolding()
  var underWay = PacketsUnderWay()
  var open: [Int: Open] = [:]
  /// By column: the call of this statement that has found sockets ready.
  var woken: [Int: Woken] = [:]
  private var evidence = Evidence()
  private var start: UInt64?
  /// A call that took time has returned; packets that were seen meanwhile may come behind it in the log.
  private var late: Event?
  /// The note that says which rounds are counted.
  var roundsNote: Int?

  /// `most`: how many rows there are to be, the last ones; at least 1.
  public init(most: Int) {
    rows = DiagramRows(most: max(1, most))
    arrows = DiagramArrows()
  }

  public mutating func take(_ event: Event) {
    if let late, !event.canPrecede(late) { settle() }
    guard !event.returnsLate else {
      late = event
      return
    }
    draw(event)
  }

  /// Draws what waits for packets.
  private mutating func settle() {
    guard let event = late else { return }
    late = nil
    draw(event)
  }

  private mutating func draw(_ event: Event) {
    start = start ?? event.time
    arrive(until: event.time)
    switch event.kind {
    case .typed(let text): begin(text, event)
    case .roleStarted(let start): startRole(event, on: start.host)
    case .roleEnded(let end): endRole(end, event)
    case .called(let call): enter(call, event)
    case .waiting(let call): wait(in: call, event)
    case .returned(let returned): leave(returned, event)
    case .state(let change): take(change, event)
    case .packet(let packet): take(packet, event)
    case .round(let round): begin(round, event)
    case .repeated(let repeated): end(repeated, event)
    case .note(let text): take(note: text, event)
    default: break
    }
    arrows.forget(before: rows.leftOut)
  }

  /// How many rows there were so far: the `id` of the next one.
  public var rowCount: Int {
    mutating get {
      settle()
      return (rows.lastID ?? rows.leftOut - 1) + 1
    }
  }

  /// What has come so far, drawn.
  public var diagram: Diagram {
    var finished = self
    finished.finish()
    var diagram = Diagram()
    diagram.columns = finished.columns.all
    diagram.rows = finished.rows.all
    let first = diagram.rows.first?.id ?? 0
    diagram.arrows = finished.arrows.all.filter { $0.from.row >= first && $0.to.row >= first }
    diagram.start = start ?? 0
    diagram.leftOut = finished.rows.leftOut
    diagram.opening = finished.rows.opening
    return diagram
  }

  private mutating func finish() {
    settle()
    for (column, call) in open.sorted(by: { $0.value.tip.seq < $1.value.tip.seq })
    where call.isFolded && call.waits {
      _ = rows.add(.waits(call.call), on: column, at: call.time, call.tip.seq)
    }
    for packet in underWay.all {
      var arrow = packet.arrow
      arrow.fate = .underWay
      arrows.add(arrow)
    }
    rows.drop()
  }

  // MARK: Evidence

  /// Lets an event prove what it proves.
  mutating func prove(_ event: Event, at tip: Diagram.Tip, since beginning: Diagram.Tip? = nil) {
    for var arrow in evidence.take(event, at: tip, since: beginning) {
      if case .refusal = arrow.content { arrow.to.column = neighbour(of: arrow.from.column) }
      arrows.add(arrow)
    }
  }

  /// Where something goes that goes nowhere: beside it.
  func neighbour(of column: Int) -> Int { column > 0 ? column - 1 : column + 1 }

  /// Adds a row for an event, and gives its tip.
  mutating func row(
    _ content: Diagram.Content, on column: Int, at time: UInt64?, _ event: Event
  ) -> Diagram.Tip {
    let id = rows.add(content, on: column, at: time, event.seq)
    return Diagram.Tip(column: column, row: id, seq: event.seq)
  }

  mutating func note(_ text: String, _ event: Event) -> Int {
    rows.add(.note(text), on: nil, at: nil, event.seq)
  }
}

extension Event {
  /// Whether it is the return of a call in which packets may have come and gone.
  fileprivate var returnsLate: Bool {
    guard case .returned(let returned) = kind else { return false }
    return returned.call.name == "connect" || returned.outcome.nanoseconds >= Event.longCall
  }

  private static let longCall: UInt64 = 5_000_000

  /// Whether it happened before such a return, though it stands behind it in the log: packets are told of
  /// when all is at rest.
  fileprivate func canPrecede(_ late: Event) -> Bool {
    switch kind {
    case .packet: time < late.time
    case .explanation: true
    default: false
    }
  }
}
