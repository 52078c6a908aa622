internal import Glibc

extension SocketAddress: CustomStringConvertible {
  /// `127.0.0.1:9000`, `[::1]:9000`, `[fe80::1%2]:80`, `./s.sock`, `unix:@name`; control characters
  /// are escaped.
  public var description: String {
    switch self {
    case .ipv4(let host, let port): "\(ipv4Text(host)):\(port)"
    case .ipv6(let host, let port, 0): "[\(host)]:\(port)"
    case .ipv6(let host, let port, let scope): "[\(host)%\(scope)]:\(port)"
    case .unixPath(let path): (path.contains(0x2f) ? "" : "unix:") + printable(path)
    case .unixAbstract(let name): "unix:@\(printable(name))"
    case .unixUnnamed: "unix:unnamed"
    case .other(let family, let bytes):
      LinkAddress(self)?.text(on: InterfaceNames([:])) ?? NetlinkAddress(self)?.description
        ?? ([ConstantTable.addressFamily.text(Int(family))] + bytes.prefix(14).map(twoDigits))
        .joined(separator: " ")
    }
  }

  /// As `description`, with the scope by the name of its interface, where there is one of that number:
  /// `[fe80::1%eth0]:80`.
  public func text(on interfaces: InterfaceNames) -> String {
    if let link = LinkAddress(self) { return link.text(on: interfaces) }
    guard case .ipv6(let host, let port, let scope) = self, scope != 0,
      let name = Int32(exactly: scope).flatMap(interfaces.name)
    else { return description }
    return "[\(host)%\(name)]:\(port)"
  }

  /// From `127.0.0.1:9000`, `[::1]:9000`, `[fe80::1%lo]:9000`, `unix:@name`, or a path, which has a
  /// `/`; nil for anything else, and for a path or name that is too long for unix(7).
  public init?(literal: some StringProtocol) {
    if literal.hasPrefix("unix:@") {
      let name = Array(literal.dropFirst(6).utf8)
      guard name.count < 108 else { return nil }
      self = .unixAbstract(name)
    } else if literal == "unix:unnamed" {
      self = .unixUnnamed
    } else if literal.contains("/") {
      let path = Array(literal.utf8)
      guard path.count <= 108, !path.contains(0) else { return nil }
      self = .unixPath(path)
    } else if let colon = literal.lastIndex(of: ":"),
      let port = decimalPort(literal[literal.index(after: colon)...])
    {
      self.init(host: String(literal[..<colon]), port: port)
    } else {
      return nil
    }
  }

  /// From a dotted quad, or an IPv6 address in brackets.
  private init?(host: String, port: UInt16) {
    if host.first == "[", host.last == "]" {
      self.init(bracketed: host.dropFirst().dropLast(), port: port)
    } else {
      guard let bytes = presentation(host, family: AF_INET, size: 4) else { return nil }
      self = .ipv4(bytes.reduce(0) { $0 << 8 | UInt32($1) }, port: port)
    }
  }

  private init?(bracketed: Substring, port: UInt16) {
    let parts = bracketed.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let host = IPv6Bytes(String(first)) else { return nil }
    var scope: UInt32 = 0
    if parts.count == 2 {
      scope = UInt32(parts[1]) ?? if_nametoindex(String(parts[1]))
      guard scope != 0 else { return nil }
    }
    self = .ipv6(host, port: port, scope: scope)
  }
}

extension IPv6Bytes: CustomStringConvertible {
  /// As RFC 5952 writes it: `::1`, `fe80::1`, `::ffff:127.0.0.1`.
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// From an address in any of RFC 4291's forms, without brackets or scope.
  public init?(_ text: String) {
    guard let bytes = presentation(text, family: AF_INET6, size: 16) else { return nil }
    self.init(bytes: bytes)
  }
}

/// inet_pton(3); a NUL in the text, which would end it early, is refused.
private func presentation(_ text: String, family: Int32, size: Int) -> [UInt8]? {
  guard !text.utf8.contains(0) else { return nil }
  var bytes = [UInt8](repeating: 0, count: size)
  return inet_pton(family, text, &bytes) == 1 ? bytes : nil
}

private func decimalPort(_ text: some StringProtocol) -> UInt16? {
  guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return UInt16(text)
}

func ipv4Text(_ host: UInt32) -> String {
  "\(host >> 24).\(host >> 16 & 0xff).\(host >> 8 & 0xff).\(host & 0xff)"
}

func twoDigits(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}

/// A name's bytes, with everything escaped that is no visible character: controls, bidirectional
/// overrides, spaces other than U+0020, and what is not UTF-8.
private func printable(_ bytes: [UInt8]) -> String {
  guard let text = String(validating: bytes, as: UTF8.self) else {
    return bytes.map {
      (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "\\x\(twoDigits($0))"
    }
    .joined()
  }
  return text.unicodeScalars.map(printable).joined()
}

private func printable(_ scalar: UnicodeScalar) -> String {
  switch scalar.properties.generalCategory {
  case .control where scalar.value < 0x80: "\\x\(twoDigits(UInt8(scalar.value)))"
  case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
    "\\u{\(String(scalar.value, radix: 16))}"
  default: String(scalar)
  }
}
