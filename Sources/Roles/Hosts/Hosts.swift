internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls
internal import Wire

/// The wire as the stage sees it: its process, its hosts, and what it has told of packets.
final class Hosts {
  /// In the order in which they were named: alice is 10.0.0.1 and fd00::1, and so on.
  let all: [Host]
  /// The number of the first: those of a wire that is no more are nobody's.
  let first: Int
  let pid: pid_t
  private let output: OwnDescriptor
  private let input: OwnDescriptor
  private var frames: FrameReader
  private var orders = FrameWriter()
  /// What the cable was told: of each direction, first from the first host, then from the second, …
  private var impairments: [Impairments]
  private(set) var seed: UInt64
  /// When it was made, on the monotonic clock in nanoseconds: its packets are later.
  let began = monotonicNanoseconds()
  /// The user namespace that owns the hosts' networks; nil where it is the machine's.
  let userSpace: OwnDescriptor?
  /// A pcapng file without a name, complete up to the last `flush`; nil where none could be made.
  let capture: OwnDescriptor?
  /// The other end of the pipe is closed: the process is ending or has ended.
  private(set) var isGone = false
  private var isLossTold = false

  /// What has been told and is not yet logged.
  private(set) var news: [SeenPacket] = []
  /// Of these, how many were asked for.
  private var noted = 0
  /// Packets that were carried and that nobody was told of.
  private(set) var surplus = 0
  /// Packets that were not carried.
  private(set) var dropped = 0
  /// By host, from the first: packets that found no room in its device, and never came to the cable.
  private(set) var unseen: [Int]
  private var unseenNews: [Int]
  /// The directions whose last packet did not arrive.
  private var broken: Set<AddressPair> = []
  private var answers = WireAnswers()
  private var token = 0

  struct Host {
    var name: String
    var addresses: [SocketAddress]
    /// Its network namespace, and a socket for sock_diag there.
    var space: OwnDescriptor
    var diagnosis: SocketDiagnosis
  }

  struct SeenPacket {
    var packet: PacketSeen
    var time: UInt64
  }

  /// What the wire process answered last.
  private struct WireAnswers {
    var settled: (token: Int, count: Int, queued: Int, held: Int)?
    var released: Int?
    var wasRefused = false
    var missed: Int?
    var listed: Listed?
  }

  /// The exact orders that wait for their packets, and the packets in the learner's hand.
  struct Listed {
    var orders: [PendingOrder]
    var held: [PacketSeen]
  }

  /// In number: 10.0.0.254 is the router in the cable.
  static let most = 32
  /// How many broken directions are remembered.
  private static let mostBroken = 4096

  /// Makes the hosts, whose numbers begin with `first`. Throws, in words, what kept it from that;
  /// `limit` in nanoseconds.
  init(
    _ names: [String], first: Int = 1, seed: UInt64, executable: String, limit: UInt64
  ) throws(Diagnostic) {
    self.first = first
    self.seed = seed
    impairments = Array(repeating: Impairments(), count: names.count * names.count)
    unseen = Array(repeating: 0, count: names.count)
    unseenNews = unseen
    let child: Child
    do throws(Errno) {
      child = try Child.spawn(executable, arguments: [WireProcess.marker])
    } catch {
      throw Diagnostic("the process for the wire could not be started: \(error)")
    }
    (pid, input, output) = (child.pid, child.input, child.output)
    var opening = WireOpening(child: child)
    do throws(Diagnostic) {
      let made = try opening.hosts(names, seed: seed, limit: limit)
      (all, userSpace, capture) = (made.hosts, made.userSpace, made.capture)
      frames = opening.frames
    } catch {
      Glibc.kill(child.pid, SIGKILL)
      waitpid(child.pid, nil, 0)
      throw error
    }
  }

  deinit {
    guard !isGone else { return }
    Glibc.kill(pid, SIGKILL)
    reap()
  }

  var messageDescriptor: Int32 { output.number }

  // MARK: Orders

  /// Has the wire process do something, and returns when it holds for every packet from then on. False
  /// without an answer in time.
  @discardableResult
  func carryOut(_ order: WireOrder, limit: UInt64) -> Bool {
    note(order)
    tell(order)
    return settle(limit: limit) != nil
  }

  private func note(_ order: WireOrder) {
    switch order {
    case .reseed(let seed): self.seed = seed
    case .impair(let order):
      for index in impairments.indices
      where order.scope.contains(from: index / all.count, to: index % all.count) {
        impairments[index].apply(order.setting)
      }
    default: break
    }
  }

  /// What is done to packets from one host to another, both by their places from 0.
  func impairments(from sender: Int, to receiver: Int) -> Impairments {
    impairments[sender * all.count + receiver]
  }

  private func tell(_ order: WireOrder) {
    guard !isGone else { return }
    orders.add(order)
    do { try orders.flush(to: input.number) } catch { abandon() }
  }

  /// Lets held packets go: that many, or all. How many went; nil without an answer in time.
  func release(_ count: Int?, limit: UInt64) -> Int? {
    answers.released = nil
    tell(.release(count))
    wait(limit: limit) { answers.released != nil }
    return answers.released
  }

  /// Gives an exact order; false if too many wait already.
  func add(_ order: ExactOrder, limit: UInt64) -> Bool {
    answers.wasRefused = false
    return carryOut(.exact(order), limit: limit) && !answers.wasRefused
  }

  /// What waits; nil without an answer in time.
  func list(limit: UInt64) -> Listed? {
    answers.listed = nil
    tell(.list)
    wait(limit: limit) { answers.listed != nil }
    return answers.listed
  }

  /// Sees to it that everything is in the capture's file. How many packets are missing there; nil
  /// without an answer in time.
  func flushCapture(limit: UInt64) -> Int? {
    answers.missed = nil
    tell(.flush)
    wait(limit: limit) { answers.missed != nil }
    return answers.missed
  }

  /// What the cable has carried since it is up, once its devices are empty: the number of packets, and
  /// how many are on their way and held. nil without an answer in time.
  func settle(limit: UInt64) -> (count: Int, queued: Int, held: Int)? {
    token += 1
    let asked = token
    tell(.settle(asked))
    wait(limit: limit) { answers.settled?.token == asked }
    guard let settled = answers.settled, settled.token == asked else { return nil }
    return (settled.count, settled.queued, settled.held)
  }

  private func wait(limit: UInt64, until holds: () -> Bool) {
    let deadline = monotonicNanoseconds() + limit
    while !holds(), !isGone, monotonicNanoseconds() < deadline {
      var entry = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, 10) > 0 { receive() }
    }
  }

  // MARK: Messages

  /// Reads what has arrived, without blocking.
  func receive() {
    do {
      let isOpen = try frames.fill(from: messageDescriptor)
      while let message = try frames.next(WireMessage.self) { take(message) }
      if !isOpen { finish() }
    } catch {
      abandon()
    }
  }

  /// What has come since the last time that this was asked; it stays to be logged.
  func takeFreshNews() -> [PacketSeen] {
    defer { noted = news.count }
    return news.dropFirst(noted).map(\.packet)
  }

  func takeNews() -> (packets: [SeenPacket], surplus: Int) {
    defer { (news, surplus, noted) = ([], 0, 0) }
    return (news, surplus)
  }

  /// What has found no room in its host's device since the last time, by the host's name.
  func takeUnseen() -> [(host: String, count: Int)] {
    defer { unseenNews = Array(repeating: 0, count: all.count) }
    return zip(all, unseenNews).filter { $1 > 0 }.map { ($0.name, $1) }
  }

  /// True once, after the process has ended by itself.
  func takeLoss() -> Bool {
    defer { isLossTold = isLossTold || isGone }
    return isGone && !isLossTold
  }

  /// Whether the last packet of that direction did not arrive, or none does any more.
  func isBroken(_ pair: AddressPair) -> Bool { isGone || broken.contains(pair) }

  private func take(_ message: WireMessage) {
    switch message {
    case .packet(let packet, let time):
      note(packet)
      news.append(SeenPacket(packet: packet, time: time))
    case .lost(let count): surplus += count
    case .settled(let token, let count, let queued, let held):
      answers.settled = (token, count, queued, held)
    case .released(let count): answers.released = count
    case .refused: answers.wasRefused = true
    case .captured(let missed): answers.missed = missed
    case .listed(let orders, let held): answers.listed = Listed(orders: orders, held: held)
    case .unseen(let count, let host):
      guard unseen.indices.contains(host) else { return }
      unseen[host] += count
      unseenNews[host] += count
    case .ready, .failed: break
    }
  }

  private func note(_ packet: PacketSeen) {
    if packet.fate.isLoss { dropped += 1 }
    guard case .tcp = packet.content else { return }
    let pair = AddressPair(
      protocolNumber: ProtocolNumber.tcp, local: packet.source, remote: packet.destination,
      realm: .wire)
    switch packet.fate.verdict {
    case .delivered, .released: if !packet.fate.isCorrupted { broken.remove(pair) }
    default:
      if broken.count >= Hosts.mostBroken { broken = [] }
      broken.insert(pair)
    }
  }

  private func abandon() {
    // Once it is reaped its number may be somebody else's.
    guard !isGone else { return }
    Glibc.kill(pid, SIGKILL)
    finish()
  }

  private func finish() {
    guard !isGone else { return }
    isGone = true
    reap()
  }

  private func reap() {
    while waitpid(pid, nil, 0) < 0 && errno == EINTR {}
  }
}
