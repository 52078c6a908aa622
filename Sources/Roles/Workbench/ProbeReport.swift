internal import Language
internal import SystemCalls
internal import Views

/// What a probe found, as a table and in words.
struct ProbeReport {
  var host: SocketAddress
  /// In the order of the ports.
  var results: [ProbeResult]
  var patience: UInt64
  var nanoseconds: UInt64
  /// The ports to which the wire has let nothing through, or from which.
  var silences: [UInt16: WireSilence] = [:]
  /// The ports whose listener takes no connection now.
  var queues: [UInt16: FullQueue] = [:]
  /// Whether the host is this machine.
  var isOwn = false

  /// Ports that did not open are listed one by one only up to here.
  private static let mostRows = 8

  func text(width: Int, utf8: Bool) -> String {
    let open = results.filter { $0.state == .open }
    let others = results.filter { $0.state != .open }
    let isShort = others.count <= ProbeReport.mostRows
    let rows = (isShort ? results : open).map { row($0, utf8: utf8) }
    var lines = [headline]
    if !rows.isEmpty { lines += portsTable(rows, width: width, utf8: utf8) }
    if !isShort { lines += summaries(of: others, width: width) }
    return lines.joined(separator: "\n")
  }

  private var headline: String {
    let counts = ProbeResult.State.allCases.compactMap { state -> String? in
      let count = results.count { $0.state == state }
      return count > 0 ? "\(count) \(state.word)" : nil
    }
    let ports = results.count == 1 ? "1 port" : "\(results.count) ports"
    return "\(host.hostText): \(ports) in \(durationText(nanoseconds)): "
      + (counts.isEmpty ? "nothing found out" : counts.joined(separator: ", "))
  }

  private func row(_ result: ProbeResult, utf8: Bool) -> PortRow {
    PortRow(
      port: result.port, state: result.state.word, service: result.service,
      answer: answer(to: result, utf8: utf8))
  }

  private func answer(to result: ProbeResult, utf8: Bool) -> String {
    switch result.state {
    case .open:
      result.banner.isEmpty
        ? "SYN-ACK" : "SYN-ACK, then \(quotedText(result.banner, columns: 60, utf8: utf8))"
    case .closed: "RST"
    case .filtered: silence(of: result.port)
    case .unreachable, .failed: result.icmp?.words ?? result.errno.map { "\($0.name)" } ?? "?"
    }
  }

  /// `closed (RST): 1-21, 23-1024`
  private func summaries(of others: [ProbeResult], width: Int) -> [String] {
    ProbeResult.State.allCases.filter { $0 != .open }.flatMap { state -> [String] in
      let ports = others.filter { $0.state == state }.map(\.port)
      guard !ports.isEmpty else { return [] }
      let shown = ranges(ports)
      let list = shown.prefix(20).joined(separator: ", ")
      return wrapped("\(state.word): \(list)" + (shown.count > 20 ? ", …" : ""), width: width)
    }
  }

  private func ranges(_ ports: [UInt16]) -> [String] {
    var ranges: [ClosedRange<UInt16>] = []
    for port in ports {
      if let last = ranges.last, Int(last.upperBound) + 1 == Int(port) {
        ranges[ranges.count - 1] = last.lowerBound...port
      } else {
        ranges.append(port...port)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
  }

  /// Told apart by who said so: somebody by ICMP, or this machine's own routes.
  private var unreachable: String {
    let found = results.filter { $0.state == .unreachable }
    let names = Set(found.filter { $0.icmp == nil }.compactMap { $0.errno?.name })
    var reasons: [String] = []
    if found.contains(where: { $0.icmp != nil }) {
      reasons.append(
        "ICMP came instead of SYN-ACK or RST: a firewall or a router refuses for the host, which may"
          + " never have seen the SYN (from this machine's own address: nobody answered ARP)")
    }
    let routes = [
      "EHOSTUNREACH": "nobody answers for the host on its network, or a route of this machine says"
        + " unreachable", "ENETUNREACH": "this machine has no route there",
      "EACCES": "a route of this machine says prohibit, or a rule forbids it",
      "EPERM": "a firewall rule of this machine forbids it",
      "EINVAL": "a route of this machine is a blackhole",
    ]
    reasons += names.sorted().map { "\($0): \(routes[$0] ?? "the host's network is down")" }
    return "unreachable: " + reasons.joined(separator: "; ") + "."
  }

  /// What each of the answers that came means.
  var explanations: [String] {
    ProbeResult.State.allCases.filter { state in results.contains { $0.state == state } }
      .map { state in
        switch state {
        case .open:
          "open: the SYN was answered by SYN-ACK. Somebody listens there, and the kernel finished the"
            + " handshake, whether or not the program accepts."
        case .closed:
          "closed: the SYN was answered by RST, as a host does on whose port nobody listens."
        case .filtered: filtered
        case .unreachable: unreachable
        case .failed: "failed: the connect could not be made; the errno says why."
        }
      }
  }
}

extension ProbeResult.State {
  var word: String {
    switch self {
    case .open: "open"
    case .closed: "closed"
    case .filtered: "filtered"
    case .unreachable: "unreachable"
    case .failed: "failed"
    }
  }
}
