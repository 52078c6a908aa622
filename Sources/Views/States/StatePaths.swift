public import Log
public import SystemCalls

/// The states that one TCP socket was in, from the log.
public struct StatePath: Hashable, Sendable {
  /// One state, and how it was reached.
  public struct Step: Hashable, Sendable {
    public var state: TCPState
    /// False for one that was passed between two looks.
    public var isSeen: Bool
    /// When it was seen, in nanoseconds of the monotonic clock.
    public var time: UInt64
    /// The statement before it: `client> connect server`; empty where there was none.
    public var statement: String
  }

  public var role: String
  public var fd: Int32
  /// No process holds it any more.
  public var isOrphaned = false
  /// At least one; the last is where it is.
  public var steps: [Step]

  public var state: TCPState { steps[steps.count - 1].state }

  /// `client @3`; `client (@3)` for one that no process holds any more.
  public var name: String { isOrphaned ? "\(role) (@\(fd))" : "\(role) @\(fd)" }

  /// Whether it went from one state to the other at some time.
  func took(_ step: StateMachine.Step) -> Bool {
    zip(steps, steps.dropFirst()).contains { $0.state == step.from && $1.state == step.to }
  }
}

/// The paths of every TCP socket of a log, taken in event by event.
public struct StatePaths: Sendable {
  /// In the order in which the sockets were made.
  public private(set) var all: [StatePath] = []
  private var statement = ""
  /// The newest socket of each number, by its place in `all`, and all that ever had the number.
  private var newest: [Key: Int] = [:]
  private var places: [Key: [Int]] = [:]

  private struct Key: Hashable {
    var role: String
    var fd: Int32
  }

  public init() {}

  public mutating func take(_ event: Event) {
    guard let role = event.role else { return }
    switch event.kind {
    case .typed(let text): statement = "\(role)> \(text)"
    case .returned(let returned) where returned.outcome.errno == nil:
      take(returned.call, returned.outcome.result, by: role, at: event.time)
    case .state(let change) where change.property == .state: take(change, of: role, at: event.time)
    case .roleEnded: for key in newest.keys where key.role == role { release(key) }
    default: break
    }
  }

  private mutating func take(_ call: Call, _ result: Int, by role: String, at time: UInt64) {
    let fd = Int32(clamping: result)
    switch call.name {
    case "socket" where call.makesTCP: begin(role, fd, [.closed], at: time)
    case "accept", "accept4":
      guard let listener = call.descriptor, let place = newest[Key(role: role, fd: listener)],
        all[place].state == .listen
      else { return forget(role, fd) }
      // What a kernel did with the SYN, before accept was called.
      begin(role, fd, [.listen, .synReceived, .established], at: time)
    case "socket", "socketpair", "dup": forget(role, fd)
    case "close": call.descriptor.map { release(Key(role: role, fd: $0)) }
    default: break
    }
  }

  private mutating func begin(_ role: String, _ fd: Int32, _ states: [TCPState], at time: UInt64) {
    let steps = states.enumerated().map {
      StatePath.Step(
        state: $1, isSeen: $0 == states.count - 1, time: time, statement: statement)
    }
    newest[Key(role: role, fd: fd)] = all.count
    places[Key(role: role, fd: fd), default: []].append(all.count)
    all.append(StatePath(role: role, fd: fd, steps: steps))
  }

  /// The number is another's now, which is no TCP socket.
  private mutating func forget(_ role: String, _ fd: Int32) {
    newest[Key(role: role, fd: fd)] = nil
  }

  private mutating func release(_ key: Key) {
    guard let place = newest[key] else { return }
    all[place].isOrphaned = true
  }

  private mutating func take(_ change: StateChange, of role: String, at time: UInt64) {
    guard let to = TCPState(named: change.to), let from = TCPState(named: change.from),
      let place = place(of: change, role, in: from)
    else { return }
    let passed = StateMachine.between(from, to, isEndOfClose: change.orphaned) ?? []
    for state in passed {
      all[place].steps.append(
        StatePath.Step(state: state, isSeen: false, time: time, statement: statement))
    }
    all[place].steps.append(
      StatePath.Step(state: to, isSeen: true, time: time, statement: statement))
  }

  /// Of several sockets that had the number, one that nobody holds is the newest that is in that state.
  private func place(of change: StateChange, _ role: String, in state: TCPState) -> Int? {
    let key = Key(role: role, fd: change.fd)
    guard change.orphaned else { return newest[key] }
    return places[key]?.last { all[$0].isOrphaned && all[$0].state == state }
  }
}

extension Call {
  fileprivate var makesTCP: Bool {
    guard case .constant(let family, _)? = self["domain"],
      case .constant(let type, _)? = self["type"]
    else { return false }
    return [2, 10].contains(family) && type & 0xf == 1
  }
}
