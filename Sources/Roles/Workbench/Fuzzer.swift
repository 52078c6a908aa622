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

/// Tries one input after another, and what does something again, and shrinks it.
final class Fuzzer {
  private let job: FuzzJob
  private let tell: (FuzzMessage) -> Void
  private let mutator: Mutator
  private let service: FuzzedService
  private let start = monotonicNanoseconds()
  private var found: Set<FuzzFinding.Kind> = []
  private var previous: [UInt8]

  private static let mostShrinks = 1000

  private typealias Gone = FuzzedService.Gone

  init(_ job: FuzzJob, tell: @escaping (FuzzMessage) -> Void) {
    self.job = job
    self.tell = tell
    mutator = Mutator(template: job.template, seed: job.seed)
    service = FuzzedService(job)
    previous = job.template
  }

  func run() {
    let (reaction, time) = service.learn(measuring: job.patience == 0)
    tell(.template(reaction, nanoseconds: time))
    guard reaction != .refused else { return }
    do throws(Gone) {
      for number in 1...job.times where !isOver {
        try judge(number)
        tell(.tried(number))
      }
    } catch {
      tell(.gone)
    }
  }

  private var isOver: Bool { monotonicNanoseconds() - start >= job.limit }

  private func judge(_ number: Int) throws(Gone) {
    let input = mutator.input(number)
    defer { previous = input }
    guard case .open(let connection) = service.knock() else { return try judgeLateEnd(number - 1) }
    guard let kind = service.verdict(on: input, by: connection) else { return }
    if found.contains(kind) {
      tell(.again(kind))
      return try service.waitForReturn(after: kind)
    }
    try report(FuzzFinding(kind: kind, number: number, input: input), isLate: false)
  }

  /// Nobody is there any more: the input before was answered, and ended the service nonetheless.
  private func judgeLateEnd(_ number: Int) throws(Gone) {
    if found.contains(.crash) {
      tell(.again(.crash))
      return try service.waitForReturn(after: .crash)
    }
    try report(FuzzFinding(kind: .crash, number: number, input: previous), isLate: true)
  }

  private func report(_ finding: FuzzFinding, isLate: Bool) throws(Gone) {
    var finding = finding
    let isFatal = finding.kind == .crash || finding.kind == .hang
    // A service that is gone for good cannot be asked again.
    if isFatal { tell(.found(finding)) }
    try service.waitForReturn(after: finding.kind)
    guard try does(finding.kind, finding.input, isLate: isLate) else { return tell(.unsteady) }
    found.insert(finding.kind)
    if !isFatal { tell(.found(finding)) }
    try shrink(&finding, isLate: isLate)
  }

  /// Whether an input does that; when this is known, the service is there again.
  private func does(
    _ kind: FuzzFinding.Kind, _ input: [UInt8], isLate: Bool
  ) throws(Gone) -> Bool {
    guard case .open(let connection) = service.knock() else {
      try service.waitForReturn(after: .crash)
      return false
    }
    var seen = service.verdict(on: input, by: connection)
    if isLate, seen == nil {
      usleep(20_000)
      seen = service.isStillThere() ? nil : .crash
    }
    if let seen { try service.waitForReturn(after: seen) }
    return seen == kind
  }

  private func shrink(_ finding: inout FuzzFinding, isLate: Bool) throws(Gone) {
    let kind = finding.kind
    var isGone = false
    var shrinking = Shrinking(budget: Fuzzer.mostShrinks) { [unowned self] candidate in
      guard !isGone, !isOver else { return false }
      do throws(Gone) {
        return try does(kind, candidate, isLate: isLate)
      } catch {
        isGone = true
        return true
      }
    }
    finding.input = shrinking.smallest(of: finding.input)
    finding.isShrunk = !isGone && !isOver && shrinking.budget > 0
    tell(.found(finding))
    if isGone { throw Gone() }
  }
}
