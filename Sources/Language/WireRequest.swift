/// What `wire` asks for.
public enum WireRequest: Hashable, Sendable {
  /// Which hosts there are, and what is done to packets.
  case status
  /// Without names: alice and bob.
  case up([String])
  case down
  /// The packets so far, or the last so many of them.
  case show(last: Int?)
  /// Whether packets stand between the calls that caused them, from now on.
  case live(Bool)
  case save(String)
  /// Together, for the packets that go these ways.
  case impair([WireSetting], WireWay)
  case exact(WireExactOrder)
  /// Lets held packets go, in their order; nil for all.
  case release(Int?)
  case seed(UInt64)

  /// Wireshark's display filter for each packet of a saved file once, as it was sent.
  public static let sentFilter = "frame.interface_name == \"sent\""

  /// The hosts of a wire for which none was named.
  public static let usualHosts = ["alice", "bob"]
}

/// One thing that the cable does to packets.
public enum WireSetting: Hashable, Sendable {
  /// Shares, 0 to 1.
  case loss(Double)
  case duplicate(Double)
  case reorder(Double)
  case corrupt(Double)
  /// In nanoseconds.
  case delay(UInt64)
  case jitter(UInt64)
  /// In bits a second; nil for no limit. The queue in bytes; nil leaves it as it is.
  case rate(Int?, queue: Int?)
  /// In bytes; nil for the device's own.
  case mtu(Int?)
  case cut
  case mend
  /// Everything as it was at first.
  case clear
}

/// Which packets something is about, by the names of hosts; nil for any.
public struct WireWay: Hashable, Sendable {
  public var from: String?
  public var to: String?
  /// Both directions of the two.
  public var isMutual: Bool

  public init(from: String? = nil, to: String? = nil, isMutual: Bool = false) {
    self.from = from
    self.to = to
    self.isMutual = isMutual
  }

  public static let every = WireWay()
}

/// `drop next SYN`, `hold 3rd data from alice`: a packet that is meant exactly.
public struct WireExactOrder: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable {
    case drop, hold
  }

  /// What a packet must be.
  public enum Target: String, Hashable, Sendable, CaseIterable {
    case syn = "SYN"
    case synACK = "SYN-ACK"
    case fin = "FIN"
    case rst = "RST"
    case data
    case ack = "ACK"
    case datagram
    case packet

    var summary: String {
      switch self {
      case .syn: "asks for a connection"
      case .synACK: "the answer to a SYN"
      case .fin: "ends a direction"
      case .rst: "refuses or breaks off a connection"
      case .data: "a segment of TCP's with data"
      case .ack: "nothing but an acknowledgement"
      case .datagram: "a datagram of UDP's"
      case .packet: "any"
      }
    }
  }

  public var action: Action
  public var target: Target
  /// 1 for the next that fits, 3 for the third; nil for every one.
  public var ordinal: Int?
  public var way: WireWay

  public init(_ action: Action, _ target: Target, ordinal: Int? = 1, _ way: WireWay = .every) {
    self.action = action
    self.target = target
    self.ordinal = ordinal
    self.way = way
  }
}
