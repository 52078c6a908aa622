internal import Language
internal import SystemCalls
internal import Views

/// What came of fuzzing, so far.
struct FuzzReport {
  let job: FuzzJob
  private let start = monotonicNanoseconds()
  private(set) var tried = 0
  /// The first of each kind, as small as it is by now.
  private(set) var findings: [FuzzFinding] = []
  private(set) var isUnanswered = false
  private var template: (reaction: Reaction, nanoseconds: UInt64)?
  private var again: [FuzzFinding.Kind: Int] = [:]
  private var unsteady = 0
  private var isGone = false

  init(_ job: FuzzJob) { self.job = job }

  mutating func take(_ message: FuzzMessage) {
    switch message {
    case .template(let reaction, let time):
      template = (reaction, time)
      isUnanswered = reaction == .refused
    case .tried(let count): tried = count
    case .found(let finding):
      if let index = findings.firstIndex(where: { $0.kind == finding.kind }) {
        findings[index] = finding
      } else {
        findings.append(finding)
      }
    case .again(let kind): again[kind, default: 0] += 1
    case .unsteady: unsteady += 1
    case .gone: isGone = true
    }
  }

  func text(width: Int) -> String {
    var lines = wrapped(headline, width: width)
    for finding in findings { lines += text(of: finding, width: width) }
    if unsteady > 0 {
      lines += wrapped(
        "\(unsteady) more did something once, and not when they were tried again", width: width)
    }
    if isGone { lines += wrapped("the service did not come back, which ended it", width: width) }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let found =
      findings.isEmpty
      ? "nothing found" : findings.map(\.kind.word).joined(separator: ", ")
    return "\(job.address): \(tried) inputs in \(durationText(monotonicNanoseconds() - start)),"
      + " seed \(job.seed): \(found)"
  }

  private func text(of finding: FuzzFinding, width: Int) -> [String] {
    let count = again[finding.kind].map { ", and \($0) more" } ?? ""
    let size = "\(finding.input.count) \(finding.input.count == 1 ? "byte" : "bytes")"
    let state = finding.isShrunk ? "shrunk to \(size)" : "\(size), not shrunk"
    return wrapped("\(finding.kind.word): input \(finding.number), \(state)\(count)", width: width)
      + ["  " + line(for: finding)]
  }

  /// The line that brings it about.
  private func line(for finding: FuzzFinding) -> String { "send \(dataText(finding.input))" }

  /// Lines that bring about what was found, each in a role of its own.
  var script: String {
    var lines = ["# fuzz \(job.address), seed \(job.seed)"]
    for finding in findings {
      lines.append("# \(finding.kind.word): \(finding.kind.meaning)")
      lines.append("found-\(finding.kind.word)> socket \(job.socketKind)")
      lines.append("connect \(job.address)")
      lines.append(line(for: finding))
      if !job.isDatagram { lines.append("shutdown write") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var explanations: [String] {
    let kinds = findings.map { "\($0.kind.word): \($0.kind.meaning)." }
    let again =
      findings.isEmpty
      ? []
      : [
        "To see it again: `socket \(job.socketKind)`, `connect \(job.address)`, the send line"
          + (job.isDatagram ? "." : ", `shutdown write`.")
      ]
    return kinds + again + baseline
  }

  /// What the template's own answer leaves to be seen.
  private var baseline: [String] {
    switch template?.reaction {
    case .silent:
      [
        "The template gets no answer itself, so that silence says nothing; only a crash or a reset does."
      ]
    case .reset: ["The template itself is answered by RST, so that a reset says nothing."]
    default: []
    }
  }
}

extension FuzzJob {
  fileprivate var socketKind: String {
    let isIPv6 = if case .ipv6 = address { true } else { false }
    if case .ipv4 = address { return isDatagram ? "udp" : "tcp" }
    if isIPv6 { return isDatagram ? "udp6" : "tcp6" }
    return "AF_UNIX \(isDatagram ? "SOCK_DGRAM" : "SOCK_STREAM")"
  }
}

extension FuzzFinding.Kind {
  var word: String {
    switch self {
    case .crash: "crash"
    case .hang: "hang"
    case .silence: "silence"
    case .reset: "reset"
    }
  }

  var meaning: String {
    switch self {
    case .crash: "afterwards nobody listens there; the process has probably ended"
    case .hang: "after it nobody gets an answer any more, though connections are accepted"
    case .silence: "it gets no answer and no end, though the template does, and others do meanwhile"
    case .reset: "the connection ends with RST, though the template's does not"
    }
  }
}
