internal import CLinux
internal import Glibc

/// A question to NETLINK_SOCK_DIAG: a struct nlmsghdr and a struct inet_diag_req_v2.
struct DiagnosisRequest {
  let isDump: Bool
  private var request = inet_diag_req_v2()

  /// The states SYN_RCVD and that of a request which is no socket yet, as bits.
  static let requests: UInt32 = 1 << 3 | 1 << 12

  /// For every socket in one of these states.
  init(all protocolNumber: Int32, family: Int32, states: UInt32 = .max) {
    isDump = true
    request.sdiag_family = UInt8(truncatingIfNeeded: family)
    request.sdiag_protocol = UInt8(truncatingIfNeeded: protocolNumber)
    request.idiag_states = states
  }

  /// For one socket; nil if the addresses are not internet addresses of one family.
  init?(_ protocolNumber: Int32, _ local: SocketAddress, _ remote: SocketAddress?) {
    isDump = false
    request.sdiag_protocol = UInt8(truncatingIfNeeded: protocolNumber)
    request.idiag_states = .max
    request.id.idiag_cookie = (.max, .max)
    // The kernel looks a UDP socket up as if for a packet: the source is the peer.
    let isSwapped = protocolNumber == IPPROTO_UDP
    guard let family = local.internetFamily else { return nil }
    if let remote {
      guard remote.internetFamily == family else { return nil }
      place(remote, asSource: isSwapped)
    }
    request.sdiag_family = UInt8(family)
    place(local, asSource: !isSwapped)
  }

  private mutating func place(_ address: SocketAddress, asSource: Bool) {
    let port = (address.port ?? 0).bigEndian
    let words = address.networkWords
    if asSource {
      request.id.idiag_sport = port
      request.id.idiag_src = words
    } else {
      request.id.idiag_dport = port
      request.id.idiag_dst = words
    }
    if case .ipv6(_, _, let scope) = address, scope != 0 { request.id.idiag_if = scope }
  }

  func bytes(sequence: UInt32) -> [UInt8] {
    var header = nlmsghdr()
    let size = MemoryLayout<nlmsghdr>.size + MemoryLayout<inet_diag_req_v2>.size
    header.nlmsg_len = UInt32(size)
    header.nlmsg_type = UInt16(SOCK_DIAG_BY_FAMILY)
    header.nlmsg_flags = UInt16(NLM_F_REQUEST) | (isDump ? 0x300 : 0)
    header.nlmsg_seq = sequence
    return withUnsafeBytes(of: header) { Array($0) } + withUnsafeBytes(of: request) { Array($0) }
  }
}

/// One message of an answer.
struct NetlinkMessage {
  let type: UInt16
  let sequence: UInt32
  let body: UnsafeRawBufferPointer

  /// Takes the first message off the rest of a datagram; nil at its end.
  init?(_ rest: inout UnsafeRawBufferPointer) {
    let headerSize = MemoryLayout<nlmsghdr>.size
    guard rest.count >= headerSize else { return nil }
    let header = rest.loadUnaligned(as: nlmsghdr.self)
    let length = Int(header.nlmsg_len)
    guard length >= headerSize, length <= rest.count else { return nil }
    type = header.nlmsg_type
    sequence = header.nlmsg_seq
    body = UnsafeRawBufferPointer(rebasing: rest[headerSize..<length])
    let padded = min((length + 3) & ~3, rest.count)
    rest = UnsafeRawBufferPointer(rebasing: rest[padded...])
  }

  var isDone: Bool { type == UInt16(NLMSG_DONE) }

  /// What a struct nlmsgerr says, or the end of a dump that failed halfway.
  var failure: Errno? {
    guard isDone || type == UInt16(NLMSG_ERROR), body.count >= 4 else { return nil }
    let number = -body.loadUnaligned(as: Int32.self)
    return number > 0 ? Errno(number) : nil
  }
}

extension SocketAddress {
  fileprivate var internetFamily: Int32? {
    switch self {
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    default: nil
    }
  }

  /// The host as four words in network order.
  fileprivate var networkWords: (UInt32, UInt32, UInt32, UInt32) {
    switch self {
    case .ipv4(let host, _): (host.bigEndian, 0, 0, 0)
    case .ipv6(let host, _, _):
      (
        UInt32(host.high >> 32).bigEndian, UInt32(truncatingIfNeeded: host.high).bigEndian,
        UInt32(host.low >> 32).bigEndian, UInt32(truncatingIfNeeded: host.low).bigEndian
      )
    default: (0, 0, 0, 0)
    }
  }
}
