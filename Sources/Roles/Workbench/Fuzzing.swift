internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// `fuzz ADDRESS TEMPLATE`
extension Session {
  /// In nanoseconds: after it no new input is tried.
  private static let fuzzLimit: UInt64 = 60_000_000_000
  /// Of a template, in bytes.
  private static let longestTemplate = 16 << 10

  func fuzz(_ request: FuzzRequest) throws(Diagnostic) {
    let job = try job(for: request)
    let place = stage.place(ofRole: currentRole)
    try refuse(job.address, "fuzzing", from: place)
    let file = try request.file.map { path throws(Diagnostic) in try NewFile(path) }
    var report = FuzzReport(job, file: request.file)
    stage.willSleep()
    stage.record(.note("fuzz \(job.address): seed \(job.seed)"))
    let ending = try carryOut(job, on: place, &report)
    settleAfterVisit()
    try tell(report)
    try file?.write(report.script)
    try endScript(after: report)
    guard ending == .interrupted else { return }
    throw Diagnostic("interrupted after \(report.tried) of \(report.job.times) inputs", line: "")
  }

  /// A script is a test, which fails where something was found; a person sees it.
  private func endScript(after report: FuzzReport) throws(Diagnostic) {
    guard !hasPrompt, let failure = report.failure else { return }
    throw Diagnostic("fuzz found something wrong with \(report.job.address): \(failure)")
  }

  private func carryOut(
    _ job: FuzzJob, on place: HostPlace?, _ report: inout FuzzReport
  ) throws(Diagnostic) -> Helper.Ending {
    defer { tellProgress(nil) }
    var pace = Pace(of: job.times)
    return try Helper.run(
      [FuzzerProcess.marker], on: place, job: job, executable: stage.executable,
      limit: 2 * Session.fuzzLimit, interruption: stage.interruption
    ) { (message: FuzzMessage) in
      report.take(message)
      if let text = pace.news(done: report.tried) {
        tellProgress("fuzz: \(text), \(report.findings.all.count) found; ⌃C ends it")
      }
    }
  }

  private func tell(_ report: FuzzReport) throws(Diagnostic) {
    if report.isUnanswered {
      throw Diagnostic(
        "nobody answers there: the template was refused by \(report.job.address)",
        advice: "`probe` shows which ports are open")
    }
    stage.record(.output(report.text(width: max(20, width - 2))))
    if stage.explains { for text in report.explanations { stage.record(.explanation(text)) } }
  }

  private func job(for request: FuzzRequest) throws(Diagnostic) -> FuzzJob {
    let (address, isDatagram) = try target(of: request)
    return FuzzJob(
      address: address, isDatagram: isDatagram, template: try template(request.template),
      first: request.first, times: request.times,
      seed: request.seed ?? .random(in: 0...UInt64(UInt32.max)),
      patience: nanoseconds(ofMilliseconds: request.milliseconds ?? 0), limit: Session.fuzzLimit)
  }

  private func target(
    of request: FuzzRequest
  ) throws(Diagnostic) -> (address: SocketAddress, isDatagram: Bool) {
    switch request.target {
    case .address(let reference, let isDatagram):
      return (try resolve(reference, for: nil).reachable, isDatagram)
    case .peer(let reference):
      guard let role = stage.role(named: currentRole) else {
        throw Diagnostic("\(has(currentRole)) no socket", advice: "name an address to fuzz")
      }
      let fd = try descriptor(reference, of: role)
      guard let socket = role.sockets[fd], let peer = socket.remote else {
        throw Diagnostic(
          "@\(fd) is connected to nobody", advice: "`connect` it, or name an address to fuzz")
      }
      return (peer, socket.type == Int32(SOCK_DGRAM.rawValue))
    }
  }

  private func template(_ payload: Payload) throws(Diagnostic) -> [UInt8] {
    let whole = try read(payload)
    let count = whole.count ?? 0
    guard (1...Session.longestTemplate).contains(count) else {
      throw Diagnostic(
        "a template has 1 to \(Session.longestTemplate) bytes, this one has \(count)")
    }
    return whole.bytes(from: 0, count: count)
  }
}

extension SocketAddress {
  /// The wildcard, as something to connect to, is this machine.
  fileprivate var reachable: SocketAddress {
    guard isWildcard, let port else { return self }
    if case .ipv4 = self { return .loopback(port: port) }
    return .ipv6(.loopback, port: port, scope: 0)
  }
}

/// A file that was not there before.
final class NewFile {
  private let path: String
  private let descriptor: OwnDescriptor

  /// Throws if it cannot be made: nothing is written over.
  init(_ path: String) throws(Diagnostic) {
    self.path = path
    let number = open(expandingHome(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw Diagnostic("\(path) cannot be made: \(Errno(errno))") }
    descriptor = OwnDescriptor(number)
  }

  func write(_ text: String) throws(Diagnostic) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.write(descriptor.number, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else {
        throw Diagnostic("\(path) cannot be written: \(Errno(errno))")
      }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
