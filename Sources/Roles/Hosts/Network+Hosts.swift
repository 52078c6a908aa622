internal import Log
internal import SystemCalls

/// Where sockets are: on the machine's own network, or on a host of the wire.
extension Network {
  /// Whose tables have the local end of a connection: the host's number, 0 for the machine.
  func hostNumber(of pair: AddressPair) -> Int {
    switch pair.realm {
    case .machine: 0
    case .host(let number): number
    case .wire: hosts?.number(at: pair.local) ?? 0
    }
  }

  /// Whether the host at the other end of a connection has the FIN of this one and has yet to say so,
  /// which it does at once or within the delay of an ACK. An ACK that was lost says it no more.
  func isFinOwed(_ pair: AddressPair) -> Bool {
    guard let hosts, !hosts.isBroken(pair.reversed), let peer = lookUp(pair.reversed) else {
      return false
    }
    return [.closeWait, .lastAck, .closing, .timeWait].contains(peer.state)
  }

  /// The kernel's tables for a host; nil where they cannot be asked.
  func diagnosis(on host: Int) -> SocketDiagnosis? {
    host == 0 ? ownDiagnosis : hosts?.host(host)?.diagnosis
  }

  /// The hosts at which an address is, for who sends from a host: several for a group's.
  func places(of address: SocketAddress, from host: Int) -> [Int] {
    guard host != 0, let hosts, !address.isLoopback, !address.isWildcard else { return [host] }
    if address.isOfManyHosts { return Array(hosts.numbers) }
    return [hosts.number(at: address) ?? host]
  }
}
