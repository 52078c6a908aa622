internal import Glibc
internal import Log
internal import SystemCalls

/// The process that fuzzes.
public enum FuzzerProcess {
  /// The first argument that says that an executable is to fuzz.
  public static let marker = "sockratic-fuzz"

  public static func run(arguments: [String]) -> Int32 {
    HelperDesk.serve(named: "fuzz") { (job: FuzzJob, desk) in
      var messages = desk
      let fuzzer = Fuzzer(job) { messages.tell($0) }
      fuzzer.run()
    }
  }
}

/// Tries one input after another, judges what comes of each, and shrinks what it finds.
final class Fuzzer {
  private let job: FuzzJob
  private let tell: (FuzzMessage) -> Void
  private let mutator: Mutator
  private let start = monotonicNanoseconds()
  /// How the template is answered.
  private var normal: Set<Reaction> = []
  private var patience: UInt64
  private var isGreeted = false
  private var found: Set<FuzzFinding.Kind> = []
  private var previous: [UInt8]

  /// The least that an answer may take, however fast the template's was, in nanoseconds.
  private static let shortestPatience: UInt64 = 50_000_000
  private static let longestPatience: UInt64 = 2_000_000_000
  /// How long a service that crashed has to come back.
  private static let returnPatience: UInt64 = 5_000_000_000
  private static let mostShrinks = 1000

  /// The service did not come back.
  private struct Gone: Error {}

  init(_ job: FuzzJob, tell: @escaping (FuzzMessage) -> Void) {
    self.job = job
    self.tell = tell
    mutator = Mutator(template: job.template, seed: job.seed)
    patience = job.patience > 0 ? job.patience : Fuzzer.longestPatience
    previous = job.template
  }

  func run() {
    guard learn() else { return }
    do throws(Gone) {
      for number in 1...job.times {
        guard monotonicNanoseconds() - start < job.limit else { return }
        try judge(number)
        tell(.tried(number))
      }
    } catch {
      tell(.gone)
    }
  }

  // MARK: How it is when all is well

  /// Sends the template a few times. False if there is nobody.
  private func learn() -> Bool {
    if !job.isDatagram { isGreeted = greets() }
    var slowest: UInt64 = 0
    var last = Reaction.refused
    for _ in 0..<3 {
      let begin = monotonicNanoseconds()
      last = reaction(to: job.template)
      slowest = max(slowest, monotonicNanoseconds() - begin)
      normal.insert(last)
    }
    let isThere = !normal.contains(.refused)
    if job.patience == 0 {
      let measured = normal.contains(.silent) ? 0 : 20 * slowest
      patience = min(max(measured, Fuzzer.shortestPatience), Fuzzer.longestPatience)
    }
    tell(.template(isThere ? last : .refused, nanoseconds: slowest))
    return isThere
  }

  private func greets() -> Bool {
    guard case .open(let connection) = knock() else { return false }
    return connection.reaction(within: 150_000_000) == .answered
  }

  private enum Door {
    case open(FuzzTry)
    case refused, silent
  }

  /// Connects. Where this end has no port or descriptor left, waits for one.
  private func knock() -> Door {
    let end = monotonicNanoseconds() + Fuzzer.returnPatience
    while true {
      do throws(Errno) {
        return .open(try FuzzTry(job.address, isDatagram: job.isDatagram))
      } catch {
        let isOurs = [EADDRNOTAVAIL, EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.rawValue)
        guard isOurs, monotonicNanoseconds() < end else {
          return error.rawValue == ETIMEDOUT ? .silent : .refused
        }
        usleep(2000)
      }
    }
  }

  private func reaction(to input: [UInt8], within time: UInt64? = nil) -> Reaction {
    switch knock() {
    case .refused: return .refused
    case .silent: return .silent
    case .open(let connection):
      if isGreeted { connection.takeGreeting(time ?? patience) }
      return connection.reaction(to: input, within: time ?? patience)
    }
  }

  // MARK: Judging

  /// Tries an input, and where it does something, tries it again and shrinks it.
  private func judge(_ number: Int) throws(Gone) {
    let input = mutator.input(number)
    defer { previous = input }
    guard case .open(let connection) = knock() else { return try judgeLateEnd(number - 1) }
    guard let kind = verdict(on: input, by: connection) else { return }
    if found.contains(kind) {
      tell(.again(kind))
      return try waitForReturn(after: kind)
    }
    try report(FuzzFinding(kind: kind, number: number, input: input), isLate: false)
  }

  /// Nobody is there any more: the input before was answered, and ended the service nonetheless.
  private func judgeLateEnd(_ number: Int) throws(Gone) {
    if found.contains(.crash) {
      tell(.again(.crash))
      return try waitForReturn(after: .crash)
    }
    try report(FuzzFinding(kind: .crash, number: number, input: previous), isLate: true)
  }

  private func report(_ finding: FuzzFinding, isLate: Bool) throws(Gone) {
    var finding = finding
    let isFatal = finding.kind == .crash || finding.kind == .hang
    // A service that is gone for good cannot be asked again.
    if isFatal { tell(.found(finding)) }
    try waitForReturn(after: finding.kind)
    guard try does(finding.kind, finding.input, isLate: isLate) else { return tell(.unsteady) }
    found.insert(finding.kind)
    if !isFatal { tell(.found(finding)) }
    try shrink(&finding, isLate: isLate)
  }

  /// Whether an input does that; when this is known, the service is there again.
  private func does(
    _ kind: FuzzFinding.Kind, _ input: [UInt8], isLate: Bool
  ) throws(Gone) -> Bool {
    guard case .open(let connection) = knock() else {
      try waitForReturn(after: .crash)
      return false
    }
    var seen = verdict(on: input, by: connection)
    if isLate, seen == nil {
      usleep(20_000)
      seen = isStillThere() ? nil : .crash
    }
    if let seen { try waitForReturn(after: seen) }
    return seen == kind
  }

  /// What is wrong with the service's reaction; nil if nothing is.
  private func verdict(on input: [UInt8], by connection: FuzzTry) -> FuzzFinding.Kind? {
    if isGreeted { connection.takeGreeting(patience) }
    let reaction = connection.reaction(to: input, within: patience)
    // An answer is no word on what comes after it; that is seen at the next input.
    if reaction == .answered { return nil }
    if reaction == .refused { return .crash }
    if reaction == .silent, !normal.contains(.silent) { return verdict(onSilence: connection) }
    if normal.contains(reaction), job.isDatagram || reaction == .silent { return nil }
    if !isStillThere() { return .crash }
    return reaction == .reset && !normal.contains(.reset) ? .reset : nil
  }

  /// Where the machine is merely slow, others wait as long: an input has met silence if others were
  /// answered meanwhile.
  private func verdict(onSilence connection: FuzzTry) -> FuzzFinding.Kind? {
    let control = reaction(to: job.template, within: Fuzzer.longestPatience)
    if control == .refused { return .crash }
    if connection.reaction(within: 0) != .silent { return nil }
    return isHealthy(control) ? .silence : .hang
  }

  private func isHealthy(_ control: Reaction) -> Bool {
    normal.contains(control) || control == .answered
  }

  /// Whether the service goes on. One that is about to end may still take a connection, and resets
  /// it.
  private func isStillThere() -> Bool {
    let end = monotonicNanoseconds() + Fuzzer.returnPatience
    repeat {
      let control = reaction(to: job.template)
      if isHealthy(control) { return true }
      if control == .refused { return false }
      usleep(2000)
    } while monotonicNanoseconds() < end
    return false
  }

  private func waitForReturn(after kind: FuzzFinding.Kind) throws(Gone) {
    guard kind == .crash || kind == .hang else { return }
    let end = monotonicNanoseconds() + Fuzzer.returnPatience
    repeat {
      if isHealthy(reaction(to: job.template)) { return }
      usleep(2000)
    } while monotonicNanoseconds() < end
    throw Gone()
  }

  // MARK: Shrinking

  private func shrink(_ finding: inout FuzzFinding, isLate: Bool) throws(Gone) {
    let kind = finding.kind
    var isGone = false
    var shrinking = Shrinking(budget: Fuzzer.mostShrinks) { [unowned self] candidate in
      guard !isGone, monotonicNanoseconds() - start < job.limit else { return false }
      do throws(Gone) {
        return try does(kind, candidate, isLate: isLate)
      } catch {
        isGone = true
        return true
      }
    }
    finding.input = shrinking.smallest(of: finding.input)
    finding.isShrunk =
      !isGone && shrinking.budget > 0
      && monotonicNanoseconds() - start < job.limit
    tell(.found(finding))
    if isGone { throw Gone() }
  }
}
