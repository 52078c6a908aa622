internal import SystemCalls

/// Four decimal numbers of 0 to 255 without leading zeros, as inet_pton(3) reads them.
func ipv4(_ text: some StringProtocol) -> UInt32? {
  let parts = text.split(separator: ".", maxSplits: 4, omittingEmptySubsequences: false)
  guard parts.count == 4 else { return nil }
  var host: UInt32 = 0
  for part in parts {
    guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy(\.isDigit),
      part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part)
    else { return nil }
    host = host << 8 | UInt32(byte)
  }
  return host
}

/// An IPv6 address as RFC 4291 section 2.2 writes it, without brackets or scope.
func ipv6(_ text: some StringProtocol) -> IPv6Bytes? {
  guard text.utf8.count <= 45 else { return nil }
  let text = String(text)
  guard let gap = doubleColon(in: text) else {
    return groups(of: text).flatMap { $0.count == 16 ? IPv6Bytes(bytes: $0) : nil }
  }
  let tail = text.index(gap, offsetBy: 2)
  guard let head = groups(of: text[..<gap], mayEndInIPv4: false),
    let rest = groups(of: text[tail...]), head.count + rest.count <= 14
  else { return nil }
  let zeros = [UInt8](repeating: 0, count: 16 - head.count - rest.count)
  return IPv6Bytes(bytes: head + zeros + rest)
}

private func doubleColon(in text: String) -> String.Index? {
  var before: Character?
  for index in text.indices {
    if text[index] == ":", before == ":" { return text.index(before: index) }
    before = text[index]
  }
  return nil
}

/// The bytes of groups between colons; nil if one is no group. The last may be an IPv4 address.
private func groups(of text: some StringProtocol, mayEndInIPv4: Bool = true) -> [UInt8]? {
  guard !text.isEmpty else { return [] }
  let parts = text.split(separator: ":", maxSplits: 8, omittingEmptySubsequences: false)
  var bytes: [UInt8] = []
  for (index, part) in parts.enumerated() {
    if mayEndInIPv4, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
      guard let host = ipv4(part) else { return nil }
      bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: host >> $0) }
    } else {
      guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0.hexDigit != nil }),
        let group = UInt16(part, radix: 16)
      else { return nil }
      bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
    }
  }
  return bytes
}
