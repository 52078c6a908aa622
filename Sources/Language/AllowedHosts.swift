internal import Log
public import SystemCalls

/// Whom `allow` speaks of: a network, which may be a single host, or a name.
public enum AllowedHosts: Hashable, Sendable {
  case network(HostNetwork)
  /// A name for the resolver.
  case name(String)
}

/// `192.168.1.0/24`, `10.0.0.7`, `2001:db8::/32`: the addresses that begin with the same bits.
public struct HostNetwork: Hashable, Sendable, CustomStringConvertible {
  /// Of IPv4 or IPv6, in network order; zero behind the prefix.
  public let bytes: [UInt8]
  /// The prefix's length.
  public let bits: Int

  init(_ bytes: [UInt8], bits: Int) {
    self.bits = bits
    self.bytes = bytes.enumerated().map { index, byte in
      byte & HostNetwork.mask(bits - 8 * index)
    }
  }

  /// The host of an address alone; nil for a Unix socket's.
  public init?(hostOf address: SocketAddress) {
    guard let bytes = address.hostBytes else { return nil }
    self.init(bytes, bits: 8 * bytes.count)
  }

  public func contains(_ address: SocketAddress) -> Bool {
    guard let host = address.hostBytes, host.count == bytes.count else { return false }
    return HostNetwork(host, bits: bits) == self
  }

  /// All of it is 127.0.0.0/8, or it is ::1.
  public var isLoopback: Bool {
    bytes.count == 4
      ? bytes[0] == 127 && bits >= 8
      : bits == 128 && bytes == [UInt8](repeating: 0, count: 15) + [1]
  }

  public var description: String {
    let host = SocketAddress(hostBytes: bytes, port: 0)?.hostText ?? ""
    return bits == 8 * bytes.count ? host : "\(host)/\(bits)"
  }

  /// The first so many bits of a byte.
  private static func mask(_ count: Int) -> UInt8 {
    count >= 8 ? 0xff : count <= 0 ? 0 : ~(0xff >> UInt8(count))
  }
}

extension SocketAddress {
  /// The host's bytes in network order; an IPv4 address mapped into IPv6 is that address.
  var hostBytes: [UInt8]? {
    switch self {
    case .ipv4(let host, _): HostBytes.ipv4(host)
    case .ipv6(let host, _, _): host.mapped.map(HostBytes.ipv4) ?? host.bytes
    default: nil
    }
  }

  public init?(hostBytes bytes: [UInt8], port: UInt16) {
    if bytes.count == 4 {
      self = .ipv4(bytes.reduce(0) { $0 << 8 | UInt32($1) }, port: port)
    } else if let host = IPv6Bytes(bytes: bytes) {
      self = .ipv6(host, port: port, scope: 0)
    } else {
      return nil
    }
  }

  /// The address without its port: `127.0.0.1`, `::1`.
  public var hostText: String {
    let text = with(port: 0).description.dropLast(2)
    return text.hasPrefix("[") ? String(text.dropFirst().dropLast()) : String(text)
  }
}

private enum HostBytes {
  static func ipv4(_ host: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: host >> $0) }
  }
}

extension Parameter where Value == AllowedHosts? {
  static func allowedHosts() -> Parameter {
    let summary = """
      a host, a network such as 192.168.1.0/24, or a name; without it, lists what is allowed
      """
    return Parameter("[HOST]", summary) { reader throws(Diagnostic) in
      reader.offer("HOST", .nothing)
      guard let token = reader.peek else { return nil }
      reader.skip()
      return try reader.allowedHosts(token)
    }
  }
}

extension Reader {
  /// Larger networks are nobody's own.
  private static let shortestPrefix = [4: 8, 16: 32]

  fileprivate func allowedHosts(_ token: Token) throws(Diagnostic) -> AllowedHosts {
    let parts = token.text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard token.kind == .word, let host = parts.first else {
      throw unexpected(token, expected: "a host or a network")
    }
    guard let bytes = hostBytes(String(host)) else {
      guard parts.count == 1 else {
        throw wrong(token, "a network begins with an address", advice: "as in 192.168.1.0/24")
      }
      return .name(try hostName(token))
    }
    guard parts.count == 2 else { return .network(HostNetwork(bytes, bits: 8 * bytes.count)) }
    guard parts[1].utf8.allSatisfy(\.isDigit), let bits = Int(parts[1]), bits <= 8 * bytes.count
    else {
      throw wrong(token, "a prefix has 0 to \(8 * bytes.count) bits", advice: "as in \(host)/24")
    }
    let least = Reader.shortestPrefix[bytes.count] ?? 0
    guard bits >= least else {
      throw wrong(
        token, "a network as large as /\(bits) is nobody's own",
        advice: "at most /\(least) can be allowed at once")
    }
    return .network(HostNetwork(bytes, bits: bits))
  }

  /// An address as bytes, in brackets or not.
  func hostBytes(_ host: String) -> [UInt8]? {
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    let bare = isBracketed ? String(host.dropFirst().dropLast()) : host
    if let address = ipv4(bare) { return SocketAddress.ipv4(address, port: 0).hostBytes }
    return ipv6(bare).flatMap { SocketAddress.ipv6($0, port: 0, scope: 0).hostBytes }
  }

  /// A name that the resolver can be asked for.
  func hostName(_ token: Token) throws(Diagnostic) -> String {
    if case .name(let name, _)? = try? AddressReference(token.text + ":0") { return name }
    let isNumeric = token.text.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
    throw wrong(
      token, "\(quoted(token.text)) is no host",
      advice: isNumeric
        ? "an IPv4 address is four numbers from 0 to 255, as in 192.168.1.7"
        : "a host has no port: 192.168.1.7, ::1, name.example")
  }
}
