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
  func took(_ bytes: UnsafeRawBufferPointer, comment: String?)
  func report(_ packet: PacketSeen)
}

/// Carries packets between hosts, and does to them what it was told and nothing else.
///
/// It knows no device and no clock: whoever drives it hands it packets with their times, and asks it
/// for what is due.
public struct Cable {
  let hosts: [CableHost]
  private(set) var byAddress: [SocketAddress: Int] = [:]
  var directions: [Direction]
  var conversations = Conversations()
  private(set) var exact = ExactOrders()
  private(set) var queue = DeliveryQueue()
  /// Packets in the learner's hand, in the order in which they were taken.
  private var held: [HeldPacket] = []
  private var dice: Dice
  /// How many packets were taken, those of the router among them.
  public internal(set) var count = 0
  private var order = 0
  unowned let output: any CableOutput

  /// What is held, with what it takes to let it go.
  private struct HeldPacket {
    var seen: PacketSeen
    var header: PacketHeader
    var delivery: Delivery
  }

  static let mostHeld = 256
  /// What may be on its way at one time, in packets.
  static let mostQueued = 1 << 16

  public init(hosts: [CableHost], seed: UInt64, output: any CableOutput) {
    self.hosts = hosts
    self.output = output
    dice = Dice(seed: seed)
    directions = hosts.indices.flatMap { from in
      hosts.indices.map { Direction(from: from, to: $0) }
    }
    for (number, host) in hosts.enumerated() {
      for address in host.addresses { byAddress[address] = number }
    }
  }

  // MARK: Orders

  public mutating func apply(_ order: ImpairmentOrder) {
    for index in directions.indices
    where order.scope.contains(from: directions[index].from, to: directions[index].to) {
      directions[index].impairments.apply(order.setting)
    }
  }

  /// False if too many wait already.
  public mutating func add(_ order: ExactOrder) -> Bool { exact.add(order) }

  /// Those that are about packets of that scope alone.
  public mutating func forgetExactOrders(in scope: Scope) {
    let outside = directions.filter { !scope.contains(from: $0.from, to: $0.to) }
    exact.removeAll { order in
      !outside.contains { order.scope.contains(from: $0.from, to: $0.to) }
    }
  }

  /// The exact orders that wait for their packets.
  public var pendingOrders: [PendingOrder] { exact.waiting }

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
      conversations.noteArrival(of: packet.header)
      enqueue(delivery)
      var seen = packet.seen
      seen.fate.verdict = .released
      output.report(seen)
    }
    return released.count
  }

  public var heldCount: Int { held.count }

  /// In the order in which they were taken.
  public var heldPackets: [PacketSeen] { held.map(\.seen) }

  /// Packets on their way that nobody holds.
  public var queuedCount: Int {
    queue.count + directions.count { $0.keptBack != nil }
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
    if ControlMessageBuilder.isRouter(header.destination) {
      return visitRouter(bytes, header, from: sender)
    }
    let receivers = receivers(of: header, from: sender)
    if receivers.isEmpty { refuse(bytes, header, from: sender) }
    for receiver in receivers { carry(bytes, header, from: sender, to: receiver, at: now) }
  }

  /// Delivers what is due by then.
  public mutating func deliverDue(by now: UInt64) {
    for index in directions.indices {
      guard let kept = directions[index].keptBack, kept.due <= now,
        let delivery = directions[index].takeKeptBack()
      else { continue }
      enqueue(delivery)
    }
    while let delivery = queue.take(by: now) { deliver(delivery) }
  }

  /// When something is due next.
  public var nextDue: UInt64? {
    directions.reduce(queue.next) { next, direction in
      guard let due = direction.keptBack?.due else { return next }
      return min(due, next ?? due)
    }
  }

  private func receivers(of header: PacketHeader, from sender: Int) -> [Int] {
    let destination = header.destination.with(port: 0)
    if let host = byAddress[destination] { return host == sender ? [] : [host] }
    guard destination.isOfManyHosts else { return [] }
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
    let plan = plan(for: header, place, index, at: now)
    seen.fate = plan.fate
    if plan.fate.verdict == .tooBig { seen.remarks += refusalRemarks(header) }
    if plan.fate.verdict == .delivered, header.length > plan.mtu {
      let count = fragments(of: Array(bytes), limit: plan.mtu).count
      seen.remarks.append("cut into \(count) fragments")
    }
    output.took(bytes, comment: plan.fate.comment)
    output.report(seen)
    switch plan.fate.verdict {
    case .delivered:
      if !plan.fate.isCorrupted { conversations.noteArrival(of: header) }
      send(bytes, header, plan, place, index, at: now)
    case .held:
      let delivery = Delivery(
        bytes: Array(bytes), packet: count, from: sender, to: receiver, due: now, comment: "held")
      held.append(HeldPacket(seen: seen, header: header, delivery: delivery))
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
    for _ in 0..<delivery.copies {
      order += 1
      delivery.order = order
      queue.add(delivery)
    }
  }
}

// MARK: - Ways

extension Cable {
  private mutating func plan(
    for header: PacketHeader, _ place: Place, _ index: Int, at now: UInt64
  ) -> Plan {
    let (from, to) = (directions[index].from, directions[index].to)
    if directions[index].impairments.isCut { return Plan(.cut) }
    switch exact.action(on: header.content, from: from, to: to) {
    case .drop?: return Plan(.dropped)
    case .hold? where held.count < Cable.mostHeld: return Plan(.held)
    default: break
    }
    return directions[index].plan(
      for: header, place, dice, isCrowded: queue.count >= Cable.mostQueued, at: now)
  }

  private mutating func send(
    _ bytes: UnsafeRawBufferPointer, _ header: PacketHeader, _ plan: Plan, _ place: Place,
    _ index: Int, at now: UInt64
  ) {
    let direction = directions[index]
    let isPlain = plan.fate == PacketSeen.Fate(.delivered) && header.length <= plan.mtu
    if isPlain, direction.keptBack == nil, queue.count == 0 {
      return output.deliver(bytes, to: direction.to, comment: nil)
    }
    var packet = Array(bytes)
    if plan.fate.isCorrupted {
      direction.corrupt(&packet, after: header.transportOffset, place, dice)
    }
    let pieces = header.length > plan.mtu ? fragments(of: packet, limit: plan.mtu) : [packet]
    for piece in pieces {
      let delivery = Delivery(
        bytes: piece, packet: count, from: direction.from, to: direction.to, due: plan.due,
        copies: plan.fate.copies, comment: plan.fate.comment)
      schedule(delivery, plan.fate, index)
    }
    if plan.due <= now { deliverDue(by: now) }
  }

  private mutating func schedule(_ delivery: Delivery, _ fate: PacketSeen.Fate, _ index: Int) {
    if fate.isKeptBack {
      var kept = delivery
      kept.due += PacketSeen.Fate.longestKept
      if let earlier = directions[index].keepBack(kept) {
        enqueue(due(earlier, no: delivery.due))
      }
      return
    }
    enqueue(delivery)
    if let kept = directions[index].takeKeptBack() { enqueue(due(kept, no: delivery.due)) }
  }

  /// What was kept back goes right after the one that overtook it.
  private func due(_ delivery: Delivery, no later: UInt64) -> Delivery {
    var delivery = delivery
    delivery.due = min(delivery.due, later)
    return delivery
  }
}
