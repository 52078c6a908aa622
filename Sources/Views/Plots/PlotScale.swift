internal import Log

/// An axis: what value stands where, and what is written at it.
struct PlotScale {
  /// The value at its end, in the unit that is written; it begins with 0.
  let most: Double
  /// `ms`
  let unit: String
  /// How many of the values' own units one of the written ones has.
  let factor: Double

  /// The end of an axis of values is a number that can be halved and read.
  init(of quantity: Quantity, upTo value: Double) {
    (unit, factor) = quantity.unit(for: value)
    most = PlotScale.round(max(value / factor, quantity.least))
  }

  /// Of time, in nanoseconds, which ends where it ends.
  init(ofTime span: UInt64) {
    let units: [(unit: String, factor: Double)] = [
      ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("min", 60e9), ("h", 3600e9),
    ]
    let chosen = units.last { Double(span) >= 1.2 * $0.factor } ?? units[0]
    (unit, factor) = chosen
    most = max(Double(span), 1e3) / factor
  }

  /// Where on the axis a value stands, from 0 to 1.
  func share(_ value: Double) -> Double {
    most > 0 ? min(1, max(0, value / factor / most)) : 0
  }

  /// The dot at which a value stands, among so many.
  func dot(_ value: Double, of count: Int) -> Int {
    Int((share(value) * Double(count - 1)).rounded())
  }

  /// `1.5 ms`
  func text(_ value: Double) -> String { "\(axisText(value / factor)) \(unit)" }

  /// Round numbers on an axis of values: of what is counted, whole ones.
  func marks(of quantity: Quantity) -> [Double] {
    let marks = marks(atMost: 6)
    return quantity.isCount ? marks.filter { $0 == $0.rounded() } : marks
  }

  /// Round numbers from 0 to the end, at most so many.
  func marks(atMost count: Int) -> [Double] {
    var step = PlotScale.power(below: most / Double(max(1, count)))
    for factor in [2.0, 2.5, 2.0, 2.0, 2.5] where most / step + 1 > Double(count) { step *= factor }
    return (0...max(1, count)).map { Double($0) * step }.filter { $0 <= most * 1.000_001 }
  }

  private static func round(_ value: Double) -> Double {
    let power = power(below: value)
    let steps = [1, 2, 4, 6, 8, 10].map { $0 * power }
    return steps.first { value <= $0 * 1.000_001 } ?? 10 * power
  }

  /// 1, 10, 0.1, …: the largest that is not above it.
  private static func power(below value: Double) -> Double {
    var power = 1.0
    while power > value, power > 1e-9 { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return power
  }
}

/// With as few decimals as it takes, three at most.
func axisText(_ value: Double) -> String {
  let thousandths = Int((value * 1000).rounded())
  let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
  guard rest != 0 else { return "\(whole)" }
  let digits = String(String(1000 + rest).dropFirst())
  return "\(whole)." + String(digits.reversed().drop { $0 == "0" }.reversed())
}

extension Quantity {
  /// `1.5 ms`, `1 byte`: in the unit that suits it.
  func text(_ value: Double) -> String {
    let (unit, factor) = unit(for: value)
    let number = axisText(value / factor)
    let isOne = number == "1" && ["bytes", "segments"].contains(unit)
    return "\(number) \(isOne ? String(unit.dropLast()) : unit)"
  }

  fileprivate func unit(for value: Double) -> (unit: String, factor: Double) {
    units.last { value >= $0.factor } ?? units[0]
  }

  /// In the order of size, each with how many of the values' own it has.
  private var units: [(unit: String, factor: Double)] {
    switch self {
    case .cwnd, .inflight: [("segments", 1)]
    case .rtt, .rto, .delay: [("us", 1), ("ms", 1000), ("s", 1_000_000)]
    case .queue: [("bytes", 1), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824)]
    case .throughput: [("bit/s", 1), ("kbit/s", 1e3), ("Mbit/s", 1e6), ("Gbit/s", 1e9)]
    }
  }

  /// The least that an axis ends with: of what is counted there is no half.
  fileprivate var least: Double { isCount ? 2 : 0.001 }

  fileprivate var isCount: Bool { [.cwnd, .inflight].contains(self) }
}
