public import Log

/// What the cable does to the packets of one direction. The defaults leave them alone.
public struct Impairments: Hashable, Sendable {
  /// Shares, 0 to 1.
  public var loss = 0.0
  public var duplicate = 0.0
  public var reorder = 0.0
  public var corrupt = 0.0
  /// In nanoseconds; jitter is added to the delay or taken from it.
  public var delay: UInt64 = 0
  public var jitter: UInt64 = 0
  /// In bits a second; nil for no limit.
  public var rate: Int?
  /// What may wait for the rate, in bytes.
  public var queueLimit = Impairments.usualQueue
  /// In bytes, headers of IP included; nil for the device's own.
  public var mtu: Int?
  public var isCut = false

  public static let usualQueue = 64 << 10

  public init() {}
}

/// One thing that `wire` is told, for the directions that it names.
public struct ImpairmentOrder: Hashable, Sendable {
  public enum Setting: Hashable, Sendable {
    case loss(Double)
    case duplicate(Double)
    case reorder(Double)
    case corrupt(Double)
    /// In nanoseconds.
    case delay(UInt64)
    case jitter(UInt64)
    /// In bits a second; nil lifts the limit. The queue in bytes; nil leaves it as it is.
    case rate(Int?, queue: Int?)
    case mtu(Int?)
    case cut(Bool)
    /// Everything as it was at first.
    case nothing
  }

  public var setting: Setting
  public var scope: Scope

  public init(_ setting: Setting, _ scope: Scope) {
    self.setting = setting
    self.scope = scope
  }
}

/// Which directions something is about; hosts by their numbers, nil for any.
public struct Scope: Hashable, Sendable {
  public var from: Int?
  public var to: Int?
  /// Both directions of the two.
  public var isMutual: Bool

  public init(from: Int? = nil, to: Int? = nil, isMutual: Bool = false) {
    self.from = from
    self.to = to
    self.isMutual = isMutual
  }

  public static let everything = Scope()

  public func contains(from sender: Int, to receiver: Int) -> Bool {
    contains(sender, receiver) || isMutual && contains(receiver, sender)
  }

  private func contains(_ sender: Int, _ receiver: Int) -> Bool {
    (from ?? sender) == sender && (to ?? receiver) == receiver
  }
}

extension Impairments {
  public mutating func apply(_ setting: ImpairmentOrder.Setting) {
    switch setting {
    case .loss(let share): loss = share
    case .duplicate(let share): duplicate = share
    case .reorder(let share): reorder = share
    case .corrupt(let share): corrupt = share
    case .delay(let time): delay = time
    case .jitter(let time): jitter = time
    case .rate(let bits, let queue):
      rate = bits
      if let queue { queueLimit = queue }
    case .mtu(let bytes): mtu = bytes
    case .cut(let isCut): self.isCut = isCut
    case .nothing: self = Impairments()
    }
  }
}

extension ImpairmentOrder: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch setting {
    case .loss(let share): writer.put(0, share)
    case .duplicate(let share): writer.put(1, share)
    case .reorder(let share): writer.put(2, share)
    case .corrupt(let share): writer.put(3, share)
    case .delay(let time): writer.put(4, time)
    case .jitter(let time): writer.put(5, time)
    case .rate(let bits, let queue):
      writer.put(UInt8(6))
      writer.put(bits) { $0.put($1) }
      writer.put(queue) { $0.put($1) }
    case .mtu(let bytes):
      writer.put(UInt8(7))
      writer.put(bytes) { $0.put($1) }
    case .cut(let isCut):
      writer.put(UInt8(8))
      writer.put(isCut)
    case .nothing: writer.put(UInt8(9))
    }
    writer.put(scope)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let setting: Setting =
      switch try reader.byte() {
      case 0: .loss(try reader.share())
      case 1: .duplicate(try reader.share())
      case 2: .reorder(try reader.share())
      case 3: .corrupt(try reader.share())
      case 4: .delay(try reader.uint64())
      case 5: .jitter(try reader.uint64())
      case 6: .rate(try reader.optionalInt(), queue: try reader.optionalInt())
      case 7: .mtu(try reader.optionalInt())
      case 8: .cut(try reader.bool())
      case 9: .nothing
      default: throw Malformed()
      }
    self.init(setting, try reader.value())
  }
}

extension Scope: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(from) { $0.put($1) }
    writer.put(to) { $0.put($1) }
    writer.put(isMutual)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      from: try reader.optionalInt(), to: try reader.optionalInt(), isMutual: try reader.bool())
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ share: Double) {
    put(tag)
    put(share.bitPattern)
  }

  fileprivate mutating func put(_ tag: UInt8, _ time: UInt64) {
    put(tag)
    put(time)
  }
}

extension ByteReader {
  mutating func optionalInt() throws(Malformed) -> Int? {
    try optional { reader throws(Malformed) in try reader.int() }
  }

  fileprivate mutating func share() throws(Malformed) -> Double {
    let share = Double(bitPattern: try uint64())
    guard share >= 0, share <= 1 else { throw Malformed() }
    return share
  }
}
