internal import Log

extension Transfer {
  /// `1.2 GiB of 4 GiB sent in 1.20 s, 1 GiB/s`
  var text: String {
    let whole = of.flatMap { $0 == bytes ? nil : " of \(sizeText($0))" } ?? ""
    let seconds = Double(nanoseconds) / 1e9
    let rate = seconds > 0 ? ", \(sizeText(Int(min(Double(bytes) / seconds, 1e18))))/s" : ""
    return "\(sizeText(bytes))\(whole) \(isSent ? "sent" : "received")"
      + " in \(durationText(nanoseconds))\(rate)"
  }
}
