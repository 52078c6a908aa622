internal import Glibc
internal import Log
internal import SystemCalls

/// The service that is fuzzed: how it answers a well-meaning client, whether it is still there, and
/// what an input does to it.
final class FuzzedService {
  private let address: SocketAddress
  private let isDatagram: Bool
  private let template: [UInt8]
  /// How long an answer may take, in nanoseconds.
  private var patience: UInt64
  /// How the template is answered.
  private var normal: Set<Reaction> = []
  /// Whether it speaks first.
  private var isGreeted = false

  /// The least that an answer may take, however fast the template's was, in nanoseconds.
  private static let shortestPatience: UInt64 = 50_000_000
  private static let longestPatience: UInt64 = 2_000_000_000
  /// How long a service that crashed has to come back.
  private static let returnPatience: UInt64 = 5_000_000_000

  /// The service did not come back.
  struct Gone: Error {}

  enum Door {
    case open(FuzzTry)
    case refused, silent
  }

  init(_ job: FuzzJob) {
    address = job.address
    isDatagram = job.isDatagram
    template = job.template
    patience = job.patience > 0 ? job.patience : FuzzedService.longestPatience
  }

  /// Sends the template a few times; says how it was answered last, and how long that took at most.
  func learn(measuring: Bool) -> (reaction: Reaction, nanoseconds: UInt64) {
    if !isDatagram { isGreeted = greets() }
    var slowest: UInt64 = 0
    var last = Reaction.refused
    for _ in 0..<3 {
      let begin = monotonicNanoseconds()
      last = reaction(to: template, within: patience)
      slowest = max(slowest, monotonicNanoseconds() - begin)
      normal.insert(last)
    }
    if measuring {
      let measured = normal.contains(.silent) ? 0 : 20 * slowest
      patience = min(
        max(measured, FuzzedService.shortestPatience), FuzzedService.longestPatience)
    }
    return (normal.contains(.refused) ? .refused : last, slowest)
  }

  private func greets() -> Bool {
    guard case .open(let connection) = knock() else { return false }
    return connection.reaction(within: 150_000_000) == .answered
  }

  /// Connects. Where this end has no port or descriptor left, waits for one.
  func knock() -> Door {
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    while true {
      do throws(Errno) {
        return .open(try FuzzTry(address, isDatagram: isDatagram))
      } catch {
        let isOurs = [EADDRNOTAVAIL, EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.rawValue)
        guard isOurs, monotonicNanoseconds() < end else {
          return error.rawValue == ETIMEDOUT ? .silent : .refused
        }
        usleep(2000)
      }
    }
  }

  private func reaction(to input: [UInt8], within time: UInt64) -> Reaction {
    switch knock() {
    case .refused: return .refused
    case .silent: return .silent
    case .open(let connection):
      if isGreeted { connection.takeGreeting(time) }
      return connection.reaction(to: input, within: time)
    }
  }

  // MARK: Judging

  /// What is wrong with the service's reaction; nil if nothing is.
  func verdict(on input: [UInt8], by connection: FuzzTry) -> FuzzFinding.Kind? {
    if isGreeted { connection.takeGreeting(patience) }
    let reaction = connection.reaction(to: input, within: patience)
    // An answer is no word on what comes after it; that is seen at the next input.
    if reaction == .answered { return nil }
    if reaction == .refused { return .crash }
    if reaction == .silent, !normal.contains(.silent) { return verdict(onSilence: connection) }
    if normal.contains(reaction), isDatagram || reaction == .silent { return nil }
    if !isStillThere() { return .crash }
    return reaction == .reset && !normal.contains(.reset) ? .reset : nil
  }

  /// Where the machine is merely slow, others wait as long: an input has met silence if others were
  /// answered meanwhile.
  private func verdict(onSilence connection: FuzzTry) -> FuzzFinding.Kind? {
    let control = control()
    if control == .refused { return .crash }
    if connection.reaction(within: 0) != .silent { return nil }
    return isHealthy(control) ? .silence : .hang
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

  /// Whether the service goes on. One that is about to end may still take a connection, and resets
  /// it.
  func isStillThere() -> Bool {
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    repeat {
      let control = reaction(to: template, within: FuzzedService.longestPatience)
      if isHealthy(control) { return true }
      if control == .refused { return false }
      usleep(2000)
    } while monotonicNanoseconds() < end
    return false
  }

  func waitForReturn(after kind: FuzzFinding.Kind) throws(Gone) {
    guard kind == .crash || kind == .hang else { return }
    let end = monotonicNanoseconds() + FuzzedService.returnPatience
    repeat {
      if isHealthy(reaction(to: template, within: patience)) { return }
      usleep(2000)
    } while monotonicNanoseconds() < end
    throw Gone()
  }
}
