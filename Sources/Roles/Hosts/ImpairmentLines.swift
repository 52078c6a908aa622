internal import Language
internal import Wire

/// What is done to packets, in words.
extension Hosts {
  /// One line for all directions where they are alike, else one for each that differs; none where
  /// packets are left alone.
  var impairmentLines: [String] {
    let ways = all.indices.flatMap { from in
      all.indices.compactMap { to in from == to ? nil : (from: from, to: to) }
    }
    let settings = ways.map { impairments(from: $0.from, to: $0.to) }
    if let first = settings.first, settings.allSatisfy({ $0 == first }) {
      return first == Impairments() ? [] : ["every direction: \(first.text)"]
    }
    let lines = zip(ways, settings).compactMap { way, setting in
      setting == Impairments()
        ? nil : "\(all[way.from].name) → \(all[way.to].name): \(setting.text)"
    }
    return lines.count <= Hosts.mostLines
      ? lines
      : lines.prefix(Hosts.mostLines) + ["and \(lines.count - Hosts.mostLines) more directions"]
  }

  private static let mostLines = 32

  /// `drop 3rd data from alice: 1 has come`, as it was typed.
  func line(for pending: PendingOrder) -> String {
    let order = pending.order
    let which = order.ordinal.map { $0 == 1 ? "next" : ordinalText($0) } ?? "every"
    return "\(order.action) \(which) \(order.target.text)\(text(of: order.scope))"
      + countText(pending)
  }

  private func countText(_ pending: PendingOrder) -> String {
    guard pending.order.ordinal != 1, pending.counted > 0 else { return "" }
    return ": \(pending.counted) \(pending.counted == 1 ? "has" : "have") come"
  }

  private func text(of scope: Scope) -> String {
    let (from, to) = (scope.from.map { all[$0].name }, scope.to.map { all[$0].name })
    if scope.isMutual, let from, let to { return " between \(from) and \(to)" }
    return (from.map { " from \($0)" } ?? "") + (to.map { " to \($0)" } ?? "")
  }
}

extension Impairments {
  /// `loss 5%, delay 40ms`, as it would be typed.
  fileprivate var text: String {
    var parts: [String] = isCut ? ["cut"] : []
    for (name, share) in [
      ("loss", loss), ("duplicate", duplicate), ("reorder", reorder), ("corrupt", corrupt),
    ] where share > 0 {
      parts.append("\(name) \(percentText(share))")
    }
    if delay > 0 { parts.append("delay \(timeText(delay))") }
    if jitter > 0 { parts.append("jitter \(timeText(jitter))") }
    if let rate { parts.append("rate \(rateText(rate)) queue \(queueText(queueLimit))") }
    if let mtu { parts.append("mtu \(mtu)") }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }
}

/// `5%`, `0.1%`: what was typed, to four digits.
private func percentText(_ share: Double) -> String {
  let text = String((share * 1_000_000).rounded() / 10_000)
  return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "%"
}

/// `40ms`, in the largest unit that leaves a whole number.
private func timeText(_ nanoseconds: UInt64) -> String {
  for (unit, size) in [("s", 1_000_000_000), ("ms", 1_000_000)] as [(String, UInt64)]
  where nanoseconds % size == 0 {
    return "\(nanoseconds / size)\(unit)"
  }
  return "\(nanoseconds / 1000)us"
}

private func rateText(_ bits: Int) -> String {
  for (unit, size) in [("gbit", 1_000_000_000), ("mbit", 1_000_000), ("kbit", 1000)]
  where bits % size == 0 {
    return "\(bits / size)\(unit)"
  }
  return "\(bits)bit"
}

private func queueText(_ bytes: Int) -> String {
  for (unit, shift) in [("G", 30), ("M", 20), ("K", 10)]
  where bytes % (1 << shift) == 0 && bytes > 0 {
    return "\(bytes >> shift)\(unit)"
  }
  return "\(bytes)"
}
