/// A socket's address, as plain bytes: no sockaddr leaves this room.
public enum SocketAddress: Hashable, Sendable {
  /// Four bytes in network order, most significant first in the integer, and a port.
  case ipv4(UInt32, port: UInt16)
  /// Sixteen bytes, a port and a scope (an interface index, 0 for none).
  case ipv6(IPv6Bytes, port: UInt16, scope: UInt32)
  /// A path in the file system, as bytes (at most 108, unix(7)).
  case unixPath([UInt8])
  /// A name in Linux's abstract namespace, without the leading NUL.
  case unixAbstract([UInt8])
  /// A Unix socket without a name.
  case unixUnnamed
  /// Any other family: what the kernel gave, with the family's number.
  case other(family: UInt16, bytes: [UInt8])

  public static func loopback(port: UInt16) -> SocketAddress { .ipv4(0x7f00_0001, port: port) }
  public static func any(port: UInt16) -> SocketAddress { .ipv4(0, port: port) }

  public var port: UInt16? {
    switch self {
    case .ipv4(_, let port), .ipv6(_, let port, _): port
    default: nil
    }
  }

  /// True for 0.0.0.0 and ::, whatever the port.
  public var isWildcard: Bool {
    switch self {
    case .ipv4(let host, _): host == 0
    case .ipv6(let host, _, _): host == .any
    default: false
    }
  }

  /// True for 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104.
  public var isLoopback: Bool {
    switch self {
    case .ipv4(let host, _): host >> 24 == 127
    case .ipv6(let host, _, _): host == .loopback || host.mapped.map { $0 >> 24 == 127 } ?? false
    default: false
    }
  }

  /// True for 224.0.0.0/4 and ff00::/8 (RFC 1112, RFC 4291).
  public var isMulticast: Bool {
    switch self {
    case .ipv4(let host, _): host >> 28 == 0xe
    case .ipv6(let host, _, _): host.high >> 56 == 0xff
    default: false
    }
  }

  public func with(port: UInt16) -> SocketAddress {
    switch self {
    case .ipv4(let host, _): .ipv4(host, port: port)
    case .ipv6(let host, _, let scope): .ipv6(host, port: port, scope: scope)
    default: self
    }
  }
}

/// An IPv6 address as two halves in network order, most significant first.
public struct IPv6Bytes: Hashable, Sendable {
  public var high: UInt64
  public var low: UInt64
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
  public static let any = IPv6Bytes(high: 0, low: 0)
  public static let loopback = IPv6Bytes(high: 0, low: 1)

  /// The IPv4 address of ::ffff:a.b.c.d, if it is one.
  public var mapped: UInt32? {
    high == 0 && low >> 32 == 0xffff ? UInt32(truncatingIfNeeded: low) : nil
  }

  public var bytes: [UInt8] {
    [high, low].flatMap { half in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
    }
  }

  /// From sixteen bytes in network order; nil for any other count.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 16 else { return nil }
    self.init(
      high: bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) },
      low: bytes[8...].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
