internal import Log
internal import SystemCalls

/// Why a port on the wire has not answered, where the wire itself is the reason.
enum WireSilence {
  /// A SYN, or what answered it, was lost.
  case lost
  /// Or is in the learner's hand.
  case held
}

extension Session {
  /// The ports of a host whose packets the wire has not brought since then, in either direction.
  func silentPorts(of host: SocketAddress, since start: UInt64) -> [UInt16: WireSilence] {
    var ports: [UInt16: WireSilence] = [:]
    stage.log.visit { event in
      guard event.time >= start, case .packet(let packet) = event.kind else { return }
      for end in [packet.destination, packet.source] where end.with(port: 0) == host {
        guard let port = end.port else { continue }
        switch packet.fate.verdict {
        case .delivered, .released: continue
        case .held: ports[port] = ports[port] ?? .held
        default: ports[port] = .lost
        }
      }
    }
    return ports
  }
}

extension ProbeReport {
  /// `no answer`, and what is known of that.
  func silence(of port: UInt16) -> String {
    if queues[port] != nil { return "no answer: the accept queue is full" }
    return switch silences[port] {
    case .lost?: "no answer: lost on the wire"
    case .held?: "no answer: held on the wire"
    case nil: "no answer"
    }
  }

  var filteredPorts: [UInt16] { results.filter { $0.state == .filtered }.map(\.port) }

  var filtered: String {
    let ports = filteredPorts
    let repeated =
      patience > ProbeReport.firstRepeat ? ", though the SYN is sent again after 1 s" : ""
    let others = ports.filter { queues[$0] == nil }
    let causes = queueText(of: ports) + wireText(of: others) + firewallText(of: others)
    return "filtered: no answer within \(secondsText(patience))\(repeated). "
      + causes.joined(separator: " ")
  }

  /// In nanoseconds.
  private static let firstRepeat: UInt64 = 1_000_000_000

  private func wireText(of ports: [UInt16]) -> [String] {
    let found = ports.compactMap { silences[$0] }
    guard !found.isEmpty else { return [] }
    let verb = found.contains(.lost) ? "has lost" : "holds"
    return [
      "The wire \(verb) the SYNs, or what was answered: `wire` tells what is done to packets,"
        + " `wire show` what became of each."
    ]
  }

  /// Somebody listens, and does not call accept.
  private func queueText(of ports: [UInt16]) -> [String] {
    let full = ports.compactMap { port in queues[port].map { (port, $0) } }
    let more = full.count > 1 ? "; so it is with \(full.count - 1) more" : ""
    return full.first.map { port, queue in
      ["Somebody listens on port \(port), but \(queue.words): `accept` makes room\(more)."]
    } ?? []
  }

  private func firewallText(of ports: [UInt16]) -> [String] {
    guard ports.contains(where: { silences[$0] == nil }) else { return [] }
    let isForOthers = ports.contains { silences[$0] != nil } || !queues.isEmpty
    let fate =
      isOwn ? " of this machine's throws it away" : " throws it away, or there is no such host"
    return [(isForOthers ? "Otherwise a firewall" : "A firewall") + fate + "."]
  }
}
