/// One line of the table: two times and how they may relate.
struct Row {
  var what: String
  var ours: Samples
  var theirs: Samples
  /// What is compared with: `socat -V`.
  var against: String
  /// The largest ratio of ours to theirs that is wished for.
  var bound: Double
  var unit = Unit.milliseconds

  enum Unit {
    case milliseconds
    /// The samples are milliseconds for one command.
    case commandsPerSecond
    /// The samples are milliseconds for so many bytes.
    case gigabytes(Int)
    /// The samples are no times, but thousands of bytes.
    case kilobytes
  }

  var ratio: Double { ours.median / theirs.median }
  var isMet: Bool { ratio <= bound }

  static let heading = ["what", "ours", "theirs", "against", "ratio", "bound", ""]

  var cells: [String] {
    [
      what, text(ours), text(theirs), against, fixed(ratio, 2), "≤ \(fixed(bound, 2))",
      isMet ? "met" : "MISSED",
    ]
  }

  private func text(_ samples: Samples) -> String {
    let spread = samples.spread > 0 ? " ±\(fixed(samples.spread * 50, 0)) %" : ""
    switch unit {
    case .milliseconds: return fixed(samples.median, samples.median < 1 ? 3 : 1) + " ms" + spread
    case .gigabytes(let count):
      return fixed(Double(count) / samples.median / 1e6, 2) + " GB/s" + spread
    case .kilobytes: return fixed(samples.median, 2) + " KB" + spread
    case .commandsPerSecond: return fixed(1000 / samples.median, 0) + "/s" + spread
    }
  }
}

/// The cells below each other, each column as wide as its widest.
func table(_ rows: [[String]]) -> String {
  let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      .joined(separator: "  ")
  }.joined(separator: "\n")
}

/// A number with so many digits after the point.
func fixed(_ number: Double, _ digits: Int) -> String {
  guard number.isFinite else { return "?" }
  let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
  let scaled = Int((number * Double(scale)).rounded())
  guard digits > 0 else { return String(scaled) }
  let fraction = String(scaled % scale)
  return "\(scaled / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
}
