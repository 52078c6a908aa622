internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// How far an action of many calls has come: `send all`, `recv all`, `recv exactly`, `recv until`.
///
/// Each call costs it a few additions, so that gigabytes go by as fast as without it.
struct Progress {
  private enum Aim {
    case send(Payload)
    case receive(Extent, discard: Bool)
  }

  /// nil for an action of one call.
  private var aim: Aim?
  private(set) var calls = 0
  /// The bytes that were sent, or received and not only looked at.
  private(set) var moved = 0
  /// Runs since the first bytes; nil until they come.
  private(set) var pace: Pace?
  /// When a call last moved something.
  private(set) var lastMove: UInt64 = 0
  /// What the last call failed with.
  private var failure: Errno?
  private(set) var hasMetEnd = false
  private var emptyIsEnd = true
  /// Of what came, the last bytes.
  private(set) var tail: [UInt8] = []
  /// What its waits were explained with: each is told once.
  private var explanations: Set<String> = []
  /// Whether `expect` will say what is missing.
  var isExpected = false
  /// What is kept of a tail, in bytes, beyond the mark that is looked for.
  private static let keptTail = 64
  /// Of so many calls each is shown; they are nothing long.
  private static let fewCalls = 8

  init() {}

  init(of closed: ClosedAction) {
    emptyIsEnd = closed.transfer.emptyIsEnd
    switch closed.action {
    case .send(_, let payload, _, all: true, _): aim = .send(payload)
    case .receive(_, let extent, let flags, let discard, _):
      if case .once = extent { return }
      // Where the learner only looks, nothing moves.
      if flags & Int32(MSG_PEEK) == 0 { aim = .receive(extent, discard: discard) }
    default: break
    }
  }

  mutating func add(_ call: Call, _ outcome: Outcome, at time: UInt64) {
    guard aim != nil || isExpected else { return }
    calls += 1
    failure = outcome.errno
    guard outcome.errno == nil else { return }
    if !isSending {
      hasMetEnd = outcome.result == 0 && emptyIsEnd
      if call.number("flags") & Int(MSG_PEEK) != 0 { return }
      keepTail(of: call)
    }
    move(outcome.result, from: isSending ? time - min(time, outcome.nanoseconds) : time, to: time)
  }

  private mutating func move(_ bytes: Int, from start: UInt64, to end: UInt64) {
    guard bytes > 0 else { return }
    if pace == nil { pace = Pace(of: total, in: .bytes, since: start) }
    moved += bytes
    lastMove = end
  }

  private mutating func keepTail(of call: Call) {
    guard let longest = keptTail, case .buffer(_, let filled?)? = call["buf"] else { return }
    tail = Array((tail + filled.kept).suffix(longest))
  }

  /// In bytes; nil where no tail is wanted.
  private var keptTail: Int? {
    if case .receive(.until(let mark), _) = aim { return Progress.keptTail + mark.count }
    return isExpected ? Progress.keptTail : nil
  }

  /// Whether a wait is explained so for the first time.
  mutating func isNew(_ explanation: String) -> Bool {
    explanations.count >= Progress.fewCalls || explanations.insert(explanation).inserted
  }

  var isSending: Bool { if case .send = aim { true } else { false } }

  /// How many bytes there are to be moved; nil where that is not known before the end.
  var total: Int? {
    switch aim {
    case .send(let payload): payload.count
    case .receive(.exactly(let count), _): count
    default: nil
    }
  }

  /// Whether its calls are too many for each to be shown.
  var isLong: Bool { calls > Progress.fewCalls }

  /// Whether the bytes that were to come have come.
  var hasMark: Bool {
    if case .receive(.until(let mark), _) = aim {
      tail.suffix(mark.count) == mark[...]
    } else {
      false
    }
  }
}

/// What there is to say once the action is over.
extension Progress {
  /// What it came to, where that were too many calls to be added up by a reader.
  var transfer: Transfer? {
    guard isLong, let pace else { return nil }
    return Transfer(
      isSent: isSending, bytes: moved, of: total, calls: calls,
      nanoseconds: lastMove - min(lastMove, pace.start))
  }

  /// `5 of 10 bytes arrived before the end`; nil where nothing is missing.
  var shortfall: String? {
    guard hasMetEnd, !isExpected, case .receive(let extent, _) = aim else { return nil }
    switch extent {
    case .exactly(let count) where moved < count:
      return "\(moved) of \(count) bytes arrived before the end"
    case .until:
      return "\(moved) \(moved == 1 ? "byte" : "bytes") arrived before the end, without the mark"
    default: return nil
    }
  }

  /// `interrupted after 5 of 10 bytes`; nil where no signal ended it.
  var interruption: String? {
    guard isCut, !isExpected else { return nil }
    let unit = (total ?? moved) == 1 ? "byte" : "bytes"
    return "interrupted after \(moved)\(total.map { " of \($0)" } ?? "") \(unit)"
  }

  /// A signal is the only thing that ends it with nothing failed and something left to do.
  private var isCut: Bool {
    guard let aim, calls > 0, failure == nil || failure?.rawValue == EINTR else { return false }
    if failure != nil { return true }
    switch aim {
    case .send(let payload): return moved < payload.count ?? 0
    case .receive(.exactly(let count), _): return moved < count && !hasMetEnd
    case .receive(.until, let discard): return !discard && !hasMark && !hasMetEnd
    case .receive(.all, _): return !hasMetEnd
    case .receive(.once, _): return false
    }
  }

  /// What an interruption means for the bytes, and how to go on.
  var adviceAfterInterruption: String {
    let verb = isSending ? "sent" : "received"
    let last = isSending ? "taken" : "brought"
    let meaning =
      failure == nil
      ? "What was \(verb) stays \(verb)"
      : "EINTR is the answer of the last call alone, which waited and had \(last) nothing; what was"
        + " \(verb) before it stays \(verb)"
    return "\(meaning). \(nextStep)"
  }

  private var nextStep: String {
    let rest = (total ?? moved) - moved
    switch aim {
    case .send(.zeros): return "`send all zeros \(rest)` sends the rest."
    case .send: return "The last \(rest) bytes of it are left to be sent."
    case .receive(.exactly, _): return "`recv exactly \(rest)` goes on where it stopped."
    case .receive(.until, _): return "The same command goes on where it stopped."
    default: return "`recv all` goes on where it stopped."
    }
  }

  /// Whether the failure of its last call is told of by `adviceAfterInterruption`, or by `expect`.
  func explains(_ outcome: Outcome) -> Bool {
    (aim != nil || isExpected) && outcome.errno?.rawValue == EINTR
  }
}

extension Call {
  fileprivate func number(_ name: String) -> Int {
    if case .constant(let number, _)? = self[name] { number } else { 0 }
  }
}
