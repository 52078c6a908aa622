internal import Language

/// How a partner treats one connection: what it says, when, and how it leaves. A manner makes no calls;
/// it steers its line.
protocol Manner {
  /// The connection is there.
  mutating func begin(_ line: inout Reply)
  /// Bytes have come.
  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply)
  /// The client sends no more.
  mutating func end(_ line: inout Reply)
  /// Everything is sent: is there more to say?
  mutating func goOn(_ line: inout Reply)
  /// How long the next piece is, each of which waits until the client has taken the one before; nil
  /// where nothing is split.
  mutating func pieceSize() -> Int?
}

extension Manner {
  mutating func begin(_ line: inout Reply) {}
  mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: inout Reply) {}
  mutating func end(_ line: inout Reply) { line.afterwards = .close }
  mutating func goOn(_ line: inout Reply) {}
  mutating func pieceSize() -> Int? { nil }
}

/// What a manner has to say on its connection.
struct Reply {
  private var outgoing: [UInt8] = []
  private var sent = 0
  /// Whether what comes is read.
  var reads = true
  /// What is done once everything is sent.
  var afterwards = Afterwards.goOn
  /// Whether to end it now, with an RST.
  var resets = false
  /// What is worth telling the stage.
  var remarks: [String] = []

  enum Afterwards {
    case goOn, shutWriting, close
  }

  /// With more than this to send, in bytes, a connection is not read: memory stays small.
  static let full = 16 << 10

  mutating func say(_ bytes: some Collection<UInt8>) { outgoing.append(contentsOf: bytes) }

  mutating func say(_ text: String) { say(Array(text.utf8)) }

  /// Bytes that are not sent yet.
  var pending: Int { outgoing.count - sent }

  var isFull: Bool { pending >= Reply.full }

  /// Hands the next bytes on, at most `limit`, and counts what was taken of them.
  mutating func send(atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Int) -> Int {
    let count = outgoing[sent..<min(outgoing.count, sent + limit)].withUnsafeBytes(body)
    if count > 0 { sent += count }
    if sent == outgoing.count {
      outgoing.removeAll(keepingCapacity: outgoing.capacity <= 2 * Reply.full)
      sent = 0
    } else if sent > Reply.full {
      outgoing.removeFirst(sent)
      sent = 0
    }
    return count
  }
}

extension PartnerKind {
  /// The manner of a new connection.
  var manner: any Manner {
    switch self {
    case .echo: Echo()
    case .discard: Discard()
    case .chargen: Chargen()
    case .daytime: Daytime()
    case .http: HTTPManner()
    case .slow: Slow()
    case .silent: Silent()
    case .rude: Rude()
    case .half: Half()
    case .chatty: Chatty()
    case .fragments: Fragments()
    case .hostile: Hostile()
    }
  }
}
