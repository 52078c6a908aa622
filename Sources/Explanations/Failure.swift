internal import SystemCalls

/// A call that failed, with what was true around it: what a cause is told from.
struct Failure: Sendable {
  var call: Call
  var errno: Errno
  var situation: Situation
  /// How long the call took.
  var nanoseconds: UInt64 = 0

  /// The call's name, canonical.
  var name: String { Failure.canonical(call.name) }

  /// Names of the same call under one roof.
  static func canonical(_ name: String) -> String {
    ["accept4": "accept", "rt_sigaction": "signal", "sigaction": "signal"][name] ?? name
  }

  var role: String { situation.role }
  var socket: SocketView? { situation.socket }
  /// Whether the socket is on a host of the wire.
  var isOnWire: Bool { socket?.isOnWire ?? false }
  /// Whose network it is in, in words.
  var place: String { isOnWire ? "This host" : "This machine" }
  var descriptor: Int32 { call.descriptor ?? -1 }
  /// `@3`
  var here: String { "@\(descriptor)" }
  /// The address handed to the kernel, if the call has one.
  var address: SocketAddress? { call.address }
  /// The address in words, for sentences about where a call went.
  var target: String { (address ?? socket?.remote).map(typed) ?? "the peer" }
  var local: String { socket?.local.map(typed) ?? "no address" }
  var remote: String { socket?.remote.map(typed) ?? "the peer" }
  /// With a scope by its interface's name.
  private func typed(_ address: SocketAddress) -> String { address.text(on: situation.interfaces) }
  var state: String { socket?.state ?? "" }
  /// An address that the socket could go to: `[::1]:9000`.
  var example: String {
    if isUnix { return "./s.sock" }
    let port = socket?.hasPorts == false ? 0 : 9000
    if isOnWire { return "HOST:\(port)" }
    return socket?.family == Number.inet6 ? "[::1]:\(port)" : "127.0.0.1:\(port)"
  }

  /// Every socket but the one the call was made on.
  var others: [SocketView] {
    situation.others.filter { $0.orphaned || $0.role != role || $0.fd != descriptor }
  }

  /// The socket at the other end, if a role has it.
  var peer: SocketView? { socket.flatMap { otherEnd(of: $0, among: others) } }
}

/// The socket among these that is connected to this one.
func otherEnd(of socket: SocketView, among others: [SocketView]) -> SocketView? {
  if socket.peerInode != 0 { return others.first { $0.inode == socket.peerInode } }
  guard let local = socket.local, let remote = socket.remote, !socket.isUnnamedPair else {
    return nil
  }
  return others.first {
    $0.type == socket.type && $0.local == remote && $0.remote == local
      && !($0.role == socket.role && $0.fd == socket.fd)
  }
}

extension Call {
  var address: SocketAddress? { destination }

  /// How many bytes it was to send, or had room for.
  var length: Int? {
    switch self["msg"] {
    case .message(let header)?: header.length
    case .messageRoom(let room, _)?: room.buffers.reduce(0, +)
    default: vectorLength ?? number("len") ?? number("count")
    }
  }

  /// Of readv and writev.
  private var vectorLength: Int? {
    switch self["iov"] {
    case .vector(let buffers)?: buffers.reduce(0) { $0 + $1.length }
    case .vectorRoom(_, let lengths, _)?: lengths.reduce(0, +)
    default: nil
    }
  }

  func number(_ name: String) -> Int? {
    switch self[name] {
    case .integer(let number)?, .constant(let number, _)?, .addressLength(let number)?: number
    case .descriptor(let number)?: Int(number)
    default: nil
    }
  }

  func hasFlag(_ flag: Int) -> Bool { (number("flags") ?? 0) & flag != 0 }
}

/// Numbers of <sys/socket.h> and <netinet/in.h> on Linux, which this room does not import.
enum Number {
  static let unix: Int32 = 1
  static let inet: Int32 = 2
  static let inet6: Int32 = 10
  static let icmp: Int32 = 1
  static let icmpv6: Int32 = 58
  static let stream: Int32 = 1
  static let datagram: Int32 = 2
  static let raw: Int32 = 3
  static let sequenced: Int32 = 5
  static let outOfBand = 0x1
  static let peek = 0x2
  static let controlTruncated = 0x8
  static let truncated = 0x20
  static let errorQueue = 0x2000
  static let dontWait = 0x40
}

extension SocketView {
  /// Without a name at either end, addresses tell nothing.
  fileprivate var isUnnamedPair: Bool { local == .unixUnnamed && remote == .unixUnnamed }

  var isStream: Bool { type == Number.stream }
  var isDatagram: Bool { type == Number.datagram }
  /// SOCK_SEQPACKET: connected, and messages stay apart.
  var isSequenced: Bool { type == Number.sequenced }
  var isUnix: Bool { family == Number.unix }
  var isTCP: Bool { isStream && !isUnix }
  var isUDP: Bool { isDatagram && !isUnix && !isPing }
  /// icmp(7): echo requests and their answers, without privilege.
  var isPing: Bool {
    isDatagram && !isUnix && [Number.icmp, Number.icmpv6].contains(protocolNumber)
  }
  var isListening: Bool { state == "LISTEN" }
  /// packet(7) and raw(7): packets, headers and all.
  var isRaw: Bool { type == Number.raw }
  /// Raw sockets have a protocol in that place, ping sockets an identifier.
  var hasPorts: Bool { !isRaw && !isPing }
  var isIP: Bool { family == Number.inet || family == Number.inet6 }

  /// Whether it is on a host of the wire.
  var isOnWire: Bool { host != 0 }

  /// `server @3`; a socket whose process let go of it is named as that.
  var name: String { orphaned ? "\(possessive(role)) closed @\(fd)" : "\(role) @\(fd)" }

  /// `socket tcp`: what makes another one like it.
  var maker: String {
    if isPing { return "socket ping" }
    guard isUnix || isIP, !isRaw else { return cMaker }
    let name = isStream ? "tcp" : "udp"
    return isUnix
      ? "socket unix\(isStream ? "" : isSequenced ? "-seqpacket" : "-dgram")"
      : family == Number.inet6 ? "socket \(name)6" : "socket \(name)"
  }

  /// `socket AF_INET SOCK_RAW 47`, for those that have no short name.
  private var cMaker: String {
    if isRaw, family == Number.inet {
      return protocolNumber == Number.icmp ? "socket icmp" : "socket raw \(protocolNumber)"
    }
    let types = ConstantTable.socketType.text(Int(type))
    return "socket \(ConstantTable.addressFamily.text(Int(family))) \(types) \(protocolNumber)"
  }

  /// `TCP socket`, `UDP socket`, …
  var kind: String {
    if !isUnix, !isIP { return "\(ConstantTable.addressFamily.text(Int(family))) socket" }
    return switch (isUnix, isStream, isDatagram) {
    case (true, true, _): "Unix stream socket"
    case (true, _, true): "Unix datagram socket"
    case (true, _, _): "Unix seqpacket socket"
    case (_, true, _): "TCP socket"
    case _ where isRaw: "raw socket"
    case _ where isPing: "ping socket"
    case (_, _, true): "UDP socket"
    default: "socket"
    }
  }

  /// True if this socket, bound where it is, is found at `address`: same port, and the same host
  /// or a wildcard.
  func owns(_ address: SocketAddress) -> Bool {
    guard let local else { return false }
    if local == address { return true }
    guard let port = address.port, port != 0, local.port == port else { return false }
    return local.host == address.host || local.covers(address) || address.covers(local)
  }
}

extension SocketAddress {
  /// The address as an IPv6 host, IPv4 mapped into it; nil if it has none.
  var host: IPv6Bytes? {
    switch self {
    case .ipv4(let host, _): IPv6Bytes(high: 0, low: 0xffff_0000_0000 | UInt64(host))
    case .ipv6(let host, _, _): host
    default: nil
    }
  }

  /// True for those that only an IPv6 socket reaches.
  var needsIPv6: Bool { if case .ipv6(let host, _, _) = self { host.mapped == nil } else { false } }

  /// True for 0.0.0.0 beside any IPv4 address, and for :: beside any at all.
  func covers(_ other: SocketAddress) -> Bool {
    guard isWildcard else { return false }
    return host == .any || other.host?.mapped != nil
  }

  /// fe80::/10 without a scope.
  var isLinkLocal: Bool {
    if case .ipv6(let host, _, 0) = self { host.high >> 54 == 0x3fa } else { false }
  }

  var isUnix: Bool {
    switch self {
    case .unixPath, .unixAbstract, .unixUnnamed: true
    default: false
    }
  }
}
