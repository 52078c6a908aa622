internal import Log

/// Packets between the calls that caused them.
extension TerminalText {
  /// In the rounds of a `repeat` that are not shown, packets are only counted.
  mutating func lines(for packet: PacketSeen) -> [String] {
    guard style.showsPackets else { return [] }
    if rounds.isFolded {
      packets.hold(packet)
      return []
    }
    let items = packets.take(packet)
    return items.isEmpty ? [] : flushCalls() + render(items)
  }

  /// What of them is held back.
  mutating func flushPackets() -> [String] {
    rounds.isFolded ? [] : render(packets.flush())
  }

  private func render(_ items: [PacketFolding.Item]) -> [String] {
    items.flatMap { item in
      switch item {
      case .packet(let packet):
        painted(packetLine(packet, utf8: style.utf8), packet.fate.isLoss ? .error : .packet)
      case .folded(let group): painted(packetsLine(group, utf8: style.utf8), .packet)
      }
    }
  }

  private func painted(_ line: String, _ colour: Style.Colour) -> [String] {
    brokenAtWords(line, width: style.columns).map { paint($0, colour) }
  }
}
