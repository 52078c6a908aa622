internal import CLinux
internal import Glibc
internal import Language
internal import SystemCalls

/// A partner over TCP: a listener and its connections.
final class StreamService: PartnerService {
  /// More clients wait in the accept queue.
  private static let mostConnections = 1024

  let address: SocketAddress
  private let kind: PartnerKind
  private let voice: PartnerVoice
  private let listener: Int32
  private let calls = SocketCalls(observer: Unobserved())
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Reply.full, alignment: 1)
  private let diagnosis = try? SocketDiagnosis()
  /// In the order in which they came.
  private var connections: [PartnerConnection] = []
  /// No descriptor is left: until a connection is closed nobody is accepted.
  private var isExhausted = false
  private(set) var totals = PartnerMessage.Totals()

  init(
    _ kind: PartnerKind, at address: SocketAddress, _ voice: PartnerVoice
  ) throws(ServiceFailure) {
    self.kind = kind
    self.voice = voice
    let listener = try boundSocket(type: Int32(SOCK_STREAM.rawValue), at: address)
    let calls = calls
    try naming("listen") { () throws(Errno) in try calls.listen(listener, backlog: SOMAXCONN) }
    self.address = try naming("getsockname") { () throws(Errno) in
      try calls.getsockname(listener)
    }
    self.listener = listener
  }

  deinit { room.deallocate() }

  var patience: Int32 {
    connections.contains { $0.isHolding } ? PartnerConnection.pace : -1
  }

  func interests() -> [pollfd] {
    let accepts = connections.count < StreamService.mostConnections && !isExhausted
    return [pollfd(fd: listener, events: accepts ? Int16(POLLIN) : 0, revents: 0)]
      + connections.map { pollfd(fd: $0.fd, events: $0.interest, revents: 0) }
  }

  func serve(_ ready: ArraySlice<pollfd>) {
    let entries = ready.dropFirst()
    for (connection, entry) in zip(connections, entries) {
      if entry.revents != 0 { connection.serve(entry.revents, room) }
      if connection.isHolding { connection.goOnIfTaken(diagnosis) }
    }
    if ready.first?.revents ?? 0 != 0 { accept() }
    for connection in connections { report(connection) }
    connections.removeAll { $0.farewell != nil }
  }

  func stop() {
    for connection in connections { connection.leave(.stopped) }
    for connection in connections { report(connection) }
    voice.say(.totals(totals))
  }

  private func accept() {
    while connections.count < StreamService.mostConnections {
      do throws(Errno) {
        let (fd, remote) = try calls.accept(listener)
        guard let remote, let local = try? calls.getsockname(fd) else {
          close(fd)
          continue
        }
        welcome(fd, local, remote)
      } catch {
        isExhausted = [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.rawValue)
        if error.rawValue != ECONNABORTED && error.rawValue != EINTR { return }
      }
    }
  }

  private func welcome(_ fd: Int32, _ local: SocketAddress, _ remote: SocketAddress) {
    totals.came += 1
    let connection = PartnerConnection(totals.came, fd, kind.manner, local, remote)
    voice.say(.came(connection.number, local: local, remote: remote))
    connection.begin()
    connections.append(connection)
    if connections.count == StreamService.mostConnections { voice.say(.full(connections.count)) }
  }

  /// Tells what has happened on a connection since the last time.
  private func report(_ connection: PartnerConnection) {
    for remark in connection.takeRemarks() { voice.say(.asked(connection.number, remark)) }
    if let holds = connection.takeHolding() { voice.say(.holds(connection.number, holds)) }
    let news = connection.takeNewBytes()
    totals.account.received += news.received
    totals.account.sent += news.sent
    if let farewell = connection.farewell {
      isExhausted = false
      voice.say(.left(connection.number, connection.account, farewell))
    }
    totals.open = connections.count { $0.farewell == nil }
  }
}
