internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// Partners beside the roles: when they are at rest, and what they say.
extension Stage {
  func partner(_ kind: PartnerKind, _ transport: PartnerTransport) -> Partner? {
    partners.first { $0.kind == kind && $0.transport == transport }
  }

  /// Starts a partner, on the host whose address it is to have; throws, in words, why it could not.
  func start(
    _ kind: PartnerKind, _ transport: PartnerTransport, at address: SocketAddress, limit: UInt64
  ) throws(Diagnostic) -> Partner {
    let partner = try Partner(
      kind, transport, at: address, on: hosts?.place(at: address), executable: executable,
      limit: limit)
    partners.append(partner)
    return partner
  }

  /// Ends a partner, and shows what that does to its clients.
  func stop(_ partner: Partner, limit: UInt64) {
    partner.stop()
    let deadline = monotonicNanoseconds() + limit
    while !partner.isGone, monotonicNanoseconds() < deadline { _ = receive(waiting: 1_000_000) }
    if !partner.isGone { Glibc.kill(partner.pid, SIGKILL) }
    _ = settle(acting: nil, limit: limit)
  }

  /// What each partner has seen, as far as they answer in time.
  func askPartners(limit: UInt64) { ask(partners, limit: limit) }

  /// What one has seen, if it answers in time.
  func ask(_ partner: Partner, limit: UInt64) { ask([partner], limit: limit) }

  private func ask(_ asked: [Partner], limit: UInt64) {
    for partner in asked { partner.askForTotals() }
    let deadline = monotonicNanoseconds() + limit
    while asked.contains(where: { $0.totals == nil && !$0.isGone }),
      monotonicNanoseconds() < deadline
    {
      _ = receive(waiting: 1_000_000)
    }
  }

  // MARK: Rest

  /// How often each partner has run; nil if one is not asleep or has said something.
  ///
  /// A partner that has work runs: it sleeps only in poll, which looks at every socket first. Between
  /// two looks that are alike none of them has done anything.
  var turnsOfSleepingPartners: [[Int]]? {
    var turns: [[Int]] = []
    for partner in partners where !partner.isGone {
      guard let count = partner.turnsIfAsleep, !isReadable(partner.messageDescriptor) else {
        return nil
      }
      turns.append(count)
    }
    return turns
  }

  /// Whether no partner has done anything since everything was at rest: a fraction of what it costs to
  /// see that one sleeps.
  var haveAllPartnersSlept: Bool {
    partners.allSatisfy { $0.isGone || $0.hasSleptSinceRest }
  }

  /// Whether a client has taken the piece that the next one waits for.
  func isAboutToGoOn(_ partner: Partner) -> Bool {
    partner.holds.contains { client in
      guard let pair = partner.clients[client] else { return false }
      return network.lookUp(pair.reversed)?.receiveQueue == 0
    }
  }

  // MARK: News

  /// How many notes one partner may make in one story.
  private static let mostNotes = 8

  /// Logs what a partner has told: client by client, in the order in which they came.
  func logNews(of partner: Partner) {
    let (news, surplus) = partner.takeNews()
    let notes = news.enumerated().map { (client: $1.client, place: $0, message: $1) }
      .sorted { ($0.client, $0.place) < ($1.client, $1.place) }
      .compactMap { note($0.message, of: partner) }
    for text in notes.prefix(Stage.mostNotes) { log(text, of: partner) }
    let more = notes.count - Stage.mostNotes + surplus
    if more > 0 { log("and \(more) more such \(more == 1 ? "line" : "lines")", of: partner) }
    guard let end = partner.end, !partner.isStopped else { return }
    log("ended: \(endText(of: end))", of: partner)
  }

  private func log(_ text: String, of partner: Partner) {
    log.append(
      .note("\(partner.label): \(text)"), role: partner.name, time: monotonicNanoseconds())
  }

  private func endText(of end: RoleEnd) -> String {
    switch end {
    case .status(let status): "exit status \(status)"
    case .signal(let signal): "killed by \(ConstantTable.signal.text(Int(signal)))"
    }
  }

  private func note(_ message: PartnerMessage, of partner: Partner) -> String? {
    switch message {
    case .came(let client, let local, let remote):
      let name = name(of: partner.pair(local, remote))
      if partner.transport == .udp { return "the first datagram of \(name) has come" }
      partner.names[client] = name
      return "\(name) is connected"
    case .asked(let client, let text): return "\(partner.names[client] ?? "?"): \(text)"
    case .left(let client, let account, let farewell):
      defer { partner.forget(client) }
      return "\(partner.names[client] ?? "?"): \(bytes(account.received)) in,"
        + " \(account.sent) out; then \(text(of: farewell, partner.name))"
    case .full(let count):
      return "serves \(count) clients, as many as it can: who comes now waits in its accept queue"
    case .holds, .totals, .lost, .ready, .failed: return nil
    }
  }

  private func text(of farewell: PartnerMessage.Farewell, _ name: String) -> String {
    switch farewell {
    case .endOfFile: "EOF"
    case .reset: "RST"
    case .closed: "\(name) closed"
    case .resetByPartner: "\(name) sent RST"
    case .stopped: "\(name) was stopped"
    }
  }

  private func bytes(_ count: Int) -> String { "\(count) \(count == 1 ? "byte" : "bytes")" }

  /// `client @3` where a role holds the other end or has held it, else its address. `pair` is as the
  /// partner sees it.
  private func name(of pair: AddressPair) -> String {
    let bound = network.receivers(of: pair)
    let isDatagram = pair.protocolNumber == ProtocolNumber.udp
    guard
      let key = network.heldPeer(of: pair) ?? network.orphans[pair.reversed]?.key
        ?? (isDatagram ? bound.min() : nil)
    else { return pair.remote.description }
    return "\(key.role) @\(key.fd)"
  }
}

extension PartnerMessage {
  /// Whom it speaks of; 0 for nobody.
  fileprivate var client: Int {
    switch self {
    case .came(let client, _, _), .asked(let client, _), .left(let client, _, _),
      .holds(let client, _):
      client
    case .ready, .failed, .totals, .lost, .full: 0
    }
  }
}
