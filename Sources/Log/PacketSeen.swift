public import SystemCalls

/// A packet that a host sent over the wire, and what became of it.
public struct PacketSeen: Hashable, Sendable {
  /// 1, 2, 3, … in the order in which the wire took them.
  public var number: Int
  /// Names of hosts, or `router`; `to` is nil where no host has the address.
  public var from: String
  public var to: String?
  public var source: SocketAddress
  public var destination: SocketAddress
  public var content: Content
  /// Of the whole packet, in bytes.
  public var length: Int
  public var fate: Fate
  /// What it means in its connection: `retransmission`, `duplicate ACK`, …
  public var remarks: [String]

  public enum Content: Hashable, Sendable {
    case tcp(Segment)
    /// The length of the data, in bytes.
    case udp(length: Int)
    /// `echo` of a request or a reply alone.
    case icmp(type: Int, code: Int, echo: Echo? = nil)
    case fragment(identification: Int, offset: Int)
    /// Another protocol, by its number.
    case other(Int)
    /// Bytes that are no packet.
    case malformed(String)
  }

  /// The two numbers by which a reply finds its request (RFC 792, RFC 4443), 16 bits each.
  public struct Echo: Hashable, Sendable {
    public var identifier: Int
    public var sequence: Int

    public init(identifier: Int, sequence: Int) {
      self.identifier = identifier
      self.sequence = sequence
    }
  }

  /// A TCP segment; the numbers count from the first of their direction.
  public struct Segment: Hashable, Sendable {
    /// Stevens' letters, as tcpdump has them: `S`, `S.`, `P.`, `F.`, `R`, `.`
    public var flags: String
    public var sequence: Int
    /// nil without ACK.
    public var acknowledgement: Int?
    /// Of the data, in bytes.
    public var length: Int
    /// In bytes, scaled.
    public var window: Int

    public init(flags: String, sequence: Int, acknowledgement: Int?, length: Int, window: Int) {
      self.flags = flags
      self.sequence = sequence
      self.acknowledgement = acknowledgement
      self.length = length
      self.window = window
    }
  }

  /// What became of it. All of it but `held` is decided when it is sent.
  public struct Fate: Hashable, Sendable {
    public enum Verdict: UInt8, Hashable, Sendable, CaseIterable {
      case delivered, lost, dropped, cut, queueFull, tooBig, noHost, malformed, held, released
    }

    public var verdict: Verdict
    /// How long it is on its way, in nanoseconds.
    public var delay: UInt64
    /// How often it arrives, if it does.
    public var copies: Int
    public var isCorrupted: Bool
    /// Whether it is kept back for the next one to overtake it, for `longestKept` at most.
    public var isKeptBack: Bool
    /// The number of the packet that was kept back and that this one overtakes.
    public var overtakes: Int?

    /// In nanoseconds.
    public static let longestKept: UInt64 = 50_000_000

    public init(
      _ verdict: Verdict, delay: UInt64 = 0, copies: Int = 1, isCorrupted: Bool = false,
      isKeptBack: Bool = false, overtakes: Int? = nil
    ) {
      self.verdict = verdict
      self.delay = delay
      self.copies = copies
      self.isCorrupted = isCorrupted
      self.isKeptBack = isKeptBack
      self.overtakes = overtakes
    }
  }

  /// Who stands in the cable, and says where a packet cannot go on.
  public static let router = "router"

  public init(
    number: Int, from: String, to: String?, source: SocketAddress, destination: SocketAddress,
    content: Content, length: Int, fate: Fate, remarks: [String]
  ) {
    self.number = number
    self.from = from
    self.to = to
    self.source = source
    self.destination = destination
    self.content = content
    self.length = length
    self.fate = fate
    self.remarks = remarks
  }
}

extension PacketSeen.Fate.Verdict {
  /// The word in the JSON form and in the pcapng file's comments.
  public var name: String {
    switch self {
    case .queueFull: "queue full"
    case .tooBig: "too big"
    case .noHost: "no such host"
    default: "\(self)"
    }
  }
}

extension SocketAddress {
  /// Whether every host on the wire may take what is sent there: a group's, or IPv4's broadcast to
  /// everybody or to the wire's network 10.0.0.0/24.
  public var isOfManyHosts: Bool {
    if case .ipv4(let host, _) = self { return isMulticast || host == .max || host == 0x0a00_00ff }
    return isMulticast
  }
}
