internal import CLinux
internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// A partner as the stage sees it: its process, where it is, and what it has told.
final class Partner {
  let kind: PartnerKind
  let transport: PartnerTransport
  let pid: pid_t
  let address: SocketAddress
  /// The number of the host that it is on; 0 for the machine that the stage is on.
  let host: Int
  private let output: OwnDescriptor
  private var input: OwnDescriptor?
  private let activity: ProcessActivity
  private let view: ProcessView
  private var frames: FrameReader
  /// How often it had run when everything was at rest; nil if that is not known.
  private var timesRunAtRest: Int?
  /// The other end of the pipe is closed: the process is ending or has ended.
  private(set) var isGone = false
  /// Whether it was told to end.
  private(set) var isStopped = false
  private(set) var end: RoleEnd?
  /// What it has told and nobody was told of yet; `surplus` is how much more there was.
  private(set) var news: [PartnerMessage] = []
  private(set) var surplus = 0
  /// Clients that are connected, by their numbers: the two ends, as the partner sees them.
  private(set) var clients: [Int: AddressPair] = [:]
  /// The clients for whom it keeps bytes back until they have taken what they were sent.
  private(set) var holds: Set<Int> = []
  private(set) var totals: PartnerMessage.Totals?
  /// Clients by name, as far as they were told of.
  var names: [Int: String] = [:]

  /// News that is kept until it can be told.
  private static let mostNews = 256

  /// Starts one, on a host of the wire or where the stage is. Throws, in words, what kept it from its
  /// address.
  init(
    _ kind: PartnerKind, _ transport: PartnerTransport, at asked: SocketAddress,
    on place: HostPlace?, executable: String, limit: UInt64
  ) throws(Diagnostic) {
    self.kind = kind
    self.transport = transport
    host = place?.number ?? 0
    let doors = place?.doors ?? []
    do throws(Errno) {
      let child = try Child.spawn(
        executable,
        arguments: [PartnerProcess.marker, kind.rawValue, transport.rawValue]
          + doors.map(\.argument), with: doors.map(\.descriptor))
      (pid, input, output) = (child.pid, child.input, child.output)
      activity = try ProcessActivity(pid: child.pid)
      view = try ProcessView(pid: child.pid)
    } catch {
      throw Diagnostic("the process for \(kind.rawValue) could not be started: \(error)")
    }
    var opening = Opening(child: pid, output, frames: FrameReader())
    do throws(Diagnostic) {
      address = try opening.address(asked: asked, by: input, name: kind.rawValue, limit: limit)
      frames = opening.frames
    } catch {
      Glibc.kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw error
    }
  }

  deinit {
    guard end == nil else { return }
    Glibc.kill(pid, SIGKILL)
    reap()
  }

  var name: String { kind.rawValue }
  /// `echo`, `echo udp`
  var label: String { transport == .tcp ? name : "\(name) \(transport.rawValue)" }
  var messageDescriptor: Int32 { output.number }

  /// How often it has run, if it sleeps now and has said nothing more.
  var turnsIfAsleep: [Int]? {
    // Asked before it is seen asleep: what comes after that counts as a turn.
    timesRunAtRest = activity.timesRun()
    guard let look = try? activity.look(), look.isAsleep else {
      timesRunAtRest = nil
      return nil
    }
    return look.turns
  }

  /// Whether it has done nothing since everything was at rest. If it has, or if that cannot be known,
  /// only `turnsIfAsleep` tells more.
  var hasSleptSinceRest: Bool {
    guard let times = timesRunAtRest, activity.timesRun() == times else {
      timesRunAtRest = nil
      return false
    }
    return true
  }

  var isKnownAtRest: Bool { timesRunAtRest != nil }

  /// The stage went on without rest.
  func forgetRest() { timesRunAtRest = nil }

  /// Its sockets on the Internet, looked at from outside, at most so many.
  func sockets(atMost limit: Int) -> [(fd: Int32, snapshot: SocketSnapshot)] {
    guard let descriptors = try? view.descriptors() else { return [] }
    return descriptors.lazy.filter { $0.socketInode != nil && $0.fd < RoleDescriptor.actions }
      .prefix(limit).compactMap { entry in
        var snapshot = (try? self.view.snapshot(of: entry.fd)).flatMap { $0 }
        snapshot?.host = host
        return snapshot.map { (entry.fd, $0) }
      }
  }

  /// Reads what has arrived, without blocking.
  func receive() {
    do {
      let isOpen = try frames.fill(from: messageDescriptor)
      while let message = try frames.next(PartnerMessage.self) { take(message) }
      if !isOpen { finish() }
    } catch {
      Glibc.kill(pid, SIGKILL)
      finish()
    }
  }

  /// Asks for the totals: they come as a message.
  func askForTotals() {
    totals = nil
    var byte: UInt8 = 0
    if let input { write(input.number, &byte, 1) }
  }

  /// Lets go of it: it closes its sockets, says what there is to say, and ends.
  func stop() {
    isStopped = true
    input = nil
  }

  func takeNews() -> (news: [PartnerMessage], surplus: Int) {
    defer { (news, surplus) = ([], 0) }
    return (news, surplus)
  }

  private func take(_ message: PartnerMessage) {
    switch message {
    case .came(let client, let local, let remote):
      if transport == .tcp { clients[client] = pair(local, remote) }
    case .holds(let client, let isHeld):
      if isHeld { holds.insert(client) } else { holds.remove(client) }
      return
    case .left(let client, _, _): holds.remove(client)
    case .totals(let totals):
      self.totals = totals
      return
    case .lost(let count):
      surplus += count
      return
    // It comes behind so many that there is no room for it.
    case .full:
      if !news.contains(message) { news.append(message) }
      return
    case .asked, .ready, .failed: break
    }
    if news.count < Partner.mostNews { return news.append(message) }
    surplus += 1
    if case .left(let client, _, _) = message { forget(client) }
  }

  func pair(_ local: SocketAddress, _ remote: SocketAddress) -> AddressPair {
    AddressPair(
      protocolNumber: transport == .tcp ? ProtocolNumber.tcp : ProtocolNumber.udp,
      local: local.unmapped, remote: remote.unmapped, realm: Realm(host: host, remote: remote))
  }

  func forget(_ client: Int) {
    clients[client] = nil
    names[client] = nil
  }

  private func finish() {
    isGone = true
    reap()
  }

  private func reap() {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7f
    end = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
  }
}

/// What is said between the stage and a partner before it serves.
private struct Opening {
  var child: pid_t
  var output: OwnDescriptor
  var frames: FrameReader

  init(child: pid_t, _ output: OwnDescriptor, frames: FrameReader) {
    self.child = child
    self.output = output
    self.frames = frames
  }

  mutating func address(
    asked place: SocketAddress, by input: OwnDescriptor?, name: String, limit: UInt64
  ) throws(Diagnostic) -> SocketAddress {
    switch try answer(to: place, input, limit) {
    case .ready(let address): return address
    case .failed(let call, let error):
      throw Diagnostic(
        "\(name) cannot be at \(place): \(call): \(error)",
        advice: "without on, `peer \(name)` takes a free port of the loopback")
    default: throw Diagnostic("the process for \(name) did not answer")
    }
  }

  private mutating func answer(
    to place: SocketAddress, _ input: OwnDescriptor?, _ limit: UInt64
  ) throws(Diagnostic) -> PartnerMessage? {
    do {
      var order = FrameWriter()
      order.add(place)
      if let input { try order.flush(to: input.number) }
      let deadline = monotonicNanoseconds() + limit
      while monotonicNanoseconds() < deadline {
        if let message = try frames.next(PartnerMessage.self) { return message }
        var entry = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
        if poll(&entry, 1, 10) > 0, try !frames.fill(from: output.number) { return nil }
      }
    } catch {
      return nil
    }
    return nil
  }
}
