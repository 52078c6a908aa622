public import Log
internal import SystemCalls

/// What the stage tells the wire.
public enum WireOrder: Hashable, Sendable {
  /// The first, and only then: the hosts, and the seed.
  case open([CableHost], seed: UInt64)
  case impair(ImpairmentOrder)
  case exact(ExactOrder)
  /// Those that are about packets of that scope alone.
  case forgetExactOrders(Scope)
  /// So many of the held packets, or all.
  case release(Int?)
  case reseed(UInt64)
  /// To be answered with `settled` once the cable has nothing more to carry now.
  case settle(Int)
  /// To be answered with `captured` once everything is in the capture's file.
  case flush
  /// To be answered with `listed`.
  case list
}

/// What the wire tells the stage, in the order in which it happened.
public enum WireMessage: Hashable, Sendable {
  /// The wire is up. Of the wire process: the descriptor of the user namespace (-1 for none), and
  /// for each host those of its network namespace and of a sock_diag socket there.
  case ready(user: Int32, hosts: [HostDescriptors], capture: Int32)
  case failed(WireRefusal)
  case packet(PacketSeen, time: UInt64)
  /// So many packets were carried that nobody was told of: the stage did not listen.
  case lost(Int)
  /// The number that was given, and how many packets were taken since the wire is up, are on their
  /// way, and are held.
  case settled(Int, count: Int, queued: Int, held: Int)
  /// So many packets let go.
  case released(Int)
  /// Too many exact orders wait already.
  case refused
  /// How many packets are missing in the capture.
  case captured(missed: Int)
  /// The exact orders that wait for their packets, and the packets that are held.
  case listed([PendingOrder], held: [PacketSeen])
  /// So many packets more were lost in a host's device, whose queue was full; the host's place, from 0.
  case unseen(Int, host: Int)

  public struct HostDescriptors: Hashable, Sendable {
    public var network: Int32
    public var diagnosis: Int32

    public init(network: Int32, diagnosis: Int32) {
      self.network = network
      self.diagnosis = diagnosis
    }
  }
}

extension WireOrder: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .open(let hosts, let seed):
      writer.put(UInt8(0))
      writer.put(hosts) { $0.put($1) }
      writer.put(seed)
    case .impair(let order):
      writer.put(UInt8(1))
      writer.put(order)
    case .exact(let order):
      writer.put(UInt8(2))
      writer.put(order)
    case .forgetExactOrders(let scope):
      writer.put(UInt8(3))
      writer.put(scope)
    case .release(let count):
      writer.put(UInt8(4))
      writer.put(count) { $0.put($1) }
    case .reseed(let seed):
      writer.put(UInt8(5))
      writer.put(seed)
    case .settle(let token):
      writer.put(UInt8(6))
      writer.put(token)
    case .flush: writer.put(UInt8(7))
    case .list: writer.put(UInt8(8))
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      self = .open(
        try reader.list { reader throws(Malformed) in try reader.value() },
        seed: try reader.uint64())
    case 1: self = .impair(try reader.value())
    case 2: self = .exact(try reader.value())
    case 3: self = .forgetExactOrders(try reader.value())
    case 4: self = .release(try reader.optionalInt())
    case 5: self = .reseed(try reader.uint64())
    case 6: self = .settle(try reader.int())
    case 7: self = .flush
    case 8: self = .list
    default: throw Malformed()
    }
  }
}

extension WireMessage: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .ready(let user, let hosts, let capture):
      writer.put(UInt8(0))
      writer.put(Int(user))
      writer.put(hosts) {
        $0.put(Int($1.network))
        $0.put(Int($1.diagnosis))
      }
      writer.put(Int(capture))
    case .failed(let refusal):
      writer.put(UInt8(1))
      writer.put(refusal.step.rawValue)
      writer.put(Int(refusal.errno.rawValue))
    case .packet(let packet, let time):
      writer.put(UInt8(2))
      writer.put(packet)
      writer.put(time)
    case .lost(let count): writer.put(3, count)
    case .settled(let token, let count, let queued, let held):
      writer.put(UInt8(4))
      for number in [token, count, queued, held] { writer.put(number) }
    case .released(let count): writer.put(5, count)
    case .refused: writer.put(UInt8(6))
    case .captured(let missed): writer.put(7, missed)
    case .listed(let orders, let held):
      writer.put(UInt8(8))
      writer.put(orders) { $0.put($1) }
      writer.put(held) { $0.put($1) }
    case .unseen(let count, let host):
      writer.put(9, count)
      writer.put(host)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      self = .ready(
        user: try reader.int32(),
        hosts: try reader.list { reader throws(Malformed) in
          HostDescriptors(network: try reader.int32(), diagnosis: try reader.int32())
        }, capture: try reader.int32())
    case 1:
      guard let step = WireStep(rawValue: try reader.byte()) else { throw Malformed() }
      self = .failed(WireRefusal(step: step, errno: Errno(try reader.int32())))
    case 2: self = .packet(try reader.value(), time: try reader.uint64())
    case 3: self = .lost(try reader.int())
    case 4:
      self = .settled(
        try reader.int(), count: try reader.int(), queued: try reader.int(),
        held: try reader.int())
    case 5: self = .released(try reader.int())
    case 6: self = .refused
    case 7: self = .captured(missed: try reader.int())
    case 8:
      self = .listed(
        try reader.list { reader throws(Malformed) in try reader.value() },
        held: try reader.list { reader throws(Malformed) in try reader.value() })
    case 9: self = .unseen(try reader.int(), host: try reader.int())
    default: throw Malformed()
    }
  }
}

extension CableHost: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(name)
    writer.put(addresses) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      name: try reader.string(),
      addresses: try reader.list { reader throws(Malformed) in try reader.value() })
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ number: Int) {
    put(tag)
    put(number)
  }
}
