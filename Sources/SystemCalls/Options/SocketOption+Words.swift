extension SocketOption {
  /// A value of this option in its own terms: `on`, `on, 5 s`, `200 ms`, `no limit`, `cubic`; in a
  /// network with these interfaces.
  public func words(for value: OptionValue, on interfaces: InterfaceNames = .own) -> String {
    switch value {
    case .integer(let number): words(for: number)
    case .linger(0, _): "off"
    case .linger(_, let seconds): "on, \(seconds) s"
    case .time(0, 0): "no limit"
    case .time(let seconds, let microseconds): timeText(seconds, microseconds)
    case .text(let bytes): bytes.first ?? 0 == 0 ? "none" : nameText(bytes)
    case .interface(0), .networkInterface(0): "none"
    case .interface(let number), .networkInterface(let number):
      interfaces.name(of: number) ?? "interface \(number)"
    case .credentials(0, _, _): "none"
    case .credentials(let pid, let uid, let gid): "pid \(pid), uid \(uid), gid \(gid)"
    case .unsigned(.max): "no limit"
    case .bytes(let bytes): structureText(name, bytes) ?? "\(bytes.count) bytes"
    default: value.text(on: interfaces)
    }
  }

  private func words(for number: Int32) -> String {
    switch type {
    case .flag: number == 0 ? "off" : number == 1 ? "on" : "on (\(number))"
    case .duration(let unit): "\(number) \(unit.rawValue)"
    default: "\(number)"
    }
  }
}

/// `1500 ms`, `2 s`, `250 us`
private func timeText(_ seconds: Int64, _ microseconds: Int64) -> String {
  let (whole, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000)
  let (total, overflowedToo) = whole.addingReportingOverflow(microseconds)
  if overflowed || overflowedToo { return "{tv_sec=\(seconds), tv_usec=\(microseconds)}" }
  if total % 1_000_000 == 0 { return "\(total / 1_000_000) s" }
  return total % 1000 == 0 ? "\(total / 1000) ms" : "\(total) us"
}

/// The name before the zero bytes, with what is no visible character escaped.
private func nameText(_ bytes: [UInt8]) -> String {
  let quoted = straceQuoted(bytes.prefix { $0 != 0 })
  return String(quoted.dropFirst().dropLast())
}
