internal import SystemCalls

/// EINVAL of sockets that are handed packets: raw(7), and icmp(7) of ping sockets. Nil where the packet
/// is as it must be.
func invalidPacket(_ failure: Failure) -> Explained? {
  guard failure.name == "send" || failure.name == "sendto", let socket = failure.socket else {
    return nil
  }
  if socket.isPing { return noEchoRequest(failure, socket) }
  guard socket.isRaw else { return nil }
  return socket.family == Number.inet ? noPacket(failure) : wrongPort(failure, socket)
}

private func noEchoRequest(_ failure: Failure, _ socket: SocketView) -> Explained? {
  let isIPv6 = socket.protocolNumber == Number.icmpv6
  let type: UInt8 = isIPv6 ? 128 : 8
  let isRequest = failure.data.starts(with: [type, 0]) && failure.call.length ?? 0 >= 8
  guard !isRequest else { return nil }
  let verb = failure.call.address == nil ? "send" : "sendto \(failure.target)"
  return Explained(
    "A ping socket sends nothing but echo requests: 8 bytes of \(isIPv6 ? "ICMPv6" : "ICMP") header,"
      + " type \(type) and code 0, and then the data.",
    next: isIPv6
      ? "`\(verb) hex 80 00 00 00 00 00 00 01` is one; the kernel fills in checksum and identifier."
      : "`\(verb) echo 7 1 \"hi\"` builds one.")
}

/// With IP_HDRINCL the kernel takes the data for a whole packet, the IP header first. Without it no length
/// is wrong.
private func noPacket(_ failure: Failure) -> Explained? {
  let length = failure.call.length ?? 0
  let given = failure.data.first.map { Int($0 & 0xf) * 4 } ?? 0
  let isPacket = length >= 20 && given >= 20 && given <= length
  guard !isPacket else { return nil }
  let found =
    length < 20
    ? "\(count(length, "byte")) \(length == 1 ? "is" : "are") too few"
    : "the first byte says \(given) bytes of header, where \(length) are sent in all"
  return Explained(
    "With IP_HDRINCL on, as a socket of protocol 255 has it at once, what is sent is a whole IP packet,"
      + " which begins with a header of 20 bytes or more: \(found).",
    next: "`set IP_HDRINCL off` has the kernel write the header.")
}

/// ipv6(7): the port is the protocol's number here, if it is anything.
private func wrongPort(_ failure: Failure, _ socket: SocketView) -> Explained? {
  guard socket.family == Number.inet6, let port = failure.address?.port, port != 0,
    Int32(port) != socket.protocolNumber
  else { return nil }
  return Explained(
    "A raw socket has no ports: over IPv6 the number after the address is the protocol,"
      + " \(socket.protocolNumber) for \(failure.here), or 0, and \(port) is neither.",
    next: failure.address.map { "`sendto \(text(of: $0.with(port: 0))) \"hi\"` would do." } ?? "")
}

extension Failure {
  /// The beginning of what was to be sent.
  fileprivate var data: [UInt8] {
    switch call["buf"] {
    case .bytes(let bytes)?: bytes.kept
    default: call.message?.buffers.flatMap(\.data.kept) ?? []
    }
  }
}
