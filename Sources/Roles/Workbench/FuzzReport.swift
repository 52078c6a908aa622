internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// What came of fuzzing, so far.
struct FuzzReport {
  let job: FuzzJob
  /// Where the findings are saved; nil if nowhere.
  var file: String?
  private let start = monotonicNanoseconds()
  private(set) var tried = 0
  private(set) var findings = FuzzFindings()
  /// How the template was answered; nil as long as that is not known.
  private(set) var reaction: Reaction?
  /// What the service did not come back after.
  private var gone: FuzzFinding.Kind?

  init(_ job: FuzzJob, file: String? = nil) {
    self.job = job
    self.file = file
  }

  mutating func take(_ message: FuzzMessage) {
    switch message {
    case .template(let reaction, _): self.reaction = reaction
    case .tried(let count): tried = count
    case .found(let finding): findings.add(finding)
    case .acquitted(let number): findings.acquit(number)
    case .gone(let kind): gone = kind
    }
  }

  /// `crash, reset`; nil where nothing was found for certain.
  var failure: String? {
    let kinds = findings.firsts.filter { $0.state != .unsteady }.map(\.kind.word)
    return kinds.isEmpty ? nil : kinds.joined(separator: ", ")
  }

  /// What is told of it. The lines that send something again are commands, which are never broken.
  func parts(width: Int) -> [Event.Kind] {
    let output = { (lines: [String]) in
      Event.Kind.output(lines.flatMap { wrapped($0, width: width) }.joined(separator: "\n"))
    }
    var parts = [output([headline])]
    for finding in findings.firsts {
      parts.append(output([title(of: finding)]))
      parts.append(
        .prose(Prose([Prose.Block(.command, [Prose.Span(line(for: finding))], isApart: false)])))
      let more = more(finding.kind)
      if !more.isEmpty { parts.append(output(more)) }
    }
    return advice.isEmpty ? parts : parts + [output(advice)]
  }

  private var headline: String {
    let found = findings.firsts.map(\.kind.word).joined(separator: ", ")
    return "\(job.address): \(tried) \(tried == 1 ? "input" : "inputs") in "
      + "\(durationText(monotonicNanoseconds() - start))\(job.seedText): "
      + (found.isEmpty ? "nothing found" : found)
  }

  private func title(of finding: FuzzFinding) -> String {
    let size = "\(finding.input.count) \(finding.input.count == 1 ? "byte" : "bytes")"
    let state =
      switch finding.state {
      case .shrunk: "shrunk to \(size)"
      case .seen, .steady: job.input.isEmpty ? "\(size), not shrunk" : size
      case .unsteady: "\(size), once: not when it was tried again"
      case .met: "\(size), met while it was made smaller"
      }
    return "\(finding.kind.word): \(name(of: finding)), \(state)"
  }

  private func name(of finding: FuzzFinding) -> String {
    if finding.number == 0 { return "the template itself" }
    return job.input.isEmpty ? "input \(finding.number)" : "the input"
  }

  /// `and 3 more: inputs 12, 40, 41`
  private func more(_ kind: FuzzFinding.Kind) -> [String] {
    let others = findings.others(of: kind)
    let count = others.count + findings.lost[kind, default: 0]
    guard count > 0 else { return [] }
    let numbers = others.prefix(10).map { String($0.number) }.joined(separator: ", ")
    let rest = count > 10 ? ", …" : ""
    return ["and \(count) more: \(count == 1 ? "input" : "inputs") \(numbers)\(rest)"]
  }

  private var advice: [String] {
    let first = findings.firsts.first { $0.number > 0 && $0.state != .met }
    let again =
      job.input.isEmpty
      ? first.map {
        "One input again: the same line with `times 1 seed \(job.seed) from \($0.number)`."
      } : nil
    let place = file.map { path in
      let lost = findings.lost.values.reduce(0, +)
      return "\(path) tries \(findings.all.count == 1 ? "it" : "all \(findings.all.count)")"
        + (lost > 0 ? " but the last \(lost) (it takes \(FuzzFindings.mostText))" : "")
        + " again: `sockratic run` takes it."
    }
    return [ending, again, findings.all.isEmpty ? nil : place].compactMap { $0 }
  }

  /// What became of a service that did not come back, and what to do.
  private var ending: String? {
    guard let gone else { return nil }
    guard gone == .hang else {
      return "The service did not come back, which ended it. To have it go on, and shrink what it"
        + " finds, start the service again by itself: `while true; do ./service; done` in a shell."
    }
    let next = job.first + tried
    let isLast = !job.input.isEmpty || tried >= job.times
    return "The service hangs still, which ended it. It has not ended, so that no loop starts it"
      + " again: `kill` it in a shell, and start it."
      + (isLast
        ? "" : " The same line with `seed \(job.seed) from \(next)` goes on with the next input.")
  }

  /// The line that brings it about.
  private func line(for finding: FuzzFinding) -> String { "send \(dataText(finding.input))" }

  /// Lines that try again what was found, a test that fails as long as something of it is left.
  var script: String {
    var lines = [
      "# What fuzz found at \(job.address), seed \(job.seed).",
      "# A test: it ends with status 1 at the first input that still does harm, and with 0 if none does.",
      "# Each line waits up to 5 s for the service, if it is only being started.",
    ]
    if let host = job.hostToAllow { lines.append("allow \(host)") }
    for finding in findings.firsts {
      lines.append("# \(finding.kind.word): \(finding.kind.meaning)")
      lines += ([finding] + findings.others(of: finding.kind)).flatMap(self.lines)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(for finding: FuzzFinding) -> [String] {
    let name = "# \(name(of: finding))" + (finding.state == .met ? ", made smaller" : "")
    let isLong = finding.input.count > FuzzReport.longestInLine
    if isLong, finding.number == 0 || finding.state == .met || !job.input.isEmpty {
      return ["\(name): \(finding.input.count) bytes are too many for a line"]
    }
    let input =
      isLong
      ? "times 1 seed \(job.seed) from \(finding.number)" : "input \(dataText(finding.input))"
    return [name, "\(job.start) \(input)\(patience)\(isAnswered ? " answered" : "")"]
  }

  /// Where the template is answered, a service that does not do so any more hangs.
  private var isAnswered: Bool { reaction == .answered || reaction == .closed }

  /// Of an input, in bytes: more may not fit into a line, in which each can need four characters.
  private static let longestInLine = 12 << 10

  /// A limit that was said is part of what was found.
  private var patience: String {
    job.patience == 0 ? "" : " within \(job.patience / 1_000_000)ms"
  }

  var explanations: [String] {
    let kinds = findings.firsts.map { "\($0.kind.word): \($0.kind.meaning)." }
    let again =
      kinds.isEmpty
      ? []
      : [
        "To see it again: `socket \(job.socketKind)`, `connect \(job.address)`, the send line"
          + (job.isDatagram ? "." : ", `shutdown write`.")
      ]
    return kinds + again + baseline
  }

  /// Whether not even the template gets an answer.
  var isTemplateUnanswered: Bool { reaction == .silent }

  /// What the template's own answer leaves to be seen.
  private var baseline: [String] {
    switch reaction {
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
  /// `fuzz udp 127.0.0.1:9000 "hello"`
  fileprivate var start: String {
    "fuzz \(isDatagram ? "udp " : "")\(address) \(dataText(template))"
  }

  /// `, seed 7`; nothing where no input is made.
  var seedText: String { input.isEmpty ? ", seed \(seed)" : "" }

  /// nil for this machine, which needs nobody's word.
  fileprivate var hostToAllow: String? {
    Allowances().permits(address) ? nil : address.hostText
  }

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
    case .crash: "afterwards nobody listens there, or another process; the service has ended"
    case .hang: "after it nobody gets an answer any more, though the service has not ended"
    case .silence: "it gets no answer and no end, though the template does, and others do meanwhile"
    case .reset: "the connection ends with RST, though the template's does not"
    }
  }
}
