internal import SystemCalls

/// All randomness of the wire: a function of the seed, the direction, and a packet's place in its
/// flow, and of nothing else.
struct Dice: Hashable {
  var seed: UInt64

  /// What a throw is for: each kind of fate has dice of its own.
  enum Purpose: UInt8 {
    case loss, duplicate, reorder, corrupt, bit, jitter
  }

  /// Evenly spread over 0..<1.
  func fraction(for purpose: Purpose, of place: Place, from: Int, to: Int) -> Double {
    Double(number(for: purpose, of: place, from: from, to: to) >> 11) * 0x1p-53
  }

  /// Evenly spread over all 64 bits.
  func number(for purpose: Purpose, of place: Place, from: Int, to: Int) -> UInt64 {
    var state = Dice.mixed(seed ^ 0x9e37_79b9_7f4a_7c15)
    state = Dice.mixed(state ^ UInt64(purpose.rawValue) << 32 ^ UInt64(from) << 16 ^ UInt64(to))
    state = Dice.mixed(
      state ^ UInt64(place.protocolNumber) << 40 ^ UInt64(place.kind.rawValue) << 32
        ^ UInt64(place.flow))
    return Dice.mixed(state ^ UInt64(place.number) << 32 ^ UInt64(place.repetition))
  }

  /// The finaliser of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var state = number &+ 0x9e37_79b9_7f4a_7c15
    state = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    state = (state ^ state >> 27) &* 0x94d0_49bb_1331_11eb
    return state ^ state >> 31
  }
}
