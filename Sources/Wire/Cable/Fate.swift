internal import Log

/// What is to become of a packet.
struct Plan {
  var fate: PacketSeen.Fate
  /// When it arrives.
  var due: UInt64 = 0
  /// In bytes; what is longer goes in pieces.
  var mtu = Int.max

  init(_ verdict: PacketSeen.Fate.Verdict, due: UInt64 = 0, mtu: Int = .max) {
    fate = PacketSeen.Fate(verdict)
    self.due = due
    self.mtu = mtu
  }
}

extension Direction {
  /// What the impairments make of a packet that is sent now. `isCrowded`: no more can be on its way.
  mutating func plan(
    for header: PacketHeader, _ place: Place, _ dice: Dice, isCrowded: Bool, at now: UInt64
  ) -> Plan {
    if happens(impairments.loss, .loss, place, dice) { return Plan(.lost) }
    if let mtu = impairments.mtu, header.length > mtu, header.mayNotBeFragmented {
      return Plan(.tooBig, mtu: mtu)
    }
    guard !isCrowded, let departure = departure(of: header.length, at: now) else {
      return Plan(.queueFull)
    }
    let due = arrival(departing: departure, shift: shift(of: place, dice))
    var plan = Plan(.delivered, due: due, mtu: impairments.mtu ?? .max)
    plan.fate.delay = due - now
    plan.fate.isKeptBack = happens(impairments.reorder, .reorder, place, dice)
    plan.fate.isCorrupted = happens(impairments.corrupt, .corrupt, place, dice)
    if !plan.fate.isKeptBack { plan.fate.overtakes = overtaken(by: due) }
    if happens(impairments.duplicate, .duplicate, place, dice) { plan.fate.copies = 2 }
    return plan
  }

  /// The number of the packet that waits for one that arrives then to overtake it; nil if none does, or
  /// if it has gone on by then.
  private func overtaken(by arrival: UInt64) -> Int? {
    keptBack.flatMap { $0.due >= arrival ? $0.packet : nil }
  }

  /// Changes one bit of the transport's header or data: a checksum will tell.
  func corrupt(_ packet: inout [UInt8], after offset: Int, _ place: Place, _ dice: Dice) {
    guard packet.count > offset else { return }
    let number = dice.number(for: .bit, of: place, from: from, to: to)
    let bit = Int(number % UInt64((packet.count - offset) * 8))
    packet[offset + bit / 8] ^= 1 << UInt8(bit % 8)
  }

  private func happens(
    _ share: Double, _ purpose: Dice.Purpose, _ place: Place, _ dice: Dice
  ) -> Bool {
    share > 0 && dice.fraction(for: purpose, of: place, from: from, to: to) < share
  }

  /// Of the jitter, -1 to 1.
  private func shift(of place: Place, _ dice: Dice) -> Double {
    guard impairments.jitter > 0 else { return 0 }
    return 2 * dice.fraction(for: .jitter, of: place, from: from, to: to) - 1
  }
}
