internal import Log
internal import SystemCalls

/// Which connections on the wire began with two SYNs that crossed: a simultaneous open (RFC 9293,
/// section 3.5).
struct Crossings {
  /// The number of the first host of their wire.
  private var wire = 0
  /// Whoever has sent a SYN, and whose connection no FIN or RST has ended.
  private var callers: Set<AddressPair> = []
  private static let most = 4096

  /// Both ends have called each other.
  func contains(_ pair: AddressPair) -> Bool {
    callers.contains(pair) && callers.contains(pair.reversed)
  }

  /// To be told of every packet, in order.
  mutating func note(_ packet: PacketSeen, onWire number: Int) {
    guard case .tcp(let segment) = packet.content else { return }
    if wire != number || callers.count >= Crossings.most { (wire, callers) = (number, []) }
    let pair = AddressPair(
      protocolNumber: ProtocolNumber.tcp, local: packet.source, remote: packet.destination,
      realm: .wire)
    if segment.flags.contains("F") || segment.flags.contains("R") {
      callers.subtract([pair, pair.reversed])
    } else if segment.flags.contains("S"), !segment.flags.contains(".") {
      callers.insert(pair)
    }
  }
}
