/// Ancillary data: one struct cmsghdr and what follows it (cmsg(3)).
public struct ControlMessage: Hashable, Sendable {
  /// SOL_SOCKET, IPPROTO_IP, …
  public var level: Int32
  /// SCM_RIGHTS, IP_PKTINFO, …: what it means hangs on the level.
  public var type: Int32
  /// What follows the header; less than it should be where the room ended.
  public var data: [UInt8]
  /// `cmsg_len`: the header and the data, in bytes.
  public var length: Int { ControlMessage.headerSize + data.count }

  /// The size of a struct cmsghdr, which everything is aligned to the half of.
  static let headerSize = 16

  public init(level: Int32, type: Int32, data: [UInt8]) {
    self.level = level
    self.type = type
    self.data = data
  }

  /// SCM_RIGHTS: the receiver gets a descriptor of its own for each of these open files.
  public static func rights(_ descriptors: [Int32]) -> ControlMessage {
    ControlMessage(level: 1, type: 1, data: descriptors.flatMap(nativeBytes))
  }

  /// SCM_CREDENTIALS: who sends, which the kernel checks.
  public static func credentials(pid: Int32, uid: UInt32, gid: UInt32) -> ControlMessage {
    ControlMessage(level: 1, type: 2, data: nativeBytes(pid) + nativeBytes(uid) + nativeBytes(gid))
  }

  /// IP_PKTINFO: from which address of this host, and through which interface (0 for any).
  public static func packetInfo(source: UInt32, interface: Int32) -> ControlMessage {
    ControlMessage(
      level: 0, type: 8,
      data: nativeBytes(interface) + nativeBytes(source.bigEndian) + nativeBytes(UInt32(0)))
  }

  /// IPV6_PKTINFO: the same over IPv6.
  public static func packetInfo(source: IPv6Bytes, interface: Int32) -> ControlMessage {
    ControlMessage(level: 41, type: 50, data: source.bytes + nativeBytes(interface))
  }

  /// A number of the IP header, as an int: IP_TTL, IP_TOS, IPV6_HOPLIMIT, IPV6_TCLASS.
  public static func number(_ number: Int32, level: Int32, type: Int32) -> ControlMessage {
    ControlMessage(level: level, type: type, data: nativeBytes(number))
  }

  /// What it says, where that is known.
  public enum Content: Hashable, Sendable {
    case rights([Int32])
    case credentials(pid: Int32, uid: UInt32, gid: UInt32)
    /// SO_TIMESTAMP: when the packet arrived.
    case timestamp(seconds: Int64, microseconds: Int64)
    /// IP_PKTINFO: the interface by index, this host's address, and the one in the packet's header.
    case packetInfo(interface: Int32, local: UInt32, destination: UInt32)
    /// IPV6_PKTINFO
    case packetInfo6(interface: Int32, destination: IPv6Bytes)
    /// IP_TTL, IPV6_HOPLIMIT
    case hops(Int32)
    /// IP_TOS, IPV6_TCLASS
    case urgency(Int32)
    /// IP_RECVERR, IPV6_RECVERR: an error that came back, and who reported it.
    case error(SocketError)
    case other
  }

  /// struct sock_extended_err (ip(7)), and the address behind it.
  public struct SocketError: Hashable, Sendable {
    public var errno: UInt32
    /// SO_EE_ORIGIN_LOCAL 1, ICMP 2, ICMP6 3.
    public var origin: UInt8
    public var type: UInt8
    public var code: UInt8
    public var info: UInt32
    public var data: UInt32
    public var offender: SocketAddress?
  }

  public var content: Content {
    switch (level, type) {
    case (1, 1): .rights(numbers)
    case (1, 2) where data.count >= 12:
      .credentials(pid: number(at: 0), uid: number(at: 4), gid: number(at: 8))
    case (1, 29) where data.count >= 16:
      .timestamp(seconds: number(at: 0), microseconds: number(at: 8))
    case (0, 8) where data.count >= 12:
      .packetInfo(
        interface: number(at: 0), local: UInt32(bigEndian: number(at: 4)),
        destination: UInt32(bigEndian: number(at: 8)))
    case (41, 50) where data.count >= 20: packetInfo6
    case (0, 2) where data.count >= 4, (41, 52) where data.count >= 4: .hops(number(at: 0))
    case (0, 1) where data.count >= 4, (41, 67) where data.count >= 4: .urgency(number(at: 0))
    case (0, 1) where data.count == 1: .urgency(Int32(data[0]))
    case (0, 11) where data.count >= 32, (41, 25) where data.count >= 16: .error(socketError)
    default: .other
    }
  }

  private var numbers: [Int32] {
    stride(from: 0, through: data.count - 4, by: 4).map { number(at: $0) }
  }

  private var packetInfo6: Content {
    guard let host = IPv6Bytes(bytes: data.prefix(16)) else { return .other }
    return .packetInfo6(interface: number(at: 16), destination: host)
  }

  private var socketError: SocketError {
    SocketError(
      errno: number(at: 0), origin: data[4], type: data[5], code: data[6], info: number(at: 8),
      data: number(at: 12),
      offender: data[16...].withUnsafeBytes { SocketAddress(raw: $0) })
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
    data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }
}

extension ControlMessage {
  /// As it stands in msg_control: aligned to eight bytes.
  var bytes: [UInt8] {
    let padding = [UInt8](repeating: 0, count: -length & 7)
    return nativeBytes(UInt(length)) + nativeBytes(level) + nativeBytes(type) + data + padding
  }

  /// Takes the control messages out of what the kernel wrote.
  static func list(in control: UnsafeRawBufferPointer) -> [ControlMessage] {
    var list: [ControlMessage] = []
    var rest = control
    while rest.count >= headerSize {
      let length = min(Int(rest.loadUnaligned(as: UInt32.self)), rest.count)
      guard length >= headerSize else { break }
      list.append(
        ControlMessage(
          level: rest.loadUnaligned(fromByteOffset: 8, as: Int32.self),
          type: rest.loadUnaligned(fromByteOffset: 12, as: Int32.self),
          data: Array(rest[headerSize..<length])))
      rest = UnsafeRawBufferPointer(rebasing: rest[min((length + 7) & ~7, rest.count)...])
    }
    return list
  }
}

/// A number as it stands in memory.
func nativeBytes(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number) { Array($0) }
}
