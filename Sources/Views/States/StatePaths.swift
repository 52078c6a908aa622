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
  /// The one that it had first, or another that its role has for it still.
  public var fd: Int32
  /// All that its role has for it now, in ascending order.
  public var numbers: [Int32] = []
  /// No process holds it any more.
  public var isOrphaned = false
  /// accept returned it: it had done its handshake before it had a descriptor.
  public var isAccepted = false
  /// At least one; the last is where it is.
  public var steps: [Step]

  public var state: TCPState { steps[steps.count - 1].state }

  /// `client @3`; `client (@3)` for one that no process holds any more.
  public var name: String { isOrphaned ? "\(role) (@\(fd))" : "\(role) @\(fd)" }

  /// It was CLOSED all the time.
  var isUnused: Bool { steps.count == 1 && state == .closed }

  /// Whether it came to CLOSED by a way that the diagram does not have, and that was no listener's end.
  var wasReset: Bool {
    zip(steps, steps.dropFirst()).contains { from, to in
      to.state == .closed && from.state != .listen
        && !StateMachine.steps.contains(StateMachine.Step(from: from.state, to: .closed))
    }
  }

  /// Whether it went from one state to the other at some time.
  func took(_ step: StateMachine.Step) -> Bool {
    zip(steps, steps.dropFirst()).contains { $0.state == step.from && $1.state == step.to }
  }
}

/// The paths of every TCP socket of a log, taken in event by event.
public struct StatePaths: Sendable {
  private var book = SocketBook()
  /// In the order in which the sockets were made.
  private var paths: [(socket: SocketBook.Socket, path: StatePath)] = []
  private var places: [SocketBook.Socket: Int] = [:]
  /// All that ever had a number, by their places.
  private var namesakes: [String: [Int]] = [:]
  private var statement = ""
  /// Where those are whose close the kernel tells nobody of: they are gone at once.
  private var silent: Set<Int> = []
  /// Those whose SO_LINGER is on with 0 seconds: close resets.
  private var resetting: Set<SocketBook.Socket> = []
  /// What was last seen to wait in each socket, in bytes: to close it then resets, too (RFC 2525, 2.17).
  private var unread: [SocketBook.Socket: Int] = [:]
  /// Those that have sent their FIN by shutdown.
  private var finished: Set<SocketBook.Socket> = []
  private var crossed = CrossedSegments()

  public init() {}

  /// In the order in which the sockets were made.
  public var all: [StatePath] {
    paths.map { socket, path in
      var path = path
      path.isOrphaned = !book.isOpen(socket)
      path.numbers = book.numbers(of: socket)
      if let first = path.numbers.first, !path.numbers.contains(path.fd) { path.fd = first }
      return path
    }
  }

  public mutating func take(_ event: Event) {
    book.take(event)
    if case .packet(let packet) = event.kind { crossed.take(packet) }
    guard let role = event.role else { return }
    switch event.kind {
    case .typed(let text): statement = "\(role)> \(text)"
    case .returned(let returned) where returned.outcome.errno == nil:
      noteLinger(returned.call, by: role)
      noteShutdown(returned.call, by: role)
      take(returned.call, Int32(clamping: returned.outcome.result), by: role, at: event.time)
      if ["close", "dup2"].contains(returned.call.name) { endSilent(at: event.time) }
    case .returned(let returned) where returned.call.name == "connect":
      takeFailure(of: returned, by: role, at: event.time)
    case .roleEnded: endSilent(at: event.time)
    case .state(let change) where change.property == .receiveQueue:
      if let socket = book.socket(role, of: change) { unread[socket] = Int(change.to) }
    case .state(let change) where change.property == .state: take(change, of: role, at: event.time)
    default: break
    }
  }

  private mutating func endSilent(at time: UInt64) {
    for place in silent where !book.isOpen(paths[place].socket) { add(.closed, to: place, time) }
  }

  private mutating func add(
    _ state: TCPState, to place: Int, _ time: UInt64, isSeen: Bool = true
  ) {
    paths[place].path.steps.append(
      StatePath.Step(state: state, isSeen: isSeen, time: time, statement: statement))
    if [.listen, .synSent].contains(state) { silent.insert(place) } else { silent.remove(place) }
  }

  private mutating func take(_ call: Call, _ fd: Int32, by role: String, at time: UInt64) {
    guard let socket = book.socket(role, fd), let facts = book.facts[socket],
      facts.isStream == true, !facts.isUnix
    else { return }
    switch call.name {
    case "socket": begin(socket, in: .closed, at: time)
    // Its SYN_RCVD was a request of the kernel's, which had no descriptor, and LISTEN is the listener's.
    case "accept", "accept4": begin(socket, in: .established, at: time)
    default: break
    }
  }

  /// A SYN was sent, and an RST or nothing came back, between two looks.
  private mutating func takeFailure(of returned: Returned, by role: String, at time: UInt64) {
    guard ["ECONNREFUSED", "ETIMEDOUT"].contains(returned.outcome.errno?.name),
      let place = book.socket(role, returned.call.descriptor).flatMap({ places[$0] }),
      paths[place].path.state == .closed
    else { return }
    add(.synSent, to: place, time, isSeen: false)
    add(.closed, to: place, time)
  }

  private mutating func begin(
    _ socket: SocketBook.Socket, in state: TCPState, at time: UInt64
  ) {
    let step = StatePath.Step(state: state, isSeen: true, time: time, statement: statement)
    var path = StatePath(role: socket.role, fd: socket.fd, steps: [step])
    path.isAccepted = state == .established
    places[socket] = paths.count
    namesakes[socket.name, default: []].append(paths.count)
    paths.append((socket, path))
  }

  /// Of a socket with several numbers each of them is told of.
  private mutating func take(_ change: StateChange, of role: String, at time: UInt64) {
    guard let to = TCPState(named: change.to), let from = TCPState(named: change.from),
      let place = place(of: change, role, in: from), paths[place].path.state != to
    else { return }
    let passed = passed(between: from, to, change, paths[place], at: time)
    for (state, isSeen) in passed.map({ ($0, false) }) + [(to, true)] {
      add(state, to: place, time, isSeen: isSeen)
    }
  }

  /// TIME_WAIT lasts 60 seconds: who is CLOSED sooner was reset.
  private func passed(
    between from: TCPState, _ to: TCPState, _ change: StateChange,
    _ own: (socket: SocketBook.Socket, path: StatePath), at time: UInt64
  ) -> [TCPState] {
    let isReset = resetting.contains(own.socket) || unread[own.socket] ?? 0 > 0
    let isFinished = change.orphaned || from == .closeWait && finished.contains(own.socket)
    let between = StateMachine.between(from, to, isEndOfClose: isFinished && !isReset) ?? []
    let states = crossing(between, from, to, change)
    let since = own.path.steps[own.path.steps.count - 1].time
    let isTooSoon = to == .closed && time - min(time, since) < StatePaths.timeWait
    return isTooSoon && states.contains(.timeWait) ? [] : states
  }

  /// The same by the way that is taken where SYNs or FINs cross.
  private func crossing(
    _ states: [TCPState], _ from: TCPState, _ to: TCPState, _ change: StateChange
  ) -> [TCPState] {
    guard let local = change.local, let remote = change.remote else { return states }
    if to == .established, from == .synSent || states == [.synSent] {
      return crossed.synsCross(at: local, remote) ? states + [.synReceived] : states
    }
    guard states.contains(.finWait2), crossed.finsCross(at: local, remote) else { return states }
    return states.map { $0 == .finWait2 ? .closing : $0 }
  }

  /// In nanoseconds, a little less than the kernel's (TCP_TIMEWAIT_LEN).
  private static let timeWait: UInt64 = 59_000_000_000

  private mutating func noteLinger(_ call: Call, by role: String) {
    guard call.name == "setsockopt",
      case .optionValue(.linger(let isOn, let seconds))? = call["optval"],
      let fd = call.descriptor, let socket = book.socket(role, fd)
    else { return }
    if isOn != 0, seconds == 0 { resetting.insert(socket) } else { resetting.remove(socket) }
  }

  private mutating func noteShutdown(_ call: Call, by role: String) {
    guard call.name == "shutdown", case .constant(let how, _)? = call["how"], how != 0,
      let fd = call.descriptor, let socket = book.socket(role, fd)
    else { return }
    finished.insert(socket)
  }

  /// Of several sockets that had the number, one that nobody holds is the newest that is in that state.
  private func place(of change: StateChange, _ role: String, in state: TCPState) -> Int? {
    guard change.orphaned else { return book.socket(role, change.fd).flatMap { places[$0] } }
    if let last = book.socket(role, of: change), let place = places[last],
      paths[place].path.state == state
    {
      return place
    }
    return namesakes["\(role) @\(change.fd)"]?.last {
      !book.isOpen(paths[$0].socket) && paths[$0].path.state == state
    }
  }
}
