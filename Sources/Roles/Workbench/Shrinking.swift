/// Makes an input smaller as long as it still does what it does.
///
/// Where only the length matters, the least is found by halving. Otherwise whole parts are left out,
/// ever smaller ones, until no single byte can be (Zeller's delta debugging); then bytes become A where
/// they may, which shows those that matter.
struct Shrinking {
  private static let plain = UInt8(ascii: "A")

  /// How often it may still be tried.
  var budget: Int
  /// Whether an input does the same.
  let isAlike: ([UInt8]) -> Bool

  mutating func smallest(of input: [UInt8]) -> [UInt8] {
    let plain = [UInt8](repeating: Shrinking.plain, count: input.count)
    if test(plain) { return shortest(plain) }
    var best = input
    shorten(&best)
    simplify(&best)
    return best
  }

  private mutating func test(_ input: [UInt8]) -> Bool {
    guard budget > 0, !input.isEmpty else { return false }
    budget -= 1
    return isAlike(input)
  }

  /// The least number of bytes that are all the same.
  private mutating func shortest(_ input: [UInt8]) -> [UInt8] {
    var (without, with) = (0, input.count)
    while with - without > 1, budget > 0 {
      let middle = (without + with) / 2
      if test(Array(input[..<middle])) { with = middle } else { without = middle }
    }
    return Array(input[..<with])
  }

  private mutating func shorten(_ best: inout [UInt8]) {
    var size = (best.count + 1) / 2
    while size > 0, budget > 0 {
      if !dropParts(of: size, from: &best) {
        if size == 1 { return }
        size = (size + 1) / 2
      } else {
        size = min(size, (best.count + 1) / 2)
      }
    }
  }

  /// Leaves out each part of that size that can be; true if any was.
  private mutating func dropParts(of size: Int, from best: inout [UInt8]) -> Bool {
    var hasDropped = false
    var start = 0
    while start < best.count, budget > 0 {
      var shorter = best
      shorter.removeSubrange(start..<min(start + size, best.count))
      if test(shorter) {
        best = shorter
        hasDropped = true
      } else {
        start += size
      }
    }
    return hasDropped
  }

  private mutating func simplify(_ best: inout [UInt8]) {
    for index in best.indices.prefix(64) where best[index] != Shrinking.plain {
      var other = best
      other[index] = Shrinking.plain
      if test(other) { best = other }
    }
  }
}
