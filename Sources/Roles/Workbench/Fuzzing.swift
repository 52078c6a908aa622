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
    let place = stage.place(ofRole: currentRole)
    let job = try job(for: request, from: place)
    try refuse(job.address, "fuzzing", from: place)
    let file = try request.file.map { path throws(Diagnostic) in
      try WholeFile(expandingHome(path))
    }
    var report = FuzzReport(job, file: request.file)
    stage.willSleep()
    stage.record(.note("fuzz \(job.address)\(job.seedText)"))
    let ending = try carryOut(job, on: place, &report)
    settleAfterVisit()
    try tell(report, from: place)
    try file.map { file throws(Diagnostic) in try save(report, in: file) }
    try endScript(after: report)
    guard ending == .interrupted else { return }
    throw Diagnostic("interrupted after \(report.tried) of \(report.job.times) inputs", line: "")
  }

  /// A script is a test, which fails where something was found; a person sees it.
  private func endScript(after report: FuzzReport) throws(Diagnostic) {
    guard !hasPrompt, let failure = report.failure else { return }
    throw Diagnostic("fuzz found something wrong with \(report.job.address): \(failure)")
  }

  /// What was found before is worth more than a script that tries nothing.
  private func save(_ report: FuzzReport, in file: WholeFile) throws(Diagnostic) {
    guard !report.findings.all.isEmpty else {
      return stage.record(.note("nothing was found: \(report.file ?? "the file") is not written"))
    }
    try file.append(Array(report.script.utf8))
    try file.finish()
  }

  private func carryOut(
    _ job: FuzzJob, on place: HostPlace?, _ report: inout FuzzReport
  ) throws(Diagnostic) -> Helper.Ending {
    defer { tellProgress(nil) }
    var pace = Pace(of: job.times, limit: Session.fuzzLimit)
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

  private func tell(_ report: FuzzReport, from place: HostPlace?) throws(Diagnostic) {
    let queue = fullQueue(at: report.job.address, from: place)
    if let refusal = report.refusal(queue) { throw refusal }
    for part in report.parts(width: outputWidth) { stage.record(part) }
    guard stage.explains else { return }
    for text in report.explanations { stage.record(.explanation(text)) }
    if report.isTemplateUnanswered, let text = wayOut(to: report.job.address) {
      stage.record(.explanation(text))
    }
  }

  /// A service that serves one client after the other is kept busy by a connection that is open.
  private func wayOut(to address: SocketAddress) -> String? {
    for role in stage.roles {
      for fd in role.sockets.descriptors where role.sockets[fd]?.remote == address {
        let speaker = role.name == currentRole ? "" : "\(role.name)> "
        return
          "\(role.name) @\(fd) is connected there, too: a service that serves one client after the other"
          + " may wait for it, and come to none of these. `\(speaker)close @\(fd)`, and try again."
      }
    }
    return nil
  }

  private func job(for request: FuzzRequest, from place: HostPlace?) throws(Diagnostic) -> FuzzJob {
    let (address, isDatagram) = try target(of: request, from: place)
    return FuzzJob(
      address: address, isDatagram: isDatagram, template: try template(request.template),
      input: try request.input.map(input) ?? [], isAnswered: request.isAnswered,
      first: request.first, times: request.input == nil ? request.times : 1,
      seed: request.seed ?? .random(in: 0...UInt64(UInt32.max)),
      patience: nanoseconds(ofMilliseconds: request.milliseconds ?? 0), limit: Session.fuzzLimit)
  }

  private func target(
    of request: FuzzRequest, from place: HostPlace?
  ) throws(Diagnostic) -> (address: SocketAddress, isDatagram: Bool) {
    switch request.target {
    case .address(let reference, let isDatagram):
      let socket = Seeker(isDatagram: isDatagram, on: place)
      return (try resolve(reference, for: socket).onLoopback, isDatagram)
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
    try data(payload, "a template", most: Session.longestTemplate)
  }

  private func input(_ payload: Payload) throws(Diagnostic) -> [UInt8] {
    try data(payload, "an input", most: Mutator.longest)
  }

  private func data(
    _ payload: Payload, _ what: String, most: Int
  ) throws(Diagnostic) -> [UInt8] {
    let whole = try read(payload)
    let count = whole.count ?? 0
    guard (1...most).contains(count) else {
      throw Diagnostic("\(what) has 1 to \(most) bytes, this one has \(count)")
    }
    return whole.bytes(from: 0, count: count)
  }
}
