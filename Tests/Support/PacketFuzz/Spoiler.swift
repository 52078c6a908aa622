/// Spoils packets: what a hostile host, or a kernel gone wrong, could put on the wire. The whole course
/// follows from the seed.
struct Spoiler: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }

  mutating func packet() -> [UInt8] {
    if below(20) == 0 { return junk(below(200)) }
    var packet = Samples.all[below(Samples.all.count)]
    for _ in 0..<below(5) { spoil(&packet) }
    return packet
  }

  private mutating func junk(_ count: Int) -> [UInt8] {
    var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    if let first = bytes.first, below(2) == 0 {
      bytes[0] = (below(2) == 0 ? 0x40 : 0x60) | first & 15
    }
    return bytes
  }

  private mutating func spoil(_ packet: inout [UInt8]) {
    guard !packet.isEmpty else { return }
    let place = below(packet.count)
    switch below(8) {
    case 0: packet[place] = UInt8(truncatingIfNeeded: next())
    case 1: packet[place] ^= 1 << UInt8(below(8))
    case 2: packet.removeLast(below(packet.count + 1))
    case 3: packet += junk(below(2000))
    case 4: packet[place] = [0, 1, 0x7f, 0x80, 0xff][below(5)]
    case 5: packet.removeSubrange(place..<min(packet.count, place + below(24)))
    case 6: packet.insert(contentsOf: packet[place...].prefix(below(60)), at: place)
    default: fixLength(&packet)
    }
  }

  /// Makes what was added count: a length that is right is believed.
  private func fixLength(_ packet: inout [UInt8]) {
    let isIPv6 = packet[0] >> 4 == 6
    let place = isIPv6 ? 4 : 2
    guard packet.count > place + 1 else { return }
    let length = max(0, packet.count - (isIPv6 ? 40 : 0))
    packet[place] = UInt8(truncatingIfNeeded: length >> 8)
    packet[place + 1] = UInt8(truncatingIfNeeded: length)
  }
}
