internal import SystemCalls

/// An address as it can be typed: `127.0.0.1:9000`, `[::1]:9000`, `./s.sock`, `unix:@name`.
func text(of address: SocketAddress) -> String {
  switch address {
  case .ipv4(let host, let port): "\(dotted(host)):\(port)"
  case .ipv6(let host, let port, let scope):
    "[\(colonned(host))\(scope == 0 ? "" : "%\(scope)")]:\(port)"
  case .unixPath(let path): pathText(path)
  case .unixAbstract(let name): "unix:@" + escapedName(name)
  case .unixUnnamed: "unix:(unnamed)"
  case .other(let family, let bytes): "family \(family), \(bytes.count) bytes"
  }
}

private func dotted(_ host: UInt32) -> String {
  [24, 16, 8, 0].map { "\(host >> $0 & 0xff)" }.joined(separator: ".")
}

/// RFC 5952: the longest run of two zero groups or more, the first of several, becomes `::`.
private func colonned(_ host: IPv6Bytes) -> String {
  if let mapped = host.mapped { return "::ffff:" + dotted(mapped) }
  let bytes = host.bytes
  let groups = (0..<8).map { Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1]) }
  let hex: (ArraySlice<Int>) -> String = {
    $0.map { String($0, radix: 16) }.joined(separator: ":")
  }
  guard let run = longestZeros(groups) else { return hex(groups[...]) }
  return hex(groups[..<run.lowerBound]) + "::" + hex(groups[run.upperBound...])
}

private func longestZeros(_ groups: [Int]) -> Range<Int>? {
  var best = 0..<0
  var start = 0
  for index in 0...groups.count where index == groups.count || groups[index] != 0 {
    if index - start > best.count { best = start..<index }
    start = index + 1
  }
  return best.count >= 2 ? best : nil
}

/// A path as it is typed has a `/`; without one it would read as a name.
private func pathText(_ path: [UInt8]) -> String {
  (path.contains(UInt8(ascii: "/")) ? "" : "./") + escapedName(path)
}

private func escapedName(_ name: [UInt8]) -> String {
  let quoting = Quoting(utf8: true)
  return quoting.units(of: name[...]).map(\.text).joined()
}
