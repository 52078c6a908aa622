internal import Log
internal import SystemCalls
internal import Wire

/// What crosses the wire: when it is at rest, and what is told of it.
extension Stage {
  /// How long the wire process may take to answer, in nanoseconds: it does nothing else.
  private static let patience: UInt64 = 2_000_000_000
  /// So many packets may wait to be logged.
  private static let mostWaiting = 256

  /// How many packets the wire has carried; nil while one is on its way. Packets in the learner's hand
  /// are on no way.
  var carriedAtRest: Int? {
    guard let hosts, !hosts.isGone else { return 0 }
    guard let settled = hosts.settle(limit: Stage.patience) else { return hosts.isGone ? 0 : nil }
    return settled.queued == 0 ? settled.count : nil
  }

  /// Takes note of what packets can have changed, before anybody is told of them.
  func noteCarried() {
    guard let hosts else { return }
    for packet in hosts.takeFreshNews() {
      touchEnds(of: packet)
      crossings.note(packet, onWire: hosts.first)
    }
  }

  /// A packet can change the sockets at both of its ends, also where no call was made.
  private func touchEnds(of packet: PacketSeen) {
    touch.hasCarried = true
    let number: Int32
    switch packet.content {
    case .tcp: number = ProtocolNumber.tcp
    case .udp: number = ProtocolNumber.udp
    // What it is about stands in what it quotes, or is a socket for ping.
    case .icmp:
      touch.isEverything = true
      return
    default: return
    }
    let pair = AddressPair(
      protocolNumber: number, local: packet.source, remote: packet.destination, realm: .wire)
    for end in [pair, pair.reversed] { touchHolder(of: end) }
  }

  private func touchHolder(of pair: AddressPair) {
    if let key = network.heldPeer(of: pair.reversed) {
      touch.keys.insert(key)
    } else if let orphan = network.orphans[pair] {
      touch.closed[pair] = touch.closed[pair] ?? orphan
    } else {
      touch.keys.formUnion(network.receivers(of: pair.reversed))
    }
  }

  /// Logs some of a flood of packets, so that they do not gather.
  func streamPackets() {
    if let hosts, hosts.news.count > Stage.mostWaiting { logPackets() }
  }

  /// Logs the packets that were seen since the last time, in the order of the wire.
  func logPackets() {
    guard let hosts else { return }
    noteCarried()
    let (packets, surplus) = hosts.takeNews()
    for seen in packets { tell(seen.packet, seen.time) }
    if surplus > 0 { record(.note("the wire carried \(surplus) more packets, too fast to show")) }
    for (host, count) in hosts.takeUnseen() { record(.note(unseenText(count, host))) }
    if hosts.takeLoss() { noteLoss(of: hosts) }
  }

  private func tell(_ packet: PacketSeen, _ time: UInt64) {
    log.append(.packet(packet), time: time)
    packetObserver(packet, time)
  }

  /// Nobody ends the wire process but `wire down`, or somebody with kill(1). Its hosts are there as long
  /// as a role is, and their devices are gone.
  private func noteLoss(of hosts: Hosts) {
    let stranded = roles.filter { $0.host != 0 }.map(\.name)
    let whose = stranded.isEmpty ? "" : " and their roles (\(stranded.joined(separator: ", ")))"
    let end = stranded.isEmpty ? "" : ", and ends these roles, as `wire down` does"
    record(
      .note(
        "\(Hosts.loss): the hosts\(whose) have no cable any more. `wire up` makes another wire\(end)"
      ))
  }
}

extension Hosts {
  static let loss = "the process that carries the wire's packets has ended"

  /// What was lost where the cable does not see it, a line for each host that has lost any.
  var unseenLines: [String] {
    zip(all, unseen).filter { $1 > 0 }.map { unseenText($1, $0.name) }
  }
}

private func unseenText(_ count: Int, _ host: String) -> String {
  "\(count) \(count == 1 ? "packet" : "packets") from \(host) never reached the cable: the queue of"
    + " the host's own device was full"
}
