internal import Glibc
internal import Log
internal import SystemCalls

/// The process that fuzzes.
public enum FuzzerProcess {
  /// The first argument that says that an executable is to fuzz.
  public static let marker = "sockratic-fuzz"

  public static func run(arguments: [String]) -> Int32 {
    guard HostDoor.enter(arguments.dropFirst()) else { return 1 }
    return HelperDesk.serve(named: "fuzz") { (job: FuzzJob, desk) in
      var messages = desk
      let fuzzer = Fuzzer(job) { messages.tell($0) }
      fuzzer.run()
    }
  }
}

/// Tries one input after another, and what does something again, and shrinks it.
final class Fuzzer {
  private let job: FuzzJob
  private let tell: (FuzzMessage) -> Void
  private let mutator: Mutator
  private let service: FuzzedService
  private let start = monotonicNanoseconds()
  /// The kinds of which one was shrunk.
  private var known: Set<FuzzFinding.Kind> = []
  private var previous: (number: Int, input: [UInt8])

  private static let mostShrinks = 1000

  private typealias Gone = FuzzedService.Gone

  init(_ job: FuzzJob, tell: @escaping (FuzzMessage) -> Void) {
    self.job = job
    self.tell = tell
    mutator = Mutator(template: job.template, seed: job.seed)
    service = FuzzedService(job)
    previous = (0, job.template)
  }

  func run() {
    if !job.input.isEmpty { service.waitUntilThere(isAnswering: job.isAnswered) }
    let (reaction, time) = service.learn(measuring: job.patience == 0)
    tell(.template(reaction, nanoseconds: time))
    guard reaction.isConnected, reaction != .silent || !job.isAnswered else { return }
    do throws(Gone) {
      for number in job.first..<job.first + job.times where !isOver { try judge(number) }
    } catch {
      tell(.gone(error.kind))
    }
  }

  private var isOver: Bool { monotonicNanoseconds() - start >= job.limit }

  private func judge(_ number: Int) throws(Gone) {
    let connection = try connect()
    let input = job.input.isEmpty ? mutator.input(number) : job.input
    tell(.tried(number - job.first + 1))
    if let kind = service.verdict(on: input, by: connection) {
      try report(FuzzFinding(kind: kind, number: number, input: input))
    }
    previous = (number, input)
  }

  /// Connects for the next input. Where nobody is there any more, the one before was answered and ended
  /// the service nonetheless; where nobody takes connections any more, it hangs since.
  private func connect() throws(Gone) -> FuzzTry {
    let door = service.hasEnded ? .refused : service.knockPatiently()
    if case .open(let connection) = door, !service.hasEnded { return connection }
    let isSilent = if case .silent = door { true } else { false }
    let kind = isSilent && !service.hasEnded ? FuzzFinding.Kind.hang : .crash
    try report(
      FuzzFinding(kind: kind, number: previous.number, input: previous.input), isLate: true)
    try service.waitForReturn(after: kind)
    guard case .open(let connection) = service.knock() else { throw Gone(kind: kind) }
    return connection
  }

  private func report(_ finding: FuzzFinding, isLate: Bool = false) throws(Gone) {
    // At once: a service that is gone for good cannot be asked again.
    tell(.found(finding))
    try service.waitForReturn(after: finding.kind)
    let isCrash = finding.kind == .crash
    // Of those that come after the first, it is asked again only whose fault a crash was.
    if known.contains(finding.kind), isLate || !isCrash || !service.crashesLate { return }
    if try outcome(of: finding.input, isLate: isCrash) == finding.kind {
      return try confirm(finding, isLate: isLate)
    }
    if isCrash, !isLate, try outcome(of: previous.input, isLate: true) == .crash {
      tell(.acquitted(finding.number))
      let late = FuzzFinding(kind: .crash, number: previous.number, input: previous.input)
      tell(.found(late))
      return try confirm(late, isLate: true)
    }
    var finding = finding
    finding.state = .unsteady
    tell(.found(finding))
  }

  /// The first of its kind is shrunk.
  private func confirm(_ finding: FuzzFinding, isLate: Bool) throws(Gone) {
    guard known.insert(finding.kind).inserted else { return }
    var finding = finding
    finding.state = .steady
    tell(.found(finding))
    guard job.input.isEmpty else { return }
    try shrink(&finding, isLate: isLate || finding.kind == .crash && service.crashesLate)
  }

  /// What an input does; when this is known, the service is there again.
  private func outcome(of input: [UInt8], isLate: Bool) throws(Gone) -> FuzzFinding.Kind? {
    let door = service.knockPatiently()
    guard case .open(let connection) = door else {
      if case .silent = door { throw Gone(kind: .hang) }
      try service.waitForReturn(after: .crash)
      return nil
    }
    var seen = service.verdict(on: input, by: connection)
    if isLate, seen == nil, service.endsLate(connection) { seen = .crash }
    if let seen { try service.waitForReturn(after: seen) }
    return seen
  }

  private func shrink(_ finding: inout FuzzFinding, isLate: Bool) throws(Gone) {
    let (kind, number) = (finding.kind, finding.number)
    var gone: Gone?
    var shrinking = Shrinking(budget: Fuzzer.mostShrinks) { [unowned self] candidate in
      guard gone == nil, !isOver else { return false }
      do throws(Gone) {
        // Twice: on a busy machine a crash may come late, and seem to be another input's.
        guard try outcome(of: candidate, isLate: isLate) == kind else { return false }
        return try outcome(of: candidate, isLate: isLate) == kind
      } catch {
        gone = error
        // It may do something else, and worse: then it is no smaller form of this finding.
        if error.kind != kind {
          tell(.found(FuzzFinding(kind: error.kind, number: number, input: candidate, state: .met)))
        }
        return false
      }
    }
    finding.input = shrinking.smallest(of: finding.input)
    if gone == nil && !isOver && shrinking.budget > 0 { finding.state = .shrunk }
    tell(.found(finding))
    if let gone { throw gone }
  }
}
