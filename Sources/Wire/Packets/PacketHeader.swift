public import Log
public import SystemCalls

/// What the headers of an IP packet say (RFC 791, RFC 8200).
public struct PacketHeader: Hashable, Sendable {
  /// The ends, with port 0 where the protocol has none or the port is in another fragment.
  public var source: SocketAddress
  public var destination: SocketAddress
  /// IPPROTO_ of what the packet carries.
  public var protocolNumber: UInt8
  public var content: Content
  /// The whole packet as its header has it, in bytes.
  public var length: Int
  /// Where in the packet the transport's header begins, in bytes.
  public var transportOffset: Int
  /// Bytes of hops left: TTL, or IPv6's hop limit.
  public var hopLimit: UInt8
  /// IPv4's DF; true for IPv6, whose routers never fragment.
  public var mayNotBeFragmented: Bool

  public enum Content: Hashable, Sendable {
    case segment(TCPHeader)
    /// UDP: the length of its data, in bytes.
    case datagram(length: Int)
    /// ICMP and ICMPv6: the type and the code, and the numbers of an echo.
    case control(type: UInt8, code: UInt8, echo: PacketSeen.Echo? = nil)
    /// A fragment that is not the first; `offset` in bytes of the whole.
    case fragment(identification: UInt32, offset: Int)
    /// Another protocol.
    case other
  }
}

/// What a TCP header says (RFC 9293).
public struct TCPHeader: Hashable, Sendable {
  public var sequence: UInt32
  public var acknowledgement: UInt32
  public var flags: TCPFlags
  /// As it stands, not scaled.
  public var window: UInt16
  /// Bytes of data.
  public var length: Int
  /// The window scale option's shift, which only a SYN has.
  public var windowShift: UInt8?

  /// What the segment takes of the sequence space: SYN and FIN count as one each.
  public var sequenceLength: UInt32 {
    UInt32(truncatingIfNeeded: length) &+ (flags.contains(.syn) ? 1 : 0)
      &+ (flags.contains(.fin) ? 1 : 0)
  }

  /// Nothing but an acknowledgement.
  public var isPureACK: Bool {
    length == 0 && flags.contains(.ack) && flags.isDisjoint(with: [.syn, .fin, .rst])
  }
}

/// TCP's control bits.
public struct TCPFlags: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let fin = TCPFlags(rawValue: 0x01)
  public static let syn = TCPFlags(rawValue: 0x02)
  public static let rst = TCPFlags(rawValue: 0x04)
  public static let psh = TCPFlags(rawValue: 0x08)
  public static let ack = TCPFlags(rawValue: 0x10)
  public static let urg = TCPFlags(rawValue: 0x20)
  public static let ece = TCPFlags(rawValue: 0x40)
  public static let cwr = TCPFlags(rawValue: 0x80)
}
