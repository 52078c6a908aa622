internal import SystemCalls

/// An address as a person writes it: `127.0.0.1:9000`, `[::1]:9000`, `./s.sock`, `unix:@name`.
///
/// Bytes of a path that are not printable ASCII are shown as `\xNN`.
func text(of address: SocketAddress) -> String {
  switch address {
  case .ipv4(let host, let port): "\(dotted(host)):\(port)"
  case .ipv6(let host, let port, let scope):
    "[\(colons(host))\(scope == 0 ? "" : "%\(scope)")]:\(port)"
  case .unixPath(let path): printable(path)
  case .unixAbstract(let name): "unix:@\(printable(name))"
  case .unixUnnamed: "an unnamed Unix socket"
  case .other(let family, _): "an address of family \(family)"
  }
}

/// The host alone, without the port.
func hostText(of address: SocketAddress) -> String {
  switch address {
  case .ipv4(let host, _): dotted(host)
  case .ipv6(let host, _, let scope): colons(host) + (scope == 0 ? "" : "%\(scope)")
  default: text(of: address)
  }
}

private func dotted(_ host: UInt32) -> String {
  [24, 16, 8, 0].map { String(host >> UInt32($0) & 0xff) }.joined(separator: ".")
}

/// RFC 5952: lower case, no leading zeros, the longest run of two zero groups or more as `::`.
private func colons(_ host: IPv6Bytes) -> String {
  if let mapped = host.mapped { return "::ffff:\(dotted(mapped))" }
  let bytes = host.bytes
  let groups = stride(from: 0, to: 16, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
  let words = groups.map { String($0, radix: 16) }
  guard let run = longestZeros(groups) else { return words.joined(separator: ":") }
  return words[..<run.lowerBound].joined(separator: ":") + "::"
    + words[run.upperBound...].joined(separator: ":")
}

private func longestZeros(_ groups: [Int]) -> Range<Int>? {
  var best = 0..<0
  var start = 0
  for index in groups.indices {
    if groups[index] != 0 { start = index + 1 }
    if index + 1 - start > best.count { best = start..<(index + 1) }
  }
  return best.count > 1 ? best : nil
}

private func printable(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    if (0x20..<0x7f).contains(byte), byte != 0x60 { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count == 1 ? "0" : "") + digits
  }.joined()
}

/// `a`, `a and b`, `a, b and c`; beyond six, how many more.
func list(_ words: [String]) -> String {
  if words.count > 6 {
    return words.prefix(5).joined(separator: ", ") + " and \(words.count - 5) more"
  }
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

func text(of address: SocketAddress?) -> String { address.map { text(of: $0) } ?? "no address" }

/// The beginning of a sentence: a capital for plain words; the name of a role stays as it is typed.
func sentence(_ words: String) -> String {
  words.hasPrefix("the ") ? "The " + words.dropFirst(4) : words
}
