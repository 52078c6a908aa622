internal import CLinux
internal import Frames
internal import Glibc
internal import Log
internal import SystemCalls

/// Moves packets between the devices' ends and the cable.
final class Carrier: CableOutput {
  private let ends: WireEnds
  private var queues: [DeviceQueue]
  /// Of these queues, in packets.
  private let leastRoom: Int
  /// How many packets had been carried when the queues were looked at last.
  private var countAtLook = 0
  private let line: WireLine
  private let recorder = Recorder(now: monotonicNanoseconds())
  private var cable: Cable?
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  private let bundle = Bundle()
  private var now = monotonicNanoseconds()
  /// Whether the devices may have more to say than was taken from them.
  private var isBehind = false
  /// Packets read from one device before the next has its turn, and turns before orders have theirs.
  private static let turn = 64
  private static let turns = 16
  private static let longestWait = 999_999_999

  init(_ hosts: [CableHost], _ ends: WireEnds, seed: UInt64, _ line: WireLine) {
    self.ends = ends
    queues = ends.queues
    leastRoom = queues.map(\.room).min() ?? .max
    self.line = line
    cable = Cable(hosts: hosts, seed: seed, output: self)
  }

  deinit { room.deallocate() }

  var captureDescriptor: Int32? { recorder.descriptor }

  /// Returns when the stage has let go of the wire.
  func run() {
    while !line.isDeserted {
      line.flush()
      var entries = interests
      guard linux_poll(&entries, Int32(entries.count), patience) >= 0 || errno == EINTR else {
        return
      }
      carryAll()
      if entries[0].revents != 0 { line.takeOrders(obey) }
    }
  }

  private var interests: [pollfd] {
    [
      pollfd(fd: RoleDescriptor.actions, events: Int16(POLLIN), revents: 0),
      pollfd(
        fd: RoleDescriptor.messages, events: line.isWaiting ? Int16(POLLOUT) : 0, revents: 0),
    ] + ends.devices.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  /// How long to wait at most, in nanoseconds.
  private var patience: Int {
    if isBehind { return 0 }
    guard let due = cable?.nextDue else { return Carrier.longestWait }
    let now = monotonicNanoseconds()
    return due <= now ? 0 : min(Int(due - now), Carrier.longestWait)
  }

  /// Carries until every device is empty and nothing is due, or for some turns of a flood.
  private func carryAll() {
    isBehind = true
    for _ in 0..<Carrier.turns where isBehind {
      now = monotonicNanoseconds()
      cable?.deliverDue(by: now)
      isBehind = ends.devices.indices.reduce(false) { carrySome(from: $1) || $0 }
      if line.isWaiting { line.flush() }
    }
  }

  /// True if the device had anything: what it was answered may be there already.
  private func carrySome(from host: Int) -> Bool {
    for turn in 0..<Carrier.turn {
      let count = read(ends.devices[host], room.baseAddress, room.count)
      guard count > 0 else { return turn > 0 }
      now = monotonicNanoseconds()
      carry(UnsafeMutableRawBufferPointer(rebasing: room[..<count]), from: host)
    }
    return true
  }

  /// `bytes` are a packet as the device hands it over.
  private func carry(_ bytes: UnsafeMutableRawBufferPointer, from host: Int) {
    guard var packet = OffloadedPacket(bytes) else { return }
    guard packet.isBundle else {
      packet.finish()
      cable?.carry(UnsafeRawBufferPointer(packet.bytes), from: host, at: now)
      return
    }
    if let receiver = cable?.carryTogether(
      UnsafeRawBufferPointer(packet.bytes), cutAt: packet.segmentSize, from: host, at: now)
    {
      write(UnsafeRawBufferPointer(packet.bytes), packet.offload, to: receiver)
      return record(packet)
    }
    bundle.open(packet)
    while let segment = bundle.next() { cable?.carry(segment, from: host, at: now) }
    bundle.close(write)
  }

  /// A bundle that went on as it came.
  private func record(_ packet: OffloadedPacket) {
    guard !recorder.isFull else { return recorder.miss(2 * packet.segmentCount) }
    bundle.open(packet)
    while let segment = bundle.next() {
      recorder.add(segment, on: .sent, at: now, comment: nil)
      recorder.add(segment, on: .arrived, at: now, comment: nil)
    }
    bundle.forget()
  }

  private func obey(_ order: WireOrder) {
    switch order {
    case .open: break
    case .impair(let order): cable?.apply(order)
    case .exact(let order): if cable?.add(order) == false { line.say(.refused) }
    case .forgetExactOrders(let scope): cable?.forgetExactOrders(in: scope)
    case .release(let count):
      line.say(.released(cable?.release(count, at: monotonicNanoseconds()) ?? 0))
    case .reseed(let seed): cable?.reseed(seed)
    case .settle(let token): settle(token)
    case .flush:
      recorder.flush()
      line.say(.captured(missed: recorder.missed))
    case .list: line.say(.listed(cable?.pendingOrders ?? [], held: cable?.heldPackets ?? []))
    }
    carryAll()
  }

  private func settle(_ token: Int) {
    carryAll()
    guard let cable else { return }
    tellOfOverflows(since: cable.count)
    line.say(
      .settled(
        token, count: cable.count, queued: cable.queuedCount + (isBehind ? 1 : 0),
        held: cable.heldCount))
  }

  /// A queue that was full has brought the cable that many packets since: as long as fewer have come,
  /// there is no need to look.
  private func tellOfOverflows(since count: Int) {
    guard count - countAtLook >= leastRoom else { return }
    countAtLook = count
    for host in queues.indices {
      let overflow = queues[host].takeOverflow()
      if overflow > 0 { line.say(.unseen(overflow, host: host)) }
    }
  }

  // MARK: CableOutput

  func deliver(_ bytes: UnsafeRawBufferPointer, to host: Int, comment: String?) {
    recorder.add(bytes, on: .arrived, at: now, comment: comment)
    if bundle.keep(bytes, for: host) { return }
    bundle.loosen(write)
    write(bytes, linux_offload(), to: host)
  }

  private func write(
    _ bytes: UnsafeRawBufferPointer, _ offload: linux_offload, to host: Int
  ) {
    withUnsafePointer(to: offload) {
      linux_write_packet(ends.devices[host], $0, bytes.baseAddress, bytes.count)
    }
  }

  func took(_ bytes: UnsafeRawBufferPointer, comment: String?) {
    recorder.add(bytes, on: .sent, at: now, comment: comment)
  }

  func report(_ packet: PacketSeen) { line.tell(of: .packet(packet, time: now)) }
}
