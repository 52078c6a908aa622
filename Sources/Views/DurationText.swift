/// `34 us`, `1.2 ms`, `204 ms`, `3 s`: with at most one decimal.
func durationText(microseconds: Int) -> String {
  switch microseconds {
  case ..<1000: "\(microseconds) us"
  case ..<100_000: tenths(microseconds, of: 1000) + " ms"
  default: durationText(milliseconds: microseconds / 1000)
  }
}

/// `204 ms`, `59.3 s`, `2 h`.
func durationText(milliseconds: Int) -> String {
  switch milliseconds {
  case ..<1000: "\(milliseconds) ms"
  case ..<120_000: tenths(milliseconds, of: 1000) + " s"
  case ..<3_600_000: tenths(milliseconds, of: 60_000) + " min"
  default: tenths(milliseconds, of: 3_600_000) + " h"
  }
}

private func tenths(_ number: Int, of unit: Int) -> String {
  let rounded = (number * 10 + unit / 2) / unit
  return rounded % 10 == 0 ? "\(rounded / 10)" : "\(rounded / 10).\(rounded % 10)"
}

/// `1 segment`, `5 bytes`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
