internal import Glibc
internal import Log
internal import SystemCalls

/// The service that is fuzzed: how it answers a well-meaning client, whether it is still there, and
/// what an input does to it.
final class FuzzedService {
  private let address: SocketAddress
  private let isDatagram: Bool
  private let socket: ServiceSocket
  private let template: [UInt8]
  /// How long an answer may take, in nanoseconds.
  private var patience: UInt64
  /// How the template is answered.
  private var normal: Set<Reaction> = []
  /// Whether it speaks first.
  private var isGreeted = false
  /// Whether it ends its connections when the client has: it has dealt with an input when it does.
  private var endsConnections = false
  /// Whether it was seen to end after an answer.
  private(set) var crashesLate = false

  /// The least that an answer may take, however fast the template's was, in nanoseconds.
  private static let shortestPatience: UInt64 = 50_000_000
  private static let longestPatience: UInt64 = 2_000_000_000
  /// How long a service that crashed has to come back.
  private static let returnPatience: UInt64 = 5_000_000_000

  /// The service did not come back after that.
  struct Gone: Error {
    var kind: FuzzFinding.Kind
  }

  enum Door {
    case open(FuzzTry)
    /// `silent`: as where the queue of connections that wait for accept is full.
    case refused, silent
  }

  init(_ job: FuzzJob) {
    address = job.address
    isDatagram = job.isDatagram
    socket = ServiceSocket(job.address, isDatagram: job.isDatagram)
    template = job.template
    patience = job.patience > 0 ? job.patience : FuzzedService.longestPatience
  }

  /// Sends the template a few times; says how it was answered last, and how long that took at most.
  func learn(measuring: Bool) -> (reaction: Reaction, nanoseconds: UInt64) {
    let before = socket.look()
    if !isDatagram { isGreeted = greets() }
    var slowest: UInt64 = 0
    var last = Reaction.refused
    endsConnections = !isDatagram
    for _ in 0..<3 {
      let begin = monotonicNanoseconds()
      last = reaction(to: template, within: patience) { connection in
        slowest = max(slowest, monotonicNanoseconds() - begin)
        guard endsConnections else { return }
        endsConnections = connection.takeRest(within: FuzzedService.shortestPatience)
      }
      normal.insert(last)
    }
    if measuring {
      let measured = normal.contains(.silent) ? 0 : 20 * slowest
      patience = min(
        max(measured, FuzzedService.shortestPatience), FuzzedService.longestPatience)
    }
    if socket.look() == before { socket.remember(before) }
    return ([.refused, .unconnected].first(where: normal.contains) ?? last, slowest)
  }

  /// A service that is being started gets the time for it, also to answer where it `isAnswering`.
  func waitUntilThere(isAnswering: Bool) {
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    repeat {
      if case .open(let connection) = knock() {
        if !isDatagram, !isAnswering { return }
        let reaction = connection.reaction(to: template, within: patience)
        if reaction != .refused, reaction != .silent || !isAnswering { return }
      }
      usleep(2000)
    } while monotonicNanoseconds() < end
  }

  private func greets() -> Bool {
    guard case .open(let connection) = knock() else { return false }
    return connection.reaction(within: 150_000_000) == .answered
  }

  /// Connects. Where this end has no port or descriptor left, waits for one; where the other end has a
  /// full queue, for a second, as TCP does.
  func knock() -> Door {
    let start = monotonicNanoseconds()
    while true {
      do throws(Errno) {
        return .open(try FuzzTry(address, isDatagram: isDatagram))
      } catch {
        let time = monotonicNanoseconds() - start
        switch error.rawValue {
        case EADDRNOTAVAIL, EMFILE, ENFILE, ENOBUFS, ENOMEM:
          if time >= FuzzedService.returnPatience { return .refused }
        // A Unix socket's queue is full (unix(7)).
        case EAGAIN: if time >= FuzzTry.patience { return .silent }
        case ETIMEDOUT: return .silent
        default: return .refused
        }
        usleep(2000)
      }
    }
  }

  /// Connects as soon as there is room: a full queue says only that the service is slow, or hangs.
  func knockPatiently() -> Door {
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    while true {
      let door = knock()
      guard case .silent = door, !hasEnded, monotonicNanoseconds() < end else { return door }
    }
  }

  private func reaction(
    to input: [UInt8], within time: UInt64, then body: (FuzzTry) -> Void = { _ in }
  ) -> Reaction {
    switch knock() {
    case .refused: return .refused
    case .silent: return .unconnected
    case .open(let connection):
      if isGreeted { connection.takeGreeting(time) }
      let reaction = connection.reaction(to: input, within: time)
      body(connection)
      return reaction
    }
  }

  // MARK: Judging

  /// Whether the service has ended since it was there last, back or not.
  var hasEnded: Bool { socket.hasChanged }

  /// What is wrong with the service's reaction; nil if nothing is.
  func verdict(on input: [UInt8], by connection: FuzzTry) -> FuzzFinding.Kind? {
    let kind = verdictOnReaction(to: input, by: connection)
    if kind == nil, endsConnections {
      connection.takeRest(within: FuzzedService.longestPatience)
    }
    if kind == nil, hasEnded { crashesLate = true }
    // What ends may reset its connections, or be back before it is asked.
    return hasEnded ? .crash : kind
  }

  private func verdictOnReaction(
    to input: [UInt8], by connection: FuzzTry
  ) -> FuzzFinding.Kind? {
    if isGreeted { connection.takeGreeting(patience) }
    var reaction = connection.reaction(to: input, within: patience)
    if reaction == .silent, !normal.contains(.silent) {
      // Where the machine is merely slow, others wait as long.
      let control = control()
      if control == .refused { return .crash }
      reaction = connection.reaction(within: isHealthy(control) ? patience : 0)
      if reaction == .silent { return isHealthy(control) ? .silence : .hang }
    }
    return verdict(on: reaction)
  }

  private func verdict(on reaction: Reaction) -> FuzzFinding.Kind? {
    // An answer is no word on what comes after it; that is seen at the next input.
    if reaction == .answered { return nil }
    if reaction == .refused { return .crash }
    if normal.contains(reaction), isDatagram || reaction == .silent { return nil }
    if let kind = lasting() { return kind }
    return reaction == .reset && !normal.contains(.reset) ? .reset : nil
  }

  /// How the template is answered now. A datagram that nobody took is lost, and sent again.
  private func control() -> Reaction {
    guard isDatagram else { return reaction(to: template, within: FuzzedService.longestPatience) }
    let end = monotonicNanoseconds() + FuzzedService.longestPatience
    while monotonicNanoseconds() < end {
      let control = reaction(to: template, within: patience)
      if control != .silent { return control }
    }
    return .silent
  }

  private func isHealthy(_ control: Reaction) -> Bool {
    normal.contains(control) || control == .answered
  }

  /// Whether the service ends after an answer.
  func endsLate(_ connection: FuzzTry) -> Bool {
    if isDatagram {
      usleep(20_000)
    } else if !endsConnections {
      connection.takeRest(within: patience)
    }
    return lasting() == .crash
  }

  /// What became of the service; nil if it goes on. One that is about to end may still take a
  /// connection, and resets it.
  private func lasting() -> FuzzFinding.Kind? {
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    repeat {
      let control = reaction(to: template, within: FuzzedService.longestPatience)
      if hasEnded || control == .refused { return .crash }
      if isHealthy(control) { return nil }
      usleep(2000)
    } while monotonicNanoseconds() < end
    return .hang
  }

  func waitForReturn(after kind: FuzzFinding.Kind) throws(Gone) {
    guard kind == .crash || kind == .hang else { return }
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    repeat {
      if isHealthy(reaction(to: template, within: patience)) { return socket.rememberAnew() }
      usleep(2000)
    } while monotonicNanoseconds() < end
    throw Gone(kind: kind)
  }
}
