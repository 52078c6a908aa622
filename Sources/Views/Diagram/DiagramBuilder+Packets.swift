internal import Log
internal import SystemCalls

/// The wire: each packet is an arrow, from the host that sent it to the one that it is for.
extension DiagramBuilder {
  mutating func take(_ packet: PacketSeen, _ event: Event) {
    let from = column(of: packet.source, on: packet.from)
    let to = packet.to.map { column(of: packet.destination, on: $0) }
    if folding.folds(packet: packet) { return count(packet, event, from: from, to: to) }
    let tip = row(.packet, on: from, at: event.time, event)
    var arrow = Diagram.Arrow(
      .packet(packet), from: tip,
      to: Diagram.Tip(column: to ?? neighbour(of: from), row: tip.row, seq: event.seq))
    guard packet.fate.verdict != .held, !packet.fate.isLoss, to != nil else {
      arrow.fate = packet.fate.verdict == .held ? .held : .stops
      return arrows.add(arrow)
    }
    for copy in 0..<min(max(1, packet.fate.copies), 8) {
      arrow.fate = copy == 0 ? .arrives : .arrivesAgain
      send(arrow, after: packet.fate.delay, event)
    }
  }

  private mutating func send(_ arrow: Diagram.Arrow, after delay: UInt64, _ event: Event) {
    guard delay > 0 else { return arrows.add(arrow) }
    underWay.add(
      .init(sent: event.time, due: event.time &+ delay, arrow: arrow, seq: event.seq))
  }

  /// Those that have arrived by now; the row is that of the departure where nothing came between and
  /// the times that are shown do not differ.
  mutating func arrive(until time: UInt64) {
    while let packet = underWay.next(until: time) {
      var arrow = packet.arrow
      if arrow.from.row != rows.lastID || packet.due - packet.sent >= 1_000_000 {
        arrow.to.row = rows.add(.arrival, on: arrow.to.column, at: packet.due, packet.seq)
      }
      arrows.add(arrow)
    }
  }

  private mutating func count(_ packet: PacketSeen, _ event: Event, from: Int, to: Int?) {
    let group = DiagramFolding.Group.packets(from: packet.from, to: packet.to)
    if let id = folding[group], rows.has(id) {
      rows.change(id) { $0.last = event.seq }
      return arrows.count(packet, on: id, event.seq)
    }
    let tip = row(.packet, on: from, at: event.time, event)
    folding[group] = tip.row
    let end = Diagram.Tip(column: to ?? neighbour(of: from), row: tip.row, seq: event.seq)
    arrows.add(
      Diagram.Arrow(
        .packets(.init(group: PacketFolding.Group(packet))), from: tip, to: end,
        fate: to == nil ? .stops : .arrives))
  }

  private mutating func column(of address: SocketAddress, on host: String) -> Int {
    let open = open
    return columns.end(of: address, on: host) { open[$0] != nil }
  }
}
