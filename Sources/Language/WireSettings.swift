internal import Log

/// How `loss 5%`, `delay 40ms` or `rate 1mbit queue 64K` is read.
extension Reader {
  /// One setting after another, at least one.
  func wireSettings() throws(Diagnostic) -> [WireSetting] {
    var settings: [WireSetting] = []
    var words: [WireWord] = []
    while true {
      offer("", .words(WireWord.settings.map(\.candidate)))
      guard let token = peek, let word = token.keyword.flatMap(WireWord.init), word.isSetting else {
        return settings
      }
      if words.contains(.clear), word == .cut || word == .mend {
        throw wrong(
          token, "clear ends all that is done to packets, and takes no \(word.rawValue)",
          advice: "`wire mend` ends a cut alone; `wire clear; wire cut` clears, and then cuts")
      }
      if let earlier = words.first(where: word.undoes) {
        throw wrong(
          token, "\(word.rawValue) undoes the \(earlier.rawValue) before it",
          advice: "what stands on one line holds together")
      }
      skip()
      settings.append(try wireSetting(word))
      words.append(word)
    }
  }

  private func wireSetting(_ word: WireWord) throws(Diagnostic) -> WireSetting {
    switch word {
    case .loss: .loss(try share())
    case .duplicate: .duplicate(try share())
    case .reorder: .reorder(try share())
    case .corrupt: .corrupt(try share())
    case .delay: .delay(try wireTime())
    case .jitter: .jitter(try wireTime())
    case .rate: try rateSetting()
    case .mtu: .mtu(try mtu())
    case .cut: .cut
    case .mend: .mend
    default: .clear
    }
  }

  /// `5%`, `0.1%`
  private func share() throws(Diagnostic) -> Double {
    let what = "a share from 0% to 100%, such as 5% or 0.1%"
    let token = try next(what, usage: "N%", .nothing)
    guard token.kind == .word, token.text.hasSuffix("%"),
      let percent = decimal(token.text.dropLast()), percent <= 100
    else { throw unexpected(token, expected: what) }
    return percent / 100
  }

  /// In nanoseconds.
  private func wireTime() throws(Diagnostic) -> UInt64 {
    let what = "a time up to 1 minute, such as 40ms, 2s or 500us"
    let token = try next(what, usage: "TIME", .nothing)
    guard token.kind == .word, let time = wireNanoseconds(token.text), time <= 60_000_000_000 else {
      throw unexpected(token, expected: what)
    }
    return time
  }

  private func rateSetting() throws(Diagnostic) -> WireSetting {
    guard let rate = try rate() else {
      guard let token = peek, token.keyword == "queue" else { return .rate(nil, queue: nil) }
      throw wrong(
        token, "without a rate nothing waits in a queue",
        advice: "as in `wire rate 1mbit queue 64K`")
    }
    return .rate(rate, queue: try queueLimit())
  }

  /// In bits a second; nil for `off`.
  private func rate() throws(Diagnostic) -> Int? {
    let what = "bits a second, such as 1mbit, 256kbit or 1.5gbit, or off"
    let token = try next(what, usage: "RATE|off", .words([Candidate("off", "no limit")]))
    if token.keyword == "off" { return nil }
    guard token.kind == .word, let rate = bitsPerSecond(token.text) else {
      throw unexpected(token, expected: what, near: ["off"])
    }
    return rate
  }

  private func queueLimit() throws(Diagnostic) -> Int? {
    guard accept("queue", usage: "[queue SIZE]", "what may wait for the rate") else { return nil }
    return try size("SIZE", most: 1 << 30)
  }

  /// RFC 791: every host forwards 68 bytes; the devices have 1500.
  private func mtu() throws(Diagnostic) -> Int? {
    let what = "bytes from 68 to 1500, or off"
    let token = try next(what, usage: "N|off", .words([Candidate("off", "the device's own, 1500")]))
    if token.keyword == "off" { return nil }
    guard token.kind == .word, let bytes = Int(token.text), (68...1500).contains(bytes) else {
      throw unexpected(token, expected: what, near: ["off"])
    }
    return bytes
  }
}

/// Digits, with a point among them at most.
private func decimal(_ text: Substring) -> Double? {
  guard text.utf8.count <= 16, text.utf8.first?.isDigit == true, text.utf8.last?.isDigit == true,
    text.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") })
  else { return nil }
  return Double(text)
}

private func wireNanoseconds(_ word: String) -> UInt64? {
  for (suffix, unit) in [("us", 1e3), ("ms", 1e6), ("s", 1e9)] where word.hasSuffix(suffix) {
    guard let time = decimal(word.dropLast(suffix.count)), time * unit <= 1e12 else { return nil }
    return UInt64((time * unit).rounded())
  }
  return nil
}

/// `1mbit`: a million, as tc(8) counts; up to 100 gbit, and not less than a packet in ten minutes.
private func bitsPerSecond(_ word: String) -> Int? {
  for (suffix, unit) in [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("bit", 1)]
  where word.hasSuffix(suffix) {
    guard let number = decimal(word.dropLast(suffix.count)), (20...1e11).contains(number * unit)
    else { return nil }
    return Int((number * unit).rounded())
  }
  return nil
}
