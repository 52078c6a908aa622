internal import CLinux
internal import Glibc

/// The kernel's socket tables, asked through NETLINK_SOCK_DIAG (sock_diag(7)): TCP and UDP sockets of
/// a network namespace, as a rule this one, those included that no process holds any more.
public final class SocketDiagnosis {
  /// A socket in the table.
  public struct Entry: Hashable, Sendable {
    /// TCP's state; for UDP, ESTABLISHED where it is connected and CLOSED where not.
    public var state: TCPState
    /// As the socket has it: IPv4-mapped where an IPv6 socket talks IPv4.
    public var local: SocketAddress
    /// nil where there is no peer.
    public var remote: SocketAddress?
    /// Bytes that wait for recv; a FIN not yet read counts as one. A listener's accept queue.
    public var receiveQueue: Int
    /// Bytes not yet acknowledged; a listener's backlog.
    public var sendQueue: Int
    /// 0 where no process holds the socket.
    public var inode: UInt64
    public var timer: Timer
    /// Milliseconds until the timer expires.
    public var timerExpiry: Int
    /// How often what the timer is for was done already.
    public var timerCount = 0

    /// What the running timer is for.
    public enum Timer: UInt8, Hashable, Sendable {
      case none, retransmit, keepalive, timeWait, zeroWindowProbe, other

      /// As a fact names it: `retransmit`, `TIME_WAIT`, …
      public var name: String {
        switch self {
        case .timeWait: "TIME_WAIT"
        case .zeroWindowProbe: "probe"
        default: "\(self)"
        }
      }
    }
  }

  private let socket: HighDescriptor
  var descriptor: Int32 { socket.number }
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 8)
  private var sequence: UInt32 = 0

  public init() throws(Errno) {
    socket = try HighDescriptor(
      Glibc.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 4))
  }

  /// Asks through a socket that was made in another network namespace: that one's sockets. Takes it over.
  public init(adopting descriptor: Int32) throws(Errno) {
    socket = try HighDescriptor(descriptor)
  }

  deinit { buffer.deallocate() }

  /// The socket with exactly these addresses, or nil. Without a remote address: the listener, or the
  /// unconnected socket. `protocolNumber` is IPPROTO_TCP or IPPROTO_UDP.
  ///
  /// For a pair that is gone the kernel answers with what else would take its packets, such as the
  /// listener: that is no answer here.
  public func lookup(
    protocolNumber: Int32, local: SocketAddress, remote: SocketAddress?
  ) throws(Errno) -> Entry? {
    guard let entry = try answer(protocolNumber, local, remote),
      entry.local.isSameEndpoint(as: local)
    else { return nil }
    switch (entry.remote, remote) {
    case (nil, nil): return entry
    case (let answered?, let asked?): return answered.isSameEndpoint(as: asked) ? entry : nil
    default: return nil
    }
  }

  /// The inode of the socket that a new connection, or a stranger's datagram, would reach at that
  /// address: it may be bound to every address. nil if there is none.
  public func receiver(
    protocolNumber: Int32, at address: SocketAddress
  ) throws(Errno) -> UInt64? {
    try answer(protocolNumber, address, nil)?.inode
  }

  /// The TCP socket that a new connection to that address would reach, as `receiver`; nil if none
  /// listens there.
  public func listener(at address: SocketAddress) throws(Errno) -> Entry? {
    let entry = try answer(Int32(IPPROTO_TCP), address, nil)
    return entry?.state == .listen ? entry : nil
  }

  /// What the kernel answers to a question for one socket, whether it is the one that was meant or not.
  private func answer(
    _ protocolNumber: Int32, _ local: SocketAddress, _ remote: SocketAddress?
  ) throws(Errno) -> Entry? {
    guard let request = DiagnosisRequest(protocolNumber, local.unmapped, remote?.unmapped) else {
      throw Errno(EAFNOSUPPORT)
    }
    var found: Entry?
    do {
      try ask(request) { found = $0 }
    } catch Errno(ENOENT) {
      return nil
    }
    return found
  }

  /// Every socket of a protocol and a family (AF_INET or AF_INET6), in the kernel's order.
  public func dump(protocolNumber: Int32, family: Int32) throws(Errno) -> [Entry] {
    var entries: [Entry] = []
    try ask(DiagnosisRequest(all: protocolNumber, family: family)) { entries.append($0) }
    return entries
  }

  /// How many connection requests to that port wait for the end of their handshake (RFC 9293,
  /// SYN-RECEIVED).
  public func openRequests(family: Int32, port: UInt16) throws(Errno) -> Int {
    var count = 0
    let all = DiagnosisRequest(
      all: Int32(IPPROTO_TCP), family: family, states: DiagnosisRequest.requests)
    try ask(all) { if $0.local.port == port { count += 1 } }
    return count
  }

  private func ask(
    _ request: DiagnosisRequest, _ answered: (Entry) -> Void
  ) throws(Errno) {
    try exchange(isDump: request.isDump, request.bytes) { body in
      if let entry = Entry(body) { answered(entry) }
    }
  }

  /// Sends a request, which gets its sequence number, and hands over the body of each answer.
  func exchange(
    isDump: Bool, _ request: (UInt32) -> [UInt8], _ answered: (UnsafeRawBufferPointer) -> Void
  ) throws(Errno) {
    sequence &+= 1
    let bytes = request(sequence)
    guard bytes.withUnsafeBytes({ send(socket.number, $0.baseAddress, $0.count, 0) }) >= 0 else {
      throw Errno(Glibc.errno)
    }
    while try !receive(isDump, answered) {}
  }

  /// Reads one datagram of answers; true when it was the last.
  private func receive(
    _ isDump: Bool, _ answered: (UnsafeRawBufferPointer) -> Void
  ) throws(Errno) -> Bool {
    let count = recv(socket.number, buffer.baseAddress, buffer.count, 0)
    guard count >= 0 else { throw Errno(Glibc.errno) }
    var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
    while let message = NetlinkMessage(&rest) {
      guard message.sequence == sequence else { continue }
      if let failure = message.failure { throw failure }
      if message.isDone { return true }
      answered(message.body)
      if !isDump { return true }
    }
    return false
  }
}

extension SocketDiagnosis.Entry {
  /// From a struct inet_diag_msg; nil for a family or state that is none of ours.
  fileprivate init?(_ message: UnsafeRawBufferPointer) {
    guard message.count >= MemoryLayout<inet_diag_msg>.size else { return nil }
    let raw = message.loadUnaligned(as: inet_diag_msg.self)
    guard let state = TCPState(kernel: raw.idiag_state),
      let local = SocketAddress(endpoint: message, family: raw.idiag_family, port: 4, host: 8),
      let remote = SocketAddress(endpoint: message, family: raw.idiag_family, port: 6, host: 24)
    else { return nil }
    self.state = state
    self.local = local
    self.remote = remote.port == 0 ? nil : remote
    receiveQueue = Int(raw.idiag_rqueue)
    sendQueue = Int(raw.idiag_wqueue)
    inode = UInt64(raw.idiag_inode)
    timer = Timer(rawValue: raw.idiag_timer) ?? .other
    timerExpiry = Int(raw.idiag_expires)
    timerCount = Int(raw.idiag_retrans)
  }
}

extension SocketAddress {
  /// From the port and the host at these offsets of a struct inet_diag_msg.
  fileprivate init?(endpoint: UnsafeRawBufferPointer, family: UInt8, port: Int, host: Int) {
    let portNumber = endpoint.network(UInt16.self, at: port)
    switch Int32(family) {
    case AF_INET: self = .ipv4(endpoint.network(UInt32.self, at: host), port: portNumber)
    case AF_INET6:
      let bytes = IPv6Bytes(
        high: endpoint.network(UInt64.self, at: host),
        low: endpoint.network(UInt64.self, at: host + 8))
      self = .ipv6(bytes, port: portNumber, scope: 0)
    default: return nil
    }
  }

  /// True for the same host and port, whatever the scope and the notation.
  func isSameEndpoint(as other: SocketAddress) -> Bool {
    switch (unmapped, other.unmapped) {
    case (.ipv6(let host, let port, _), .ipv6(let otherHost, let otherPort, _)):
      host == otherHost && port == otherPort
    case (let one, let two): one == two
    }
  }
}
