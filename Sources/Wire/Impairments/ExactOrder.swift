public import Log

/// A packet that is meant exactly: `drop next SYN`, `hold 3rd data from alice`.
public struct ExactOrder: Hashable, Sendable {
  public enum Action: UInt8, Hashable, Sendable { case drop, hold }

  /// What a packet must be.
  public enum Target: UInt8, Hashable, Sendable, CaseIterable {
    case packet, syn, synACK, fin, rst, data, ack, datagram

    public var text: String {
      switch self {
      case .packet: "packet"
      case .syn: "SYN"
      case .synACK: "SYN-ACK"
      case .fin: "FIN"
      case .rst: "RST"
      case .data: "data"
      case .ack: "ACK"
      case .datagram: "datagram"
      }
    }
  }

  public var action: Action
  public var target: Target
  /// 1 for the next that fits, 3 for the third; nil for every one, which is never over.
  public var ordinal: Int?
  public var scope: Scope

  public init(_ action: Action, _ target: Target, ordinal: Int? = 1, _ scope: Scope = .everything) {
    self.action = action
    self.target = target
    self.ordinal = ordinal
    self.scope = scope
  }
}

extension ExactOrder.Target {
  func fits(_ content: PacketHeader.Content?) -> Bool {
    guard self != .packet else { return true }
    switch content {
    case .datagram?: return self == .datagram
    case .segment(let segment)?: return fits(segment)
    default: return false
    }
  }

  private func fits(_ segment: TCPHeader) -> Bool {
    switch self {
    case .syn: segment.flags.contains(.syn) && !segment.flags.contains(.ack)
    case .synACK: segment.flags.isSuperset(of: [.syn, .ack])
    case .fin: segment.flags.contains(.fin)
    case .rst: segment.flags.contains(.rst)
    case .data: segment.length > 0
    case .ack: segment.isPureACK
    case .packet, .datagram: false
    }
  }
}

/// An exact order that waits for its packet, and how many that fit have come.
public struct PendingOrder: Hashable, Sendable {
  public var order: ExactOrder
  public var counted: Int

  public init(_ order: ExactOrder, counted: Int = 0) {
    self.order = order
    self.counted = counted
  }

  fileprivate var isOver: Bool { order.ordinal.map { counted >= $0 } ?? false }
  /// Whether the next that fits is the one that is meant.
  fileprivate var isDue: Bool { order.ordinal.map { counted + 1 >= $0 } ?? true }
}

/// The exact orders that wait for their packets, in the order in which they were given.
struct ExactOrders {
  private(set) var waiting: [PendingOrder] = []
  static let most = 64

  /// False if there are too many.
  mutating func add(_ order: ExactOrder) -> Bool {
    guard waiting.count < ExactOrders.most else { return false }
    waiting.append(PendingOrder(order))
    return true
  }

  mutating func removeAll(where isOver: (ExactOrder) -> Bool) {
    waiting.removeAll { isOver($0.order) }
  }

  /// What is to be done with a packet: every order that it fits counts it, the first whose turn has
  /// come is carried out and is over.
  mutating func action(
    on content: PacketHeader.Content?, from sender: Int, to receiver: Int
  ) -> ExactOrder.Action? {
    var action: ExactOrder.Action?
    for index in waiting.indices
    where waiting[index].order.scope.contains(from: sender, to: receiver)
      && waiting[index].order.target.fits(content)
    {
      if waiting[index].isDue {
        guard action == nil else { continue }
        action = waiting[index].order.action
      }
      waiting[index].counted += 1
    }
    waiting.removeAll(where: \.isOver)
    return action
  }
}

extension PendingOrder: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(order)
    writer.put(counted)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(try reader.value(), counted: try reader.int())
  }
}

extension ExactOrder: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(action.rawValue)
    writer.put(target.rawValue)
    writer.put(ordinal) { $0.put($1) }
    writer.put(scope)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    guard let action = Action(rawValue: try reader.byte()),
      let target = Target(rawValue: try reader.byte())
    else { throw Malformed() }
    let ordinal = try reader.optional { reader throws(Malformed) in try reader.int() }
    self.init(action, target, ordinal: ordinal, try reader.value())
  }
}
