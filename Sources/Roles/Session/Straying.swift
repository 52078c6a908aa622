internal import Language
internal import Log
internal import SystemCalls

/// From where the stage is, an address of the wire's leads to the machine's own network, to whoever has
/// that address there.
extension Session {
  /// Refuses what would go there, unless somebody has said that it is meant.
  func refuseStraying(_ action: Action, by role: Role) throws(Diagnostic) {
    guard role.host == 0 else { return }
    for address in action.destinations { try refuseStraying(to: address, whose: role.name) }
  }

  /// To be asked for somebody who is on no host.
  func refuseStraying(to address: SocketAddress, whose name: String) throws(Diagnostic) {
    guard let hosts = stage.hosts, let host = hosts.number(at: address).flatMap(hosts.host),
      !allowances.permits(address)
    else { return }
    throw Diagnostic(
      "\(address.hostText) is \(host.name)'s on the wire, and \(clause(name, "is", "are")) not there:"
        + " it would go to this machine's own network",
      advice: "`role NAME on \(hosts.all.first?.name ?? host.name)` puts a new role on the wire;"
        + " `allow \(address.hostText)`, if the other one is meant")
  }
}

extension Action {
  /// Where packets of it can go, once its references are closed.
  fileprivate var destinations: [SocketAddress] {
    switch self {
    case .connect(_, let address): [address.closed]
    case .send(_, _, _, _, let address?): [address.closed]
    case .sendmsg(_, let envelope, _): [envelope].compactMap { $0.address?.closed }
    case .sendmmsg(_, let envelopes, _): envelopes.compactMap { $0.address?.closed }
    default: []
    }
  }
}
