internal import Log
internal import SystemCalls

/// Why bytes are no packet that can be understood.
public enum PacketFault: Error, Hashable, Sendable {
  case empty
  /// Neither IPv4 nor IPv6.
  case version(UInt8)
  /// The header, or what its length fields promise, is longer than what is there.
  case truncated
  /// A length field that no packet can have.
  case length
}

extension PacketFault {
  var text: String {
    switch self {
    case .empty: "no bytes"
    case .version(let version): "version \(version) of IP"
    case .truncated: "shorter than its headers say"
    case .length: "a length that cannot be"
    }
  }
}

extension PacketHeader {
  /// Reads the headers. Takes any bytes whatever: nothing in them is trusted.
  public init(_ bytes: UnsafeRawBufferPointer) throws(PacketFault) {
    guard let first = bytes.first else { throw .empty }
    switch first >> 4 {
    case 4: try self.init(ipv4: PacketBytes(bytes))
    case 6: try self.init(ipv6: PacketBytes(bytes))
    default: throw .version(first >> 4)
    }
  }

  private init(ipv4 bytes: PacketBytes) throws(PacketFault) {
    guard bytes.count >= 20 else { throw .truncated }
    let headerLength = Int(bytes.byte(0) & 0x0f) * 4
    let total = Int(bytes.short(2))
    guard headerLength >= 20, total >= headerLength else { throw .length }
    guard bytes.count >= total else { throw .truncated }
    let fragmentation = bytes.short(6)
    self.init(
      source: .ipv4(bytes.word(12), port: 0), destination: .ipv4(bytes.word(16), port: 0),
      protocolNumber: bytes.byte(9), content: .other, length: total, transportOffset: headerLength,
      hopLimit: bytes.byte(8), mayNotBeFragmented: fragmentation & 0x4000 != 0)
    let offset = Int(fragmentation & 0x1fff) * 8
    guard offset == 0 else {
      content = .fragment(identification: UInt32(bytes.short(4)), offset: offset)
      return
    }
    try readTransport(bytes.prefix(total), isWhole: fragmentation & 0x2000 == 0)
  }

  private init(ipv6 bytes: PacketBytes) throws(PacketFault) {
    guard bytes.count >= 40 else { throw .truncated }
    let total = 40 + Int(bytes.short(4))
    guard bytes.count >= total else { throw .truncated }
    let whole = bytes.prefix(total)
    let chain = try ExtensionHeaders(whole)
    self.init(
      source: .ipv6(whole.address(8), port: 0, scope: 0),
      destination: .ipv6(whole.address(24), port: 0, scope: 0), protocolNumber: chain.next,
      content: .other, length: total, transportOffset: chain.end, hopLimit: bytes.byte(7),
      mayNotBeFragmented: true)
    if let fragment = chain.fragment, fragment.offset != 0 {
      content = .fragment(identification: fragment.identification, offset: fragment.offset)
      return
    }
    try readTransport(whole, isWhole: chain.fragment?.hasMore != true)
  }

  /// The first fragment has the transport's header, but not all of its data.
  private mutating func readTransport(_ packet: PacketBytes, isWhole: Bool) throws(PacketFault) {
    let bytes = packet.dropFirst(transportOffset)
    switch protocolNumber {
    case IPProtocol.tcp:
      guard bytes.count >= 20 else { throw .truncated }
      readPorts(bytes)
      content = .segment(try TCPHeader(bytes))
    case IPProtocol.udp:
      guard bytes.count >= 8 else { throw .truncated }
      readPorts(bytes)
      let length = Int(bytes.short(4))
      guard length >= 8, !isWhole || length <= bytes.count else { throw .length }
      content = .datagram(length: length - 8)
    case IPProtocol.icmp, IPProtocol.icmpv6:
      guard bytes.count >= 4 else { throw .truncated }
      content = .control(type: bytes.byte(0), code: bytes.byte(1), echo: echo(bytes))
    default: break
    }
  }

  /// The numbers of an echo request or reply; nil for other messages.
  private func echo(_ bytes: PacketBytes) -> PacketSeen.Echo? {
    let types: [UInt8] = protocolNumber == IPProtocol.icmp ? [0, 8] : [128, 129]
    guard bytes.count >= 8, types.contains(bytes.byte(0)) else { return nil }
    return PacketSeen.Echo(identifier: Int(bytes.short(4)), sequence: Int(bytes.short(6)))
  }

  private mutating func readPorts(_ bytes: PacketBytes) {
    source = source.with(port: bytes.short(0))
    destination = destination.with(port: bytes.short(2))
  }
}

extension TCPHeader {
  init(_ bytes: PacketBytes) throws(PacketFault) {
    let headerLength = Int(bytes.byte(12) >> 4) * 4
    guard headerLength >= 20, headerLength <= bytes.count else { throw .length }
    self.init(
      sequence: bytes.word(4), acknowledgement: bytes.word(8),
      flags: TCPFlags(rawValue: bytes.byte(13)), window: bytes.short(14),
      length: bytes.count - headerLength, windowShift: nil)
    if flags.contains(.syn) { windowShift = shift(in: bytes, until: headerLength) }
  }

  /// The window scale option (RFC 7323): kind 3, length 3.
  private func shift(in bytes: PacketBytes, until end: Int) -> UInt8? {
    var place = 20
    while place < end {
      let kind = bytes.byte(place)
      if kind == 0 { return nil }
      if kind == 1 {
        place += 1
        continue
      }
      guard place + 1 < end else { return nil }
      let length = Int(bytes.byte(place + 1))
      guard length >= 2, place + length <= end else { return nil }
      if kind == 3, length == 3 { return min(bytes.byte(place + 2), 14) }
      place += length
    }
    return nil
  }
}

/// IPv6's extension headers up to the transport (RFC 8200, section 4).
struct ExtensionHeaders {
  struct Fragment {
    var identification: UInt32
    var offset: Int
    var hasMore: Bool
  }

  private(set) var next: UInt8
  private(set) var end = 40
  private(set) var fragment: Fragment?

  init(_ bytes: PacketBytes) throws(PacketFault) {
    next = bytes.byte(6)
    while true {
      switch next {
      // Hop-by-hop options, routing, destination options.
      case 0, 43, 60:
        guard bytes.count >= end + 8 else { throw .truncated }
        let length = 8 + Int(bytes.byte(end + 1)) * 8
        next = bytes.byte(end)
        end += length
        guard end <= bytes.count else { throw .truncated }
      case 44:
        guard bytes.count >= end + 8 else { throw .truncated }
        let field = bytes.short(end + 2)
        fragment = Fragment(
          identification: bytes.word(end + 4), offset: Int(field & 0xfff8),
          hasMore: field & 1 != 0)
        next = bytes.byte(end)
        end += 8
        if fragment?.offset != 0 { return }
      default: return
      }
    }
  }
}
