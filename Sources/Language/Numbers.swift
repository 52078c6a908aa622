/// What is wrong with a number.
enum NumberProblem: Error {
  case notANumber
  case tooLarge
}

/// Decimal, or hexadecimal after `0x`; digits only.
func number(_ word: some StringProtocol) throws(NumberProblem) -> Int {
  let isHex = word.hasPrefix("0x")
  let digits = isHex ? word.utf8.dropFirst(2) : word.utf8[...]
  let radix = isHex ? 16 : 10
  guard !digits.isEmpty else { throw .notANumber }
  var value = 0
  var overflowed = false
  for byte in digits {
    guard let digit = byte.hexDigit, digit < radix else { throw .notANumber }
    let (product, over) = value.multipliedReportingOverflow(by: radix)
    let (sum, overToo) = product.addingReportingOverflow(Int(digit))
    overflowed = overflowed || over || overToo
    value = sum
  }
  if overflowed { throw .tooLarge }
  return value
}

/// `64`, `4K`, `1M`, `1G`: bytes, in binary multiples.
func size(_ word: String) throws(NumberProblem) -> Int {
  let shifts: [Character: Int] = ["K": 10, "k": 10, "M": 20, "m": 20, "G": 30, "g": 30]
  guard !word.hasPrefix("0x"), let last = word.last, let shift = shifts[last] else {
    return try number(word)
  }
  let (bytes, overflowed) = try number(word.dropLast()).multipliedReportingOverflow(by: 1 << shift)
  if overflowed { throw .tooLarge }
  return bytes
}

/// `200ms`, `2s`: milliseconds.
func milliseconds(_ word: String) throws(NumberProblem) -> Int {
  let (suffix, factor) = word.hasSuffix("ms") ? (2, 1) : (1, 1000)
  guard word.hasSuffix("s") else { throw .notANumber }
  let (time, overflowed) = try number(word.dropLast(suffix)).multipliedReportingOverflow(by: factor)
  if overflowed { throw .tooLarge }
  return time
}

/// What a call counts its time in, in nanoseconds.
enum TimeUnit: Int {
  case nanosecond = 1
  case microsecond = 1000
  case millisecond = 1_000_000

  /// The suffixes of times that have no fraction of it, the longest first.
  private var suffixes: [(String, nanoseconds: Int)] {
    [("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000)].filter {
      $0.1 >= rawValue
    }
  }

  /// `a time such as 200us, 200ms or 2s`
  var expected: String {
    "a time such as " + alternatives(suffixes.map { $0.0 == "s" ? "2s" : "200\($0.0)" })
  }

  /// The nanoseconds of a time such as `200us`; nil if it is none, or not a whole number of the units.
  func nanoseconds(of word: String) -> Int? {
    guard let (suffix, factor) = suffixes.first(where: { word.hasSuffix($0.0) }),
      let count = try? number(word.dropLast(suffix.utf8.count))
    else { return nil }
    let (time, overflowed) = count.multipliedReportingOverflow(by: factor)
    return overflowed ? nil : time
  }
}

/// The milliseconds of a time such as `200ms` or `2s`; nil if it is none.
public func milliseconds(ofTime word: String) -> Int? {
  do throws(NumberProblem) { return try milliseconds(word) } catch { return nil }
}
