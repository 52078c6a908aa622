internal import Explanations
internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// A role as the stage sees it: its process, what it is doing, and the sockets it holds.
final class Role {
  let name: String
  let pid: pid_t
  /// The number of the host that it is on; 0 for the machine that the stage is on.
  let host: Int
  /// Those of its network, by which it is told of them.
  var interfaces = InterfaceNames.own
  /// Looks at the process from outside.
  let view: ProcessView
  private let child: Child
  /// What it says comes here; `child.output` wakes the stage.
  private let stream: SharedStream
  private var frames = FrameReader()
  private var outgoing = FrameWriter()

  /// True from the moment an action is sent until the role says that it is done.
  var isBusy = false
  /// The other end of the pipe is closed: the process is ending or has ended.
  var isGone = false
  /// How the process ended, once it has been reaped.
  private(set) var end: RoleEnd?
  /// The call that the role has entered and not left.
  var currentCall: Call?
  /// True once the current call was announced as waiting.
  var saidWaiting = false
  /// True once the prompt came back while the role was busy: what comes now is late.
  var isDetached = false
  /// How many calls of the current action have returned.
  var answers = 0
  var hasAnswered: Bool { answers > 0 }
  /// In the middle of so many calls that nobody waits for each of them.
  var isFlooding: Bool {
    isBusy && (rounds != nil || answers > Role.manyAnswers && !saidWaiting)
  }
  private static let manyAnswers = 16
  /// The rounds that it plays by itself; nil if it does not.
  var rounds: RoundsUnderWay?
  /// The call that the log says it waits in.
  var announcedCall: Call?
  /// The call that its process ended in.
  private(set) var lastCall: Call?
  /// How far its statement has come, as far as it is logged.
  var progress = Progress()
  /// Messages that have arrived and are not yet logged.
  var inbox: [RoleMessage] = []

  var sockets = RoleSockets()
  /// Where sockets are connecting to: until they are there, the kernel tells nobody.
  var connecting: [Int32: SocketAddress] = [:]
  /// Its epoll sets, in the order in which it made them.
  private(set) var epollSets: [Int32] = []
  /// What a call that waits for several descriptors was asked to watch.
  private var watch: Multiplexing?
  /// The descriptors that the poll or select under way watches.
  var watched: [Int32] {
    guard isBusy, case .poll(_, let watched, _, _)? = watch else { return [] }
    return watched.map(\.fd)
  }
  /// What explanations of the next wait are told from.
  var noticed = Noticed()
  private(set) var settings = Settings()
  /// What was said when the call under way began to wait: not to be said again when it returns.
  var explainedWait: String?
  /// The socket chosen with `use`.
  var chosen: Int32?
  private(set) var history = CallHistory()

  init(name: String, executable: String, folder: String?, place: HostPlace?) throws(Errno) {
    self.name = name
    host = place?.number ?? 0
    let doors = place?.doors ?? []
    let memory = try OwnDescriptor.moved(try SharedStream.makeMemory())
    stream = try SharedStream(in: memory.number)
    stream.isReaderAsleep = true
    child = try Child.spawn(
      executable, arguments: [RoleProcess.marker, name] + doors.map(\.argument), in: folder,
      with: doors.map(\.descriptor) + [memory])
    pid = child.pid
    do throws(Errno) {
      view = try ProcessView(pid: pid)
    } catch {
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw error
    }
  }

  deinit {
    guard end == nil else { return }
    kill(pid, SIGKILL)
    reap()
  }

  /// Its sockets and its epoll sets, in ascending order.
  var openDescriptors: [Int32] {
    epollSets.isEmpty ? sockets.descriptors : (sockets.descriptors + epollSets).sorted()
  }

  /// Readable where it said something while the stage may have been asleep, and at its end.
  var messageDescriptor: Int32 { child.output.number }

  /// Whether it has said something that was not read yet.
  var hasSpoken: Bool { !stream.isEmpty }

  /// Whether it has said more than the stage takes in at once.
  var isAhead: Bool { stream.hasMoreThanOneRead }

  /// Whether it has to wake the stage when it says something. Look at `hasSpoken` after that.
  var wakesStage: Bool {
    get { stream.isReaderAsleep }
    set { stream.isReaderAsleep = newValue }
  }

  /// Sends an action; false if the role is gone.
  func send(_ action: Action) -> Bool {
    let closed = closed(action)
    progress = Progress(of: closed)
    watch = if case .multiplex(let multiplexing) = action { multiplexing } else { nil }
    return send(.once(closed))
  }

  /// Has it play rounds by itself; false if the role is gone.
  func send(_ actions: [Action], in rounds: RoundsUnderWay) -> Bool {
    progress = Progress()
    watch = nil
    self.rounds = rounds
    return send(.rounds(rounds.first...rounds.count, actions.map(closed)))
  }

  private func send(_ assignment: Assignment) -> Bool {
    isBusy = true
    isDetached = false
    answers = 0
    history.beginStatement()
    outgoing.add(assignment)
    do { try outgoing.flush(to: child.input.number) } catch { return false }
    return true
  }

  /// A result is of the last round alone.
  func beginRound() { history.beginStatement() }

  /// A send is one datagram, which has its limit; a receive of 0 bytes is a message, unless no more are
  /// let in. For `recv all` it is the end: the sender has no other way to say that this was all.
  private func closed(_ action: Action) -> ClosedAction {
    var closed = ClosedAction(action: action)
    guard let fd = action.transferring, sockets[fd]?.type == Int32(SOCK_DGRAM.rawValue) else {
      return closed
    }
    closed.transfer.pieceSize = PayloadSource.datagramSize
    if case .receive(_, .all, _, _, _) = action { return closed }
    closed.transfer.emptyIsEnd = sockets[ending: fd].hasShutReading
    return closed
  }

  /// Reads what has arrived, without blocking. False when the role's end of the pipe is closed.
  func receive(isWoken: Bool, _ body: (RoleMessage) -> Void) -> Bool {
    do {
      let isOpen = isWoken ? try takeWakes() : true
      // Nobody listens to a role that is gone: its last words are read to their end.
      repeat {
        try frames.fill(from: stream)
        try frames.drain(RoleMessage.self) { message in
          body(message)
          return true
        }
      } while !isOpen && hasSpoken
      return isOpen
    } catch {
      kill(pid, SIGKILL)
      return false
    }
  }

  /// The bytes that woke the stage say no more than that. False at the end of the pipe.
  private func takeWakes() throws(ChannelClosed) -> Bool {
    var wakes = [UInt8](repeating: 0, count: 256)
    var count = 0
    repeat {
      count = read(messageDescriptor, &wakes, wakes.count)
    } while count < 0 && errno == EINTR
    if count < 0 && errno != EAGAIN { throw ChannelClosed() }
    return count != 0
  }

  func count(_ call: Call, _ outcome: Outcome) {
    let moves = history.add(call, outcome)
    guard outcome.errno == nil, !moves else { return }
    settings.add(call, outcome)
    switch call.name {
    case "epoll_create1": epollSets.append(Int32(outcome.result))
    case "close": epollSets.removeAll { $0 == call.descriptor }
    case "dup", "dup2": noteDuplicate(of: call.descriptor, as: Int32(outcome.result))
    default: break
    }
  }

  /// dup2 closes what had the number before.
  private func noteDuplicate(of fd: Int32?, as new: Int32) {
    guard let fd, fd != new else { return }
    epollSets.removeAll { $0 == new }
    if epollSets.contains(fd) { epollSets.append(new) }
  }

  /// Whether the poll, select or epoll_wait that it sleeps in has something to return.
  var isWatchReady: Bool {
    switch watch {
    case .poll(let call, let watched, _, _)?:
      watched.contains { call.returns(at: view.readiness(of: $0.fd, events: $0.events), for: $0) }
    case .epollWait(let set, _, _, _)?: view.readiness(of: set.number, events: PollBit.input) != 0
    default: false
    }
  }

  /// What the socket looks like now; nil if the descriptor is not one.
  func look(at fd: Int32) -> SocketSnapshot? {
    do {
      var snapshot = try view.snapshot(of: fd, since: sockets[fd])
      snapshot?.host = host
      if snapshot?.tcpState == .synSent { snapshot?.remote = connecting[fd] }
      return snapshot
    } catch {
      return nil
    }
  }

  /// Waits for the process to end and notes how.
  func reap() {
    isBusy = false
    lastCall = currentCall
    currentCall = nil
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    end = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
  }
}

extension PollCall {
  /// Whether what poll(2) would say of a descriptor ends the wait for it: an error or a hang-up ends a
  /// poll always, and a select only of what it means, for its sets of reading and of writing.
  fileprivate func returns(at found: Int, for watched: Watched) -> Bool {
    guard self == .select || self == .pselect else { return found != 0 }
    let meanings = [
      PollBit.input: PollBit.input | PollBit.hangUp | PollBit.error,
      PollBit.output: PollBit.output | PollBit.error, PollBit.urgent: PollBit.urgent,
    ]
    return meanings.contains { watched.events & $0 != 0 && found & $1 != 0 }
  }
}

extension Action {
  /// The socket that it may send to or receive from in many calls.
  fileprivate var transferring: Int32? {
    switch self {
    case .send(.descriptor(let fd), _, _, _, _), .receive(.descriptor(let fd), _, _, _, _): fd
    default: nil
    }
  }
}
