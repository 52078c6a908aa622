/// Bytes as data that the parser reads back to the same bytes: `"GET \xff" repeat "A" 4000`.
public func dataText(_ bytes: [UInt8]) -> String {
  if bytes.isEmpty { return "\"\"" }
  var terms: [String] = []
  var plain: [UInt8] = []
  var rest = bytes[...]
  while let first = rest.first {
    let run = rest.prefix { $0 == first }
    if run.count >= shortestRun {
      if !plain.isEmpty { terms.append(quotedData(plain)) }
      plain = []
      terms.append("repeat \(quotedData([first])) \(run.count)")
    } else {
      plain += run
    }
    rest = rest[run.endIndex...]
  }
  if !plain.isEmpty { terms.append(quotedData(plain)) }
  return terms.joined(separator: " ")
}

/// Fewer bytes of a kind are written out.
private let shortestRun = 24

private func quotedData(_ bytes: [UInt8]) -> String {
  "\"" + bytes.map(escaped).joined() + "\""
}

private func escaped(_ byte: UInt8) -> String {
  switch byte {
  case UInt8(ascii: "\n"): return #"\n"#
  case UInt8(ascii: "\r"): return #"\r"#
  case UInt8(ascii: "\t"): return #"\t"#
  case UInt8(ascii: "\""): return #"\""#
  case UInt8(ascii: "\\"): return #"\\"#
  case UInt8(ascii: "{"): return "{{"
  case 0x20..<0x7f: return String(UnicodeScalar(byte))
  default:
    let digits = String(byte, radix: 16)
    return #"\x"# + (byte < 16 ? "0" : "") + digits
  }
}
