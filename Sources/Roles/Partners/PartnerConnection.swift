internal import CLinux
internal import Glibc
internal import SystemCalls

/// One client's connection to a partner.
final class PartnerConnection {
  /// How long at least between two pieces, in milliseconds.
  static let pace: Int32 = 20
  /// Pieces that one connection may send before the others have their turn.
  private static let turn = 16

  let number: Int
  let fd: Int32
  private(set) var account = PartnerMessage.Account()
  /// How it ended; its descriptor is then closed.
  private(set) var farewell: PartnerMessage.Farewell?
  /// Whether the next piece waits until the client has taken the last.
  private(set) var isHolding = false
  private let local: SocketAddress
  private let remote: SocketAddress
  private var manner: any Manner
  private var line = Reply()
  private var hasEnded = false
  private var hasShutWriting = false
  private var wantsToSend = false
  private var heldSince: UInt64 = 0
  private var saidHolding = false
  private var told = PartnerMessage.Account()

  init(
    _ number: Int, _ fd: Int32, _ manner: any Manner, _ local: SocketAddress,
    _ remote: SocketAddress
  ) {
    self.number = number
    self.fd = fd
    self.manner = manner
    self.local = local
    self.remote = remote
    _ = fcntl(fd, F_SETFL, O_NONBLOCK)
    _ = fcntl(fd, F_SETFD, FD_CLOEXEC)
    var one: Int32 = 1
    // A piece is a segment of its own.
    setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
  }

  /// What poll is to tell of it. Where nothing is read, the client's FIN is told by POLLRDHUP.
  var interest: Int16 {
    var events: Int16 = wantsToSend && !isHolding ? Int16(POLLOUT) : 0
    guard !hasEnded else { return events }
    if line.reads { return line.isFull ? events : events | Int16(POLLIN) }
    events |= PartnerConnection.peerFinished
    return events
  }

  /// POLLRDHUP of <poll.h>, which is GNU's.
  private static let peerFinished: Int16 = 0x2000

  // MARK: What happens

  func begin() {
    manner.begin(&line)
    send()
  }

  func serve(_ events: Int16, _ room: UnsafeMutableRawBufferPointer) {
    if events & Int16(POLLIN) != 0 { receive(room) }
    if events & PartnerConnection.peerFinished != 0 { end() }
    if farewell == nil, isBroken(events) { leave(endWithError) }
    if farewell == nil, !isHolding { send() }
  }

  /// POLLHUP comes with both ends' FINs, and there may still be something to read.
  private func isBroken(_ events: Int16) -> Bool {
    events & Int16(POLLERR | POLLNVAL) != 0
      || events & Int16(POLLHUP) != 0 && events & Int16(POLLIN) == 0
  }

  /// Goes on with the next piece once the client has taken the last, as far as that can be seen.
  func goOnIfTaken(_ diagnosis: SocketDiagnosis?) {
    let isDue = monotonicNanoseconds() - heldSince >= UInt64(PartnerConnection.pace) * 1_000_000
    guard farewell == nil, isDue, isTaken(diagnosis) else { return }
    isHolding = false
    send()
  }

  /// Closes it. An RST is sent where the partner wants that, and by the kernel where bytes are unread.
  func leave(_ farewell: PartnerMessage.Farewell) {
    guard self.farewell == nil else { return }
    if farewell == .resetByPartner {
      var now = linger(l_onoff: 1, l_linger: 0)
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
    close(fd)
    self.farewell = farewell
    isHolding = false
  }

  // MARK: What is to be told

  func takeRemarks() -> [String] {
    defer { line.remarks = [] }
    return line.remarks
  }

  /// nil where it is as it was said last.
  func takeHolding() -> Bool? {
    guard isHolding != saidHolding else { return nil }
    saidHolding = isHolding
    return isHolding
  }

  /// What was received and sent since the last time.
  func takeNewBytes() -> PartnerMessage.Account {
    defer { told = account }
    return PartnerMessage.Account(
      received: account.received - told.received, sent: account.sent - told.sent)
  }

  // MARK: Calls

  private func receive(_ room: UnsafeMutableRawBufferPointer) {
    let count = recv(fd, room.baseAddress, room.count, 0)
    if count > 0 {
      account.received += count
      manner.take(UnsafeRawBufferPointer(rebasing: room[..<count]), &line)
      if line.resets { leave(.resetByPartner) }
    } else if count == 0 {
      end()
    } else if errno != EAGAIN && errno != EINTR {
      leave(.reset)
    }
  }

  private func end() {
    guard !hasEnded, farewell == nil else { return }
    hasEnded = true
    manner.end(&line)
  }

  private func send() {
    wantsToSend = false
    for _ in 0..<PartnerConnection.turn {
      if line.pending == 0 { manner.goOn(&line) }
      guard line.pending > 0 else { return finish() }
      let size = manner.pieceSize()
      let count = line.send(atMost: size ?? .max) {
        Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count >= 0 else { return noteFailure() }
      account.sent += count
      if size != nil { return hold() }
    }
    wantsToSend = true
  }

  private func noteFailure() {
    if errno == EAGAIN || errno == EINTR { wantsToSend = true } else { leave(.reset) }
  }

  private func hold() {
    isHolding = line.pending > 0
    heldSince = monotonicNanoseconds()
    if !isHolding { finish() }
  }

  /// Everything is said.
  private func finish() {
    switch line.afterwards {
    case .goOn: return
    case .close: leave(hasEnded ? .endOfFile : .closed)
    case .shutWriting where hasEnded: leave(.endOfFile)
    case .shutWriting:
      if !hasShutWriting { shutdown(fd, Int32(SHUT_WR)) }
      hasShutWriting = true
    }
  }

  private var endWithError: PartnerMessage.Farewell {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length)
    return error == 0 ? .endOfFile : .reset
  }

  /// Whether nothing that was sent is still under way or in the client's queue. Of a client elsewhere
  /// no more can be known than that its kernel has it.
  private func isTaken(_ diagnosis: SocketDiagnosis?) -> Bool {
    guard linux_unsent(fd) == 0 else { return false }
    let entry = try? diagnosis?.lookup(
      protocolNumber: ProtocolNumber.tcp, local: remote, remote: local)
    return (entry ?? nil)?.receiveQueue ?? 0 == 0
  }
}
