internal import Log

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

extension Reader {
  /// Says of a number or size that C's type int has no room for what it is: no mistyped one.
  func checkRange(_ token: Token, _ prefix: String = "") throws(Diagnostic) {
    guard token.text.hasPrefix(prefix) else { return }
    let word = String(token.text.dropFirst(prefix.count))
    guard isBeyondInt(word) else { return }
    let range = prefix == "@" ? "0 to" : "\(Int32.min) to"
    throw wrong(
      token, "\(quoted(token.text)) is out of range: a C int goes from \(range) \(Int32.max)")
  }
}

/// Whether it is a number, with a unit or without, that an Int32 does not hold.
private func isBeyondInt(_ word: String) -> Bool {
  let isNegative = word.hasPrefix("-")
  let plain = isNegative ? String(word.dropFirst()) : word
  let most = Int(Int32.max) + (isNegative ? 1 : 0)
  do throws(NumberProblem) {
    return try size(plain) > most
  } catch .tooLarge {
    return true
  } catch {
    return milliseconds(ofTime: plain).map { $0 / 1000 > most } ?? false
  }
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
