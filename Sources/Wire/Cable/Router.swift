internal import Log
internal import SystemCalls

/// What is said where a packet cannot go on: a router stands in the cable, 10.0.0.254 and fd00::fe.
extension Cable {
  /// Bytes that are no packet go nowhere, and nobody is told.
  mutating func refuse(
    _ bytes: UnsafeRawBufferPointer, from sender: Int, because fault: PacketFault
  ) {
    count += 1
    let fate = PacketSeen.Fate(.malformed)
    output.took(bytes, comment: fate.comment)
    output.report(
      PacketSeen(
        number: count, from: hosts[sender].name, to: nil, source: .any(port: 0),
        destination: .any(port: 0), content: .malformed(fault.text), length: bytes.count,
        fate: fate, remarks: []))
  }

  /// Nobody has the address: the router says so.
  mutating func refuse(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, from sender: Int
  ) {
    count += 1
    let fate = PacketSeen.Fate(.noHost)
    var seen = PacketSeen(
      number: count, from: hosts[sender].name, to: nil, header: header,
      conversations.enter(header, at: 0))
    seen.fate = fate
    output.took(bytes, comment: fate.comment)
    output.report(seen)
    guard !header.destination.isOfManyHosts else { return }
    answer(ControlMessageBuilder.unreachable(bytes, header), to: sender)
  }

  /// A packet for the router itself: it answers an echo (RFC 1122, 3.2.2.6; RFC 4443, section 4), and
  /// says of all else that nothing takes it.
  mutating func visitRouter(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, from sender: Int
  ) {
    count += 1
    let seen = PacketSeen(
      number: count, from: hosts[sender].name, to: PacketSeen.router, header: header,
      conversations.enter(header, at: 0))
    output.took(bytes, comment: "to the router in the cable")
    output.report(seen)
    let echo = ControlMessageBuilder.echoReply(to: bytes, header)
    answer(echo ?? ControlMessageBuilder.portUnreachable(bytes, header), to: sender)
  }

  mutating func answerTooBig(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, limit: Int, to sender: Int
  ) {
    let remark =
      header.isIPv6 && limit < leastIPv6MTU
      ? "MTU \(leastIPv6MTU): IPv6 has none less"
      : "MTU \(limit)"
    answer(
      ControlMessageBuilder.tooBig(bytes, header, limit: limit), to: sender, remarks: [remark])
  }

  /// A sender of IPv6 cannot be told of a limit that is less, and goes on with packets of that length.
  func refusalRemarks(_ header: PacketHeader) -> [String] {
    header.isIPv6 && header.length <= leastIPv6MTU
      ? ["IPv6 relies on an MTU of \(leastIPv6MTU)"] : []
  }

  /// A packet of the router's: seen and recorded like any other, behind the one that it is about.
  private mutating func answer(_ packet: [UInt8]?, to host: Int, remarks: [String] = []) {
    packet?.withUnsafeBytes { bytes in
      guard let header = try? PacketHeader(bytes) else { return }
      count += 1
      var seen = PacketSeen(
        number: count, from: PacketSeen.router, to: hosts[host].name, header: header,
        conversations.enter(header, at: 0))
      seen.remarks = remarks
      let comment = "from the router in the cable"
      output.took(bytes, comment: comment)
      output.report(seen)
      output.deliver(bytes, to: host, comment: comment)
    }
  }
}

/// In bytes: every link carries IPv6 packets of that length (RFC 8200, section 5).
public let leastIPv6MTU = 1280

extension PacketHeader {
  var isIPv6: Bool { if case .ipv6 = source { true } else { false } }
}
