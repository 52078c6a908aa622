internal import Language
internal import SystemCalls

/// The bytes of a payload, a piece at a time: four gigabytes of zeros never exist at once.
struct PayloadSource {
  /// The size of a piece where everything is sent, in bytes.
  ///
  /// As large as it may be without falling out of a processor's cache: each piece is a call, which
  /// is told of.
  static let pieceSize = 1 << 20
  /// The same for datagrams: the most that one over IPv4 holds (65,535 less the headers of IP and UDP).
  static let datagramSize = 65_507

  private let payload: Payload
  private let count: Int
  private let pieceSize: Int
  private var piece: [UInt8] = []
  /// What the log holds of the piece; nil until somebody asks.
  private var described: Bytes?
  /// Where in the payload the piece begins, and how far sending has come.
  private var start = 0
  private var sent = 0

  init(_ payload: Payload, pieceSize: Int) {
    self.payload = payload
    self.pieceSize = pieceSize
    count = payload.count ?? 0
  }

  var isDone: Bool { sent == count }

  /// The next bytes, at most a piece of them; the same again until `take` is called.
  mutating func next() -> ArraySlice<UInt8> {
    if sent == start + piece.count { refill() }
    return piece[(sent - start)...]
  }

  /// `Bytes` of what `next` gives: of a piece that is sent again and again it is known.
  mutating func description() -> Bytes {
    guard sent == start else { return Bytes(piece[(sent - start)...]) }
    let bytes = described ?? Bytes(piece)
    described = bytes
    return bytes
  }

  /// Counts bytes that were sent.
  mutating func take(_ count: Int) { sent += count }

  private mutating func refill() {
    start = sent
    let length = min(pieceSize, count - start)
    if case .zeros = payload, piece.count == length { return }
    described = nil
    piece = payload.bytes(from: start, count: length)
  }
}
