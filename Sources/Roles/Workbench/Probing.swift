internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `probe HOST PORTS`
extension Session {
  /// In nanoseconds: a SYN that was lost is sent again after a second.
  private static let probePatience: UInt64 = 1_500_000_000
  private static let parallelProbes = 256

  func probe(_ request: ProbeRequest) throws(Diagnostic) {
    let place = stage.place(ofRole: currentRole)
    let host = try probedHost(request.host, from: place)
    try refuse(host, "a probe", from: place)
    let patience = request.milliseconds.map(nanoseconds(ofMilliseconds:)) ?? Session.probePatience
    let job = ProbeJob(
      host: host, ports: request.ports, patience: patience, parallel: Session.parallelProbes)
    var results: [ProbeResult] = []
    var pace = Pace(of: request.portCount)
    stage.willSleep()
    defer { tellProgress(nil) }
    let start = monotonicNanoseconds()
    let ending = try Helper.run(
      [ProberProcess.marker], on: place, job: job, executable: stage.executable,
      limit: longest(job, request.portCount), interruption: stage.interruption
    ) { (result: ProbeResult) in
      results.append(result)
      if let text = pace.news(done: results.count) {
        let open = results.count { $0.state == .open }
        tellProgress("probe: \(text), \(open) open; ⌃C ends it")
      }
    }
    tellProgress(nil)
    var report = ProbeReport(
      host: host, results: results.sorted { $0.port < $1.port }, patience: patience,
      nanoseconds: monotonicNanoseconds() - start)
    settleAfterVisit()
    report.isOwn = place == nil && isOfThisMachine(host)
    for port in report.filteredPorts {
      report.queues[port] = fullQueue(at: host.with(port: port), from: place)
    }
    if place != nil { report.silences = silentPorts(of: host, since: start) }
    stage.record(.output(report.text(width: max(20, width - 2), utf8: isUTF8)))
    if stage.explains { for text in report.explanations { stage.record(.explanation(text)) } }
    guard results.count < request.portCount else { return }
    throw Diagnostic(
      ending == .interrupted
        ? "interrupted after \(results.count) of \(request.portCount) ports"
        : "only \(results.count) of \(request.portCount) ports were probed")
  }

  private func probedHost(
    _ host: ProbeHost, from place: HostPlace?
  ) throws(Diagnostic) -> SocketAddress {
    switch host {
    case .address(let address): return address
    case .name(let name):
      if stage.role(named: name) != nil || stage.partners.contains(where: { $0.name == name }) {
        return try self.host(ofRole: name, from: place)
      }
      if let address = try stage.address(ofHost: name, for: Seeker(isDatagram: false, on: place)) {
        return address
      }
      if PartnerKind(rawValue: name) != nil {
        throw Diagnostic(
          "the partner “\(name)” does not run", advice: "`peer \(name)` starts it", at: name)
      }
      return try lookUpAll(name)[0].with(port: 0)
    }
  }

  /// Where a role or a partner can be reached, without a port.
  private func host(
    ofRole name: String, from place: HostPlace?
  ) throws(Diagnostic) -> SocketAddress {
    let address = try resolve(.role(name), for: Seeker(isDatagram: false, on: place))
    guard address.port != nil else {
      throw Diagnostic("\(name) is at \(address), and only a host has ports")
    }
    return address.with(port: 0)
  }

  /// All ports in turn, each with all its patience, and some more for a busy machine.
  private func longest(_ job: ProbeJob, _ count: Int) -> UInt64 {
    let rounds = UInt64(count / job.parallel + 2)
    let (time, overflow) = rounds.multipliedReportingOverflow(by: job.patience + 1_000_000_000)
    return overflow ? .max : time
  }

  /// A stranger's connections may have come to this session's own sockets.
  func settleAfterVisit() {
    stage.touch.isEverything = true
    _ = stage.settle(acting: nil, limit: limit)
  }
}
