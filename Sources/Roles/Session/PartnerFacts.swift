internal import Language
internal import SystemCalls

/// Facts of partners: where they are, whether they run, what they have seen, and their sockets.
extension Session {
  /// Nil where no partner of that name runs or has run.
  func observed(ofPartner name: String, _ descriptor: Int32?, _ subject: String) -> [String]? {
    let running = stage.partners.filter { $0.name == name && !$0.isGone }
    let meant = running.isEmpty ? stage.pastPartners.filter { $0.name == name } : running
    guard !meant.isEmpty else { return nil }
    return meant.flatMap { observed($0, descriptor, subject) }
  }

  private func observed(_ partner: Partner, _ descriptor: Int32?, _ subject: String) -> [String] {
    switch subject {
    case "alive": return [partner.isGone ? "no" : "yes"]
    case "received": return totals(of: partner).map { [String($0.account.received)] } ?? []
    case "sent": return totals(of: partner).map { [String($0.account.sent)] } ?? []
    case "local" where descriptor == nil: return [partner.address.description]
    case "port" where descriptor == nil: return [String(partner.address.port ?? 0)]
    default:
      if partner.isGone { return [] }
      return partner.sockets(atMost: 100).filter { descriptor ?? $0.fd == $0.fd }.compactMap {
        ofSocket($0.snapshot, subject)
      }
    }
  }

  private func totals(of partner: Partner) -> PartnerMessage.Totals? {
    if !partner.isGone { stage.ask(partner, limit: deadline) }
    return partner.totals
  }

  /// Why there is no value, where one was asked for.
  func lackOfValue(_ role: String, _ subject: FactSubject) -> (message: String, advice: String) {
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
    return (
      stage.role(named: role) == nil
        ? "no role is called “\(role)”" : "\(has(role)) no such socket", "`sockets` lists them"
    )
  }
}
