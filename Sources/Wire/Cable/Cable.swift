public import Log
public import SystemCalls

/// A host at the end of a cable.
public struct CableHost: Hashable, Sendable {
  public var name: String
  /// Its addresses, with port 0.
  public var addresses: [SocketAddress]

  public init(name: String, addresses: [SocketAddress]) {
    self.name = name
    self.addresses = addresses
  }
}

/// Where a cable's packets go, and who hears of them.
public protocol CableOutput: AnyObject {
  /// A packet reaches a host; a comment says what was done to it on the way.
  func deliver(_ bytes: UnsafeRawBufferPointer, to host: Int, comment: String?)
  /// A packet was sent; `comment` says what becomes of it, if that is not plain delivery.
  func took(_ bytes: UnsafeRawBufferPointer, from host: Int, comment: String?)
  func report(_ packet: PacketSeen)
}

/// Carries packets between hosts, and does to them what it was told and nothing else.
///
/// It knows no device and no clock: whoever drives it hands it packets with their times, and asks it
/// for what is due.
public struct Cable {
  private let hosts: [CableHost]
  private var byAddress: [SocketAddress: Int] = [:]
  private var directions: [Direction]
  private var conversations = Conversations()
  private var exact = ExactOrders()
  private var queue = DeliveryQueue()
  /// Packets in the learner's hand, in the order in which they were taken.
  private var held: [HeldPacket] = []
  private var dice: Dice
  /// How many packets were taken.
  public private(set) var count = 0
  private var order = 0
  private unowned let output: any CableOutput

  /// What is held, with what it takes to let it go.
  private struct HeldPacket {
    var seen: PacketSeen
    var delivery: Delivery
  }

  static let mostHeld = 256
  /// What may be on its way at one time, in packets.
  static let mostQueued = 1 << 16

  public init(hosts: [CableHost], seed: UInt64, output: any CableOutput) {
    self.hosts = hosts
    self.output = output
    dice = Dice(seed: seed)
    directions = Array(repeating: Direction(), count: hosts.count * hosts.count)
    for (number, host) in hosts.enumerated() {
      for address in host.addresses { byAddress[address] = number }
    }
  }

  // MARK: Orders

  public mutating func apply(_ order: ImpairmentOrder) {
    for from in hosts.indices {
      for to in hosts.indices where from != to && order.scope.contains(from: from, to: to) {
        directions[from * hosts.count + to].impairments.apply(order.setting)
      }
    }
  }

  /// False if too many wait already.
  public mutating func add(_ order: ExactOrder) -> Bool { exact.add(order) }

  public mutating func forgetExactOrders() { exact.removeAll() }

  /// From now on every packet's fate is told from this seed, and flows count from 1 again.
  public mutating func reseed(_ seed: UInt64) {
    dice = Dice(seed: seed)
    for index in directions.indices { directions[index].flows = FlowBook() }
  }

  /// Lets held packets go, in their order: that many, or all. Returns how many went.
  public mutating func release(_ most: Int?, at now: UInt64) -> Int {
    let released = held.prefix(most ?? held.count)
    held.removeFirst(released.count)
    for packet in released {
      var delivery = packet.delivery
      delivery.due = now
      enqueue(delivery)
      var seen = packet.seen
      seen.fate.verdict = .released
      output.report(seen)
    }
    return released.count
  }

  public var heldCount: Int { held.count }
  public var waitingOrders: [ExactOrder] { exact.waiting }

  public func impairments(from: Int, to: Int) -> Impairments {
    directions[from * hosts.count + to].impairments
  }

  /// Packets on their way that nobody holds.
  public var queuedCount: Int {
    queue.count + directions.count { $0.overtaken != nil }
  }

  // MARK: Packets

  /// Takes a packet that a host sends, at that time of the monotonic clock in nanoseconds.
  public mutating func carry(_ bytes: UnsafeRawBufferPointer, from sender: Int, at now: UInt64) {
    let header: PacketHeader
    do throws(PacketFault) {
      header = try PacketHeader(bytes)
    } catch {
      return refuse(bytes, from: sender, because: error)
    }
    for receiver in receivers(of: header, from: sender) {
      carry(bytes, header, from: sender, to: receiver, at: now)
    }
    if receivers(of: header, from: sender).isEmpty { refuse(bytes, header, from: sender) }
  }

  /// Delivers what is due by then.
  public mutating func deliverDue(by now: UInt64) {
    for index in directions.indices {
      guard let kept = directions[index].overtaken, kept.due <= now,
        let delivery = directions[index].takeOvertaken()
      else { continue }
      enqueue(delivery)
    }
    while let delivery = queue.take(by: now) { deliver(delivery) }
  }

  /// When something is due next.
  public var nextDue: UInt64? {
    directions.reduce(queue.next) { next, direction in
      guard let due = direction.overtaken?.due else { return next }
      return min(due, next ?? due)
    }
  }

  private func receivers(of header: PacketHeader, from sender: Int) -> [Int] {
    let destination = header.destination.with(port: 0)
    if let host = byAddress[destination] { return host == sender ? [] : [host] }
    guard destination.isForEverybody else { return [] }
    return hosts.indices.filter { $0 != sender }
  }

  private mutating func carry(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, from sender: Int, to receiver: Int,
    at now: UInt64
  ) {
    count += 1
    let index = sender * hosts.count + receiver
    let place = directions[index].flows.enter(header)
    var seen = PacketSeen(
      number: count, from: hosts[sender].name, to: hosts[receiver].name, header: header,
      conversations.enter(header, at: now))
    let plan = plan(for: header, place, from: sender, to: receiver, index, at: now)
    seen.fate = plan.fate
    let comment = plan.fate.comment
    output.took(bytes, from: sender, comment: comment)
    output.report(seen)
    switch plan.fate.verdict {
    case .delivered: send(bytes, header, plan, place, from: sender, to: receiver, at: now, comment)
    case .held:
      let delivery = Delivery(
        bytes: Array(bytes), from: sender, to: receiver, due: now, order: 0, comment: "held")
      held.append(HeldPacket(seen: seen, delivery: delivery))
    case .tooBig: answerTooBig(bytes, header, limit: plan.mtu, to: sender)
    default: break
    }
  }

  private func deliver(_ delivery: Delivery) {
    delivery.bytes.withUnsafeBytes {
      output.deliver($0, to: delivery.to, comment: delivery.comment)
    }
  }

  private mutating func enqueue(_ delivery: Delivery) {
    var delivery = delivery
    order += 1
    delivery.order = order
    queue.add(delivery)
  }
}

// MARK: - Fate

extension Cable {
  /// What is to become of a packet.
  struct Plan {
    var fate: PacketSeen.Fate
    /// When it arrives.
    var due: UInt64 = 0
    var mtu = Int.max
  }

  private mutating func plan(
    for header: PacketHeader, _ place: Place, from sender: Int, to receiver: Int, _ index: Int,
    at now: UInt64
  ) -> Plan {
    let impairments = directions[index].impairments
    if impairments.isCut { return Plan(fate: PacketSeen.Fate(.cut)) }
    switch exact.action(on: header.content, from: sender, to: receiver) {
    case .drop?: return Plan(fate: PacketSeen.Fate(.dropped))
    case .hold? where held.count < Cable.mostHeld: return Plan(fate: PacketSeen.Fate(.held))
    default: break
    }
    if impairments.isNothing { return Plan(fate: PacketSeen.Fate(.delivered), due: now) }
    func happens(_ share: Double, _ purpose: Dice.Purpose) -> Bool {
      share > 0 && dice.fraction(for: purpose, of: place, from: sender, to: receiver) < share
    }
    if happens(impairments.loss, .loss) { return Plan(fate: PacketSeen.Fate(.lost)) }
    if let mtu = impairments.mtu, header.length > mtu, header.mayNotBeFragmented {
      return Plan(fate: PacketSeen.Fate(.tooBig), mtu: mtu)
    }
    guard queue.count < Cable.mostQueued,
      let departure = directions[index].departure(of: header.length, at: now)
    else { return Plan(fate: PacketSeen.Fate(.queueFull)) }
    var fate = PacketSeen.Fate(.delivered)
    fate.isOvertaken = happens(impairments.reorder, .reorder)
    fate.isCorrupted = happens(impairments.corrupt, .corrupt)
    if happens(impairments.duplicate, .duplicate) { fate.copies = 2 }
    let shift =
      impairments.jitter == 0
      ? 0 : 2 * dice.fraction(for: .jitter, of: place, from: sender, to: receiver) - 1
    let due = directions[index].arrival(departing: departure, shift: shift)
    fate.delay = due - now
    return Plan(fate: fate, due: due, mtu: impairments.mtu ?? .max)
  }

  private mutating func send(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, _ plan: Plan, _ place: Place,
    from sender: Int, to receiver: Int, at now: UInt64, _ comment: String?
  ) {
    let index = sender * hosts.count + receiver
    let isPlain = plan.due <= now && plan.fate == PacketSeen.Fate(.delivered)
    if isPlain, header.length <= plan.mtu, directions[index].overtaken == nil, queue.count == 0 {
      return output.deliver(bytes, to: receiver, comment: nil)
    }
    var packet = Array(bytes)
    if plan.fate.isCorrupted {
      corrupt(
        &packet, after: header.transportOffset,
        by: dice.number(for: .bit, of: place, from: sender, to: receiver))
    }
    let pieces = header.length > plan.mtu ? fragments(of: packet, limit: plan.mtu) : [packet]
    for piece in pieces {
      let delivery = Delivery(
        bytes: piece, from: sender, to: receiver, due: plan.due, order: 0, comment: comment)
      schedule(delivery, plan.fate, index)
    }
    if plan.due <= now { deliverDue(by: now) }
  }

  private mutating func schedule(_ delivery: Delivery, _ fate: PacketSeen.Fate, _ index: Int) {
    if fate.isOvertaken {
      var kept = delivery
      kept.due += Direction.longestOvertaking
      if let earlier = directions[index].keepBack(kept) {
        enqueue(due(earlier, no: delivery.due))
      }
      return
    }
    for _ in 0..<fate.copies { enqueue(delivery) }
    if let overtaken = directions[index].takeOvertaken() {
      enqueue(due(overtaken, no: delivery.due))
    }
  }

  /// What was kept back goes right after the one that overtook it.
  private func due(_ delivery: Delivery, no later: UInt64) -> Delivery {
    var delivery = delivery
    delivery.due = min(delivery.due, later)
    return delivery
  }

  /// One bit of the transport's header or data: a checksum will tell.
  private func corrupt(_ packet: inout [UInt8], after offset: Int, by number: UInt64) {
    guard packet.count > offset else { return }
    let bit = Int(number % UInt64((packet.count - offset) * 8))
    packet[offset + bit / 8] ^= 1 << UInt8(bit % 8)
  }
}

// MARK: - Refusals

extension Cable {
  private mutating func refuse(
    _ bytes: UnsafeRawBufferPointer, from sender: Int, because fault: PacketFault
  ) {
    count += 1
    let fate = PacketSeen.Fate(.malformed)
    output.took(bytes, from: sender, comment: fate.comment)
    output.report(
      PacketSeen(
        number: count, from: hosts[sender].name, to: nil, source: .any(port: 0),
        destination: .any(port: 0), content: .malformed(fault.text), length: bytes.count,
        fate: fate, remarks: []))
  }

  /// Nobody has the address: a router says so.
  private mutating func refuse(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, from sender: Int
  ) {
    count += 1
    let fate = PacketSeen.Fate(.noHost)
    var seen = PacketSeen(
      number: count, from: hosts[sender].name, to: nil, header: header,
      conversations.enter(header, at: 0))
    seen.fate = fate
    output.took(bytes, from: sender, comment: fate.comment)
    output.report(seen)
    guard !header.destination.isForEverybody else { return }
    answer(ControlMessageBuilder.unreachable(bytes, header), to: sender)
  }

  private mutating func answerTooBig(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, limit: Int, to sender: Int
  ) {
    answer(ControlMessageBuilder.tooBig(bytes, header, limit: limit), to: sender)
  }

  /// A packet of the cable's own, which it has from a router that stands in it.
  private func answer(_ packet: [UInt8]?, to host: Int) {
    guard let packet else { return }
    packet.withUnsafeBytes {
      output.deliver($0, to: host, comment: "from the router in the cable")
    }
  }
}

extension PacketFault {
  var text: String {
    switch self {
    case .empty: "no bytes"
    case .version(let version): "version \(version) of IP"
    case .truncated: "shorter than its headers say"
    case .length: "a length that cannot be"
    }
  }
}

extension SocketAddress {
  /// Multicast, or IPv4's broadcast to the network 10.0.0.0/24 and to everybody.
  var isForEverybody: Bool {
    if case .ipv4(let host, _) = self { return isMulticast || host == .max || host == 0x0a00_00ff }
    return isMulticast
  }
}
