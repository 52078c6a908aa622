internal import SystemCalls

/// ICMP messages of the router that stands in the cable (RFC 792, RFC 4443), and fragments.
enum ControlMessageBuilder {
  /// Destination unreachable, host unreachable; nil where none may be sent.
  static func unreachable(_ bytes: UnsafeRawBufferPointer, _ header: PacketHeader) -> [UInt8]? {
    message(about: bytes, header, v4: (3, 1, 0), v6: (1, 3, 0))
  }

  /// Fragmentation needed (RFC 1191), or Packet Too Big (RFC 8201), with the MTU.
  static func tooBig(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, limit: Int
  ) -> [UInt8]? {
    let mtu = UInt32(clamping: limit)
    return message(about: bytes, header, v4: (3, 4, mtu & 0xffff), v6: (2, 0, max(mtu, 1280)))
  }

  /// Destination unreachable, port unreachable; nil where none may be sent.
  static func portUnreachable(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader
  ) -> [UInt8]? {
    message(about: bytes, header, v4: (3, 3, 0), v6: (1, 4, 0))
  }

  /// nil for what is no echo request, or a piece of one.
  static func echoReply(to bytes: UnsafeRawBufferPointer, _ header: PacketHeader) -> [UInt8]? {
    let rest = bytes[header.transportOffset...].dropFirst(4)
    switch (header.source, header.content) {
    case (.ipv4(let host, _), .control(type: 8, code: 0, _)):
      guard bytes[6] & 0x3f == 0, bytes[7] == 0 else { return nil }
      let body = withChecksum([0, 0, 0, 0] + rest, sum: 0)
      return ipv4(to: host, protocolNumber: IPProtocol.icmp, body)
    case (.ipv6(let host, _, _), .control(type: 128, code: 0, _)):
      guard header.transportOffset == 40 else { return nil }
      return ipv6(
        to: host,
        withChecksum([129, 0, 0, 0] + rest, sum: pseudoHeader(to: host, length: 4 + rest.count)))
    default: return nil
    }
  }

  static func isRouter(_ address: SocketAddress) -> Bool {
    switch address {
    case .ipv4(let host, _): host == router4
    case .ipv6(let host, _, _): host == router6
    default: false
    }
  }

  private static func message(
    about bytes: UnsafeRawBufferPointer, _ header: PacketHeader,
    v4: (type: UInt8, code: UInt8, rest: UInt32), v6: (type: UInt8, code: UInt8, rest: UInt32)
  ) -> [UInt8]? {
    // No ICMP error about an ICMP error (RFC 1122, 3.2.2), nor about later fragments.
    switch header.content {
    case .control(let type, _, _) where isError(type, header.protocolNumber): return nil
    case .fragment: return nil
    default: break
    }
    switch header.source {
    case .ipv4(let host, _):
      let body = control(v4, quoting: bytes.prefix(header.transportOffset + 8))
      return ipv4(to: host, protocolNumber: IPProtocol.icmp, withChecksum(body, sum: 0))
    case .ipv6(let host, _, _):
      let body = control(v6, quoting: bytes.prefix(1232))
      return ipv6(to: host, withChecksum(body, sum: pseudoHeader(to: host, length: body.count)))
    default: return nil
    }
  }

  /// The sum of what a checksum of ICMPv6 covers besides the message (RFC 4443, 2.3).
  private static func pseudoHeader(to host: IPv6Bytes, length: Int) -> UInt32 {
    partialSum(router6.bytes + host.bytes + word(UInt32(length)) + [0, 0, 0, 58])
  }

  private static func isError(_ type: UInt8, _ protocolNumber: UInt8) -> Bool {
    protocolNumber == IPProtocol.icmp ? [3, 4, 5, 11, 12].contains(type) : type < 128
  }

  private static func control(
    _ head: (type: UInt8, code: UInt8, rest: UInt32), quoting quote: Slice<UnsafeRawBufferPointer>
  ) -> [UInt8] {
    [head.type, head.code, 0, 0] + word(head.rest) + quote
  }

  /// 10.0.0.254 and fd00::fe, which no host has.
  private static let router4: UInt32 = 0x0a00_00fe
  private static let router6 = IPv6Bytes(high: 0xfd00 << 48, low: 0xfe)

  private static func ipv4(to host: UInt32, protocolNumber: UInt8, _ body: [UInt8]) -> [UInt8] {
    let head: [UInt8] =
      [0x45, 0xc0] + short(UInt16(20 + body.count)) + [0, 0, 0, 0, 64, protocolNumber, 0, 0]
      + word(router4) + word(host)
    return withHeaderChecksum(head) + body
  }

  private static func ipv6(to host: IPv6Bytes, _ body: [UInt8]) -> [UInt8] {
    [0x60, 0, 0, 0] + short(UInt16(body.count)) + [58, 64] + router6.bytes + host.bytes + body
  }

  static func withHeaderChecksum(_ head: [UInt8]) -> [UInt8] {
    var head = head
    (head[10], head[11]) = (0, 0)
    let sum = checksum(partialSum(head))
    (head[10], head[11]) = (UInt8(sum >> 8), UInt8(sum & 0xff))
    return head
  }

  /// ICMP's checksum stands in its bytes 2 and 3.
  private static func withChecksum(_ body: [UInt8], sum: UInt32) -> [UInt8] {
    var body = body
    let total = checksum(sum + partialSum(body))
    (body[2], body[3]) = (UInt8(total >> 8), UInt8(total & 0xff))
    return body
  }

  static func short(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

  private static func word(_ number: UInt32) -> [UInt8] {
    short(UInt16(number >> 16)) + short(UInt16(number & 0xffff))
  }

  /// The Internet checksum's sum (RFC 1071), not yet folded; packets are too short to overflow it.
  private static func partialSum(_ bytes: [UInt8]) -> UInt32 {
    stride(from: 0, to: bytes.count, by: 2).reduce(0) { sum, place in
      let low = place + 1 < bytes.count ? UInt32(bytes[place + 1]) : 0
      return sum + (UInt32(bytes[place]) << 8 | low)
    }
  }

  private static func checksum(_ sum: UInt32) -> UInt16 {
    var folded = sum
    while folded >> 16 != 0 { folded = folded & 0xffff + folded >> 16 }
    return ~UInt16(folded)
  }
}

/// An IPv4 packet in pieces that are no longer than `limit` (RFC 791, section 2.3).
func fragments(of packet: [UInt8], limit: Int) -> [[UInt8]] {
  let headerLength = Int(packet[0] & 0x0f) * 4
  let room = (limit - headerLength) & ~7
  guard room >= 8, packet.count > limit else { return [packet] }
  let field = UInt16(packet[6]) << 8 | UInt16(packet[7])
  let data = packet[headerLength...]
  return stride(from: 0, to: data.count, by: room).map { offset in
    let piece = data.dropFirst(offset).prefix(room)
    let isLast = offset + piece.count == data.count
    var head = Array(packet[..<headerLength])
    let flags = field & 0xe000 | (isLast ? field & 0x2000 : 0x2000)
    let place = flags | (field & 0x1fff + UInt16(offset / 8))
    head.replaceSubrange(
      2..<4, with: ControlMessageBuilder.short(UInt16(headerLength + piece.count)))
    head.replaceSubrange(6..<8, with: ControlMessageBuilder.short(place))
    return ControlMessageBuilder.withHeaderChecksum(head) + piece
  }
}
