internal import Language
internal import Log
internal import SystemCalls
internal import Views

/// `peer`: partners started, listed and ended.
extension Session {
  func carryOut(_ request: PartnerRequest) throws(Diagnostic) {
    switch request {
    case .list: listPartners()
    case .start(let kind, let transport, let place): try start(kind, transport, on: place)
    case .stop(let kind, let transport): try stop(kind, transport)
    }
  }

  private func start(
    _ kind: PartnerKind, _ transport: PartnerTransport, on place: AddressReference?
  ) throws(Diagnostic) {
    if stage.role(named: kind.rawValue) != nil || currentRole == kind.rawValue {
      throw Diagnostic(
        "a role is called \(kind.rawValue), and its name stands for its address",
        advice: "`kill \(kind.rawValue)` ends the role")
    }
    if let partner = stage.partner(kind, transport) {
      throw Diagnostic(
        "\(partner.label) runs already, at \(partner.address)",
        advice: "`peer stop \(partner.label)` ends it")
    }
    let partner = try stage.start(kind, transport, at: try address(place), limit: deadline)
    stage.record(.output("\(partner.label) is at \(partner.address)"))
  }

  private func address(_ place: AddressReference?) throws(Diagnostic) -> SocketAddress {
    switch place {
    case .role, .name, nil: return .loopback(port: 0)
    case .host(let name, let port):
      let hosts = try stage.presentHosts()
      guard let address = hosts.address(ofHost: name) else { throw stage.unknownHost(name, hosts) }
      return address.with(port: port)
    case let place?: return try resolve(place, for: nil)
    }
  }

  private func stop(_ kind: PartnerKind, _ transport: PartnerTransport?) throws(Diagnostic) {
    let meant = stage.partners.filter {
      $0.kind == kind && $0.transport == transport ?? $0.transport
    }
    guard !meant.isEmpty else {
      throw Diagnostic(
        "the partner \(kind.rawValue) does not run", advice: "`peer` lists those that do")
    }
    for partner in meant {
      stage.stop(partner, limit: deadline)
      let seen = partner.totals.map { ": \(PartnerRow(partner, $0).seen)" } ?? ""
      stage.record(.output("\(partner.label) is stopped\(seen)"))
    }
  }

  private func listPartners() {
    stage.askPartners(limit: deadline)
    _ = stage.settle(acting: nil, limit: limit)
    let rows = stage.partners.map { PartnerRow($0, $0.totals ?? PartnerMessage.Totals()) }
    let kinds = PartnerKind.allCases.map { kind in
      (name: kind.rawValue, summary: kind.summary + (kind.isOverUDP ? "; also over UDP" : ""))
    }
    stage.record(
      .output(partnersText(running: rows, kinds: kinds, width: max(20, width - 2), utf8: isUTF8)))
  }
}

extension PartnerRow {
  init(_ partner: Partner, _ totals: PartnerMessage.Totals) {
    self.init(
      label: partner.label, address: partner.address, isStream: partner.transport == .tcp,
      came: totals.came, open: totals.open, received: totals.account.received,
      sent: totals.account.sent)
  }
}
