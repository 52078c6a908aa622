public import Log
internal import SystemCalls

extension Diagram {
  /// Something that travelled: from the event that sent it to the one that proves that it came.
  public struct Arrow: Sendable {
    public internal(set) var content: ArrowContent
    public internal(set) var from: Tip
    public internal(set) var to: Tip
    public internal(set) var fate: ArrowFate = .arrives
    /// How many such arrows it stands for; then `from` and `to` are those of the first.
    public internal(set) var count = 1
    /// The events of the last of them.
    public internal(set) var lastPair: (from: Int, to: Int)

    init(_ content: ArrowContent, from: Tip, to: Tip, fate: ArrowFate = .arrives) {
      self.content = content
      self.from = from
      self.to = to
      self.fate = fate
      lastPair = (from.seq, to.seq)
    }
  }

  /// An end of an arrow.
  public struct Tip: Hashable, Sendable {
    public internal(set) var column: Int
    /// The row's `id`.
    public internal(set) var row: Int
    /// The event's number.
    public internal(set) var seq: Int
  }

  public enum ArrowContent: Sendable {
    /// A connection was made: the kernel's handshake, before anybody accepts it.
    case connection
    /// Bytes of a stream, or a datagram: the first of what was sent.
    case data(ArrowData)
    /// The end of one direction: TCP's FIN, or a Unix socket's end of file.
    case end(isTCP: Bool)
    /// TCP's RST, or what a Unix socket has in its place.
    case reset(isTCP: Bool)
    /// Nobody listened: the connect came back with ECONNREFUSED.
    case refusal
    case packet(PacketSeen)
    case packets(CountedPackets)
  }

  /// Packets from one host to another that are counted.
  public struct CountedPackets: Sendable {
    var group: PacketFolding.Group
    public var count: Int { group.count }
  }

  public enum ArrowFate: Hashable, Sendable {
    case arrives
    /// It arrives once more.
    case arrivesAgain
    /// It ends on its way; the packet says why.
    case stops
    /// It is in somebody's hand, who may let it go on.
    case held
    /// When the log ends it is still on its way.
    case underWay

    /// Whether it has an end before it is there.
    var isStopped: Bool { self == .stops || self == .held }
  }

  /// What the label of an arrow shows of data.
  public struct ArrowData: Hashable, Sendable {
    /// How many bytes came.
    public internal(set) var count: Int
    /// The first of them, as far as they are known here.
    public internal(set) var shown: [UInt8]

    static let mostShown = 48

    init(_ bytes: Bytes?, count: Int) {
      self.count = count
      shown = Array(bytes?.kept.prefix(min(count, ArrowData.mostShown)) ?? [])
    }

    /// Bytes of it, counted from 0.
    func part(from start: Int, to end: Int) -> ArrowData {
      var part = self
      part.count = max(0, end - start)
      part.shown = Array(shown.dropFirst(start).prefix(part.count))
      return part
    }
  }
}
