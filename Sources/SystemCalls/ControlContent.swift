extension ControlMessage {
  /// What it says, where that is known.
  public enum Content: Hashable, Sendable {
    case rights([Int32])
    case credentials(pid: Int32, uid: UInt32, gid: UInt32)
    /// SO_TIMESTAMP: when the packet arrived.
    case timestamp(seconds: Int64, microseconds: Int64)
    /// SO_TIMESTAMPNS: the same, finer.
    case fineTimestamp(Timestamp)
    /// SO_TIMESTAMPING: as the kernel's clock had it, and as the device's; the one between is no more used.
    case timestamps([Timestamp])
    /// SCM_TIMESTAMPING_PKTINFO: the device that stamped, by its index, and the packet's length there.
    case stampedPacket(interface: Int32, length: UInt32)
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
    /// IP_ORIGDSTADDR, IPV6_ORIGDSTADDR: where it was to go before it was translated.
    case destination(SocketAddress)
    /// IPV6_PATHMTU: to whom, and the MTU in bytes.
    case pathMTU(SocketAddress, UInt32)
    /// A count, or a mark.
    case number(UInt32)
    /// Bits of the packet's header, or a sum over it.
    case bits(UInt32)
    /// A security label.
    case label([UInt8])
    case other
  }

  /// struct timespec
  public struct Timestamp: Hashable, Sendable {
    public var seconds: Int64
    public var nanoseconds: Int64
  }

  /// struct sock_extended_err (ip(7)), and the address behind it.
  public struct SocketError: Hashable, Sendable {
    public var errno: UInt32
    /// SO_EE_ORIGIN_LOCAL 1, ICMP 2, ICMP6 3, TIMESTAMPING 4, ZEROCOPY 5.
    public var origin: UInt8
    public var type: UInt8
    public var code: UInt8
    public var info: UInt32
    public var data: UInt32
    public var offender: SocketAddress?
  }

  public var content: Content {
    switch level {
    case 1: ofSocket
    case 0: ofIP
    case 41: ofIPv6
    // TCP_INQ, UDP_GRO
    case 6 where type == 36 && data.count >= 4, 17 where type == 104 && data.count >= 4:
      .number(number(at: 0))
    default: .other
    }
  }

  /// SOL_SOCKET (socket(7), Documentation/networking/timestamping.rst)
  private var ofSocket: Content {
    switch type {
    case 1: .rights(numbers)
    case 2 where data.count >= 12:
      .credentials(pid: number(at: 0), uid: number(at: 4), gid: number(at: 8))
    case 3 where !data.isEmpty: .label(data)
    case 29 where data.count >= 16:
      .timestamp(seconds: number(at: 0), microseconds: number(at: 8))
    case 35 where data.count >= 16: .fineTimestamp(timestamp(at: 0))
    case 37 where data.count >= 48: .timestamps([0, 16, 32].map(timestamp))
    // SO_MARK, SO_RXQ_OVFL, SO_WIFI_STATUS
    case 36 where data.count >= 4, 40 where data.count >= 4, 41 where data.count >= 4:
      .number(number(at: 0))
    case 58 where data.count >= 8: .stampedPacket(interface: number(at: 0), length: number(at: 4))
    default: .other
    }
  }

  /// ip(7)
  private var ofIP: Content {
    switch type {
    case 1 where data.count == 1: .urgency(Int32(data[0]))
    case 1 where data.count >= 4: .urgency(number(at: 0))
    case 2 where data.count >= 4: .hops(number(at: 0))
    case 8 where data.count >= 12:
      .packetInfo(
        interface: number(at: 0), local: UInt32(bigEndian: number(at: 4)),
        destination: UInt32(bigEndian: number(at: 8)))
    case 11 where data.count >= 32: .error(socketError)
    case 18 where !data.isEmpty: .label(data)
    case 20 where data.count >= 16: address(at: 0).map { .destination($0) } ?? .other
    case 23 where data.count >= 4: .bits(number(at: 0))
    case 25 where data.count >= 4: .number(number(at: 0))
    default: .other
    }
  }

  /// ipv6(7), RFC 3542
  private var ofIPv6: Content {
    switch type {
    case 11 where data.count >= 4: .bits(UInt32(bigEndian: number(at: 0)))
    case 25 where data.count >= 16: .error(socketError)
    case 50 where data.count >= 20: packetInfo6
    case 52 where data.count >= 4: .hops(number(at: 0))
    case 61 where data.count >= 32: address(at: 0).map { .pathMTU($0, number(at: 28)) } ?? .other
    case 67 where data.count >= 4: .urgency(number(at: 0))
    case 74 where data.count >= 28: address(at: 0).map { .destination($0) } ?? .other
    case 77 where data.count >= 4: .number(number(at: 0))
    default: .other
    }
  }

  private var numbers: [Int32] {
    stride(from: 0, through: data.count - 4, by: 4).map { number(at: $0) }
  }

  private func timestamp(at offset: Int) -> Timestamp {
    Timestamp(seconds: number(at: offset), nanoseconds: number(at: offset + 8))
  }

  private func address(at offset: Int) -> SocketAddress? {
    data[offset...].withUnsafeBytes { SocketAddress(raw: $0) }
  }

  private var packetInfo6: Content {
    guard let host = IPv6Bytes(bytes: data.prefix(16)) else { return .other }
    return .packetInfo6(interface: number(at: 16), destination: host)
  }

  private var socketError: SocketError {
    SocketError(
      errno: number(at: 0), origin: data[4], type: data[5], code: data[6], info: number(at: 8),
      data: number(at: 12), offender: address(at: 16))
  }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
    SystemCalls.number(data, at: offset)
  }
}
