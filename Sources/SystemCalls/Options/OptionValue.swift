/// The value of a socket option.
public enum OptionValue: Hashable, Sendable {
  case integer(Int32)
  /// A pending error by number, 0 for none; only getsockopt gives it.
  case error(Int32)
  /// SOCK_STREAM, IP_PMTUDISC_DO and the like, by number.
  case named(Int32, OptionNames)
  /// struct linger; `onOff` is 0 or not.
  case linger(onOff: Int32, seconds: Int32)
  /// struct timeval
  case time(seconds: Int64, microseconds: Int64)
  /// What the kernel gave where it was of another length than the option's type, or a structure.
  case bytes([UInt8])
  /// A name with whatever zero bytes are behind it.
  case text([UInt8])
  /// An interface by its number, and the same in network byte order.
  case interface(Int32)
  case networkInterface(Int32)
  /// Where multicast goes out: struct in_addr, or ip_mreqn where the interface is numbered.
  case outgoing(local: UInt32, interface: Int32?)
  /// struct ip_mreq, or ip_mreqn where the interface is numbered.
  case membership(group: UInt32, local: UInt32, interface: Int32?)
  /// struct ip_mreq_source
  case sourceMembership(group: UInt32, local: UInt32, source: UInt32)
  /// struct ipv6_mreq
  case membership6(group: IPv6Bytes, interface: Int32)
  /// struct ucred
  case credentials(pid: Int32, uid: UInt32, gid: UInt32)
  case unsigned(UInt64)

  /// As C has it in memory.
  public var bytes: [UInt8] {
    switch self {
    case .integer(let number), .error(let number), .named(let number, _), .interface(let number):
      native(number)
    case .networkInterface(let number): native(number.bigEndian)
    case .linger(let onOff, let seconds): native(onOff) + native(seconds)
    case .time(let seconds, let microseconds): native(seconds) + native(microseconds)
    case .bytes(let bytes), .text(let bytes): bytes
    case .outgoing(let local, let interface):
      interface.map { network(0, local) + native($0) } ?? network(local)
    case .membership(let group, let local, let interface):
      network(group, local) + (interface.map(native) ?? [])
    case .sourceMembership(let group, let local, let source): network(group, local, source)
    case .membership6(let group, let interface): group.bytes + native(interface)
    case .credentials(let pid, let uid, let gid): native(pid) + native(uid) + native(gid)
    case .unsigned(let number): native(number)
    }
  }

  /// From what getsockopt(2) wrote.
  public init(_ bytes: [UInt8], as type: OptionType) {
    self = OptionValue.value(of: bytes, as: type) ?? .bytes(bytes)
  }

  /// Nil where the length is not the type's.
  private static func value(of bytes: [UInt8], as type: OptionType) -> OptionValue? {
    if type == .text { return .text(bytes) }
    guard bytes.count == type.size else { return nil }
    switch type {
    case .flag, .integer, .size, .duration: return .integer(number(bytes, at: 0))
    case .error: return .error(number(bytes, at: 0))
    case .named(let names): return .named(number(bytes, at: 0), names)
    case .linger: return .linger(onOff: number(bytes, at: 0), seconds: number(bytes, at: 4))
    case .time: return .time(seconds: number(bytes, at: 0), microseconds: number(bytes, at: 8))
    case .interface: return .interface(number(bytes, at: 0))
    case .networkInterface: return .networkInterface(Int32(bigEndian: number(bytes, at: 0)))
    case .outgoing: return .outgoing(local: address(bytes, at: 0), interface: nil)
    case .credentials:
      return .credentials(
        pid: number(bytes, at: 0), uid: number(bytes, at: 4), gid: number(bytes, at: 8))
    case .unsigned: return .unsigned(number(bytes, at: 0))
    case .membership, .sourceMembership, .membership6, .structure, .text: return nil
    }
  }
}

private func native(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number) { Array($0) }
}

private func network(_ numbers: UInt32...) -> [UInt8] {
  numbers.flatMap { native($0.bigEndian) }
}

private func address(_ bytes: [UInt8], at offset: Int) -> UInt32 {
  UInt32(bigEndian: number(bytes, at: offset))
}

/// A number as it stands in memory.
func number<Number: FixedWidthInteger & BitwiseCopyable>(
  _ bytes: [UInt8], at offset: Int
) -> Number {
  bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
}
