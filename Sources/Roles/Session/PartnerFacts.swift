internal import Language
internal import SystemCalls

/// Facts of partners: where they are, whether they run, what they have seen, and their sockets.
extension Session {
  /// Nil where no partner of that name runs or has run.
  func observed(ofPartner name: String, _ descriptor: Int32?, _ subject: String) -> [String]? {
    let running = stage.partners.filter { $0.name == name && !$0.isGone }
    if !running.isEmpty { return running.flatMap { observed($0, descriptor, subject) } }
    let past = stage.pastPartners.filter { $0.name == name }
    if past.isEmpty { return nil }
    return past.flatMap {
      subject == "alive" ? ["no"] : known($0.address, $0.totals, descriptor, subject)
    }
  }

  private func observed(_ partner: Partner, _ descriptor: Int32?, _ subject: String) -> [String] {
    if subject == "alive" { return ["yes"] }
    if ["received", "sent"].contains(subject) { stage.ask(partner, limit: deadline) }
    let known = known(partner.address, partner.totals, descriptor, subject)
    if !known.isEmpty { return known }
    return partner.sockets(atMost: 100).filter { descriptor ?? $0.fd == $0.fd }.compactMap {
      ofSocket($0.snapshot, subject)
    }
  }

  /// What needs no look at its sockets.
  private func known(
    _ address: SocketAddress, _ totals: PartnerMessage.Totals?, _ descriptor: Int32?,
    _ subject: String
  ) -> [String] {
    switch subject {
    case "received": totals.map { [String($0.account.received)] } ?? []
    case "sent": totals.map { [String($0.account.sent)] } ?? []
    case "local" where descriptor == nil: [address.description]
    case "port" where descriptor == nil: [String(address.port ?? 0)]
    default: []
    }
  }

  /// Why there is no value, where one was asked for.
  func lackOfValue(_ role: String, _ subject: FactSubject) -> (message: String, advice: String) {
    if subject.isOfWire { return (nothing(of: role), "`wire up` makes one") }
    if subject.name == "option", stage.role(named: role) != nil {
      return (
        "no option of \(role) differs from a socket's that was just made",
        "`let size = \(role).option(SO_RCVBUF)` takes the value of one"
      )
    }
    if stage.partners.contains(where: { $0.name == role }) {
      return (
        "\(role) is a partner, and has nothing that is called \(subject.name) now",
        "port, local, alive, received and sent are known of every partner"
      )
    }
    if stage.role(named: role) == nil, role == currentRole || stage.knows(role) {
      return ("\(has(role)) no socket", "`\(role)> socket tcp` makes one")
    }
    return (
      stage.role(named: role) == nil
        ? "no role is called “\(role)”" : nothing(of: role), "`sockets` lists them"
    )
  }
}
