internal import CLinux
internal import Glibc
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
  /// In its place where all is zeros.
  private let zeros: Zeros?
  private var length = 0
  /// What the log holds of the piece; nil until somebody asks.
  private var described: Bytes?
  /// Where in the payload the piece begins, and how far sending has come.
  private var start = 0
  private var sent = 0

  init(_ payload: Payload, pieceSize: Int) {
    self.payload = payload
    self.pieceSize = pieceSize
    count = payload.count ?? 0
    zeros = if case .zeros = payload { Zeros(count: min(count, pieceSize)) } else { nil }
  }

  var isDone: Bool { sent == count }

  /// Hands over the next bytes, at most a piece of them, and if asked what the log holds of them; the same
  /// again until `take` is called.
  mutating func withNext<Result>(
    described: Bool, _ body: (UnsafeRawBufferPointer, Bytes?) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    if sent == start + length { refill() }
    let done = sent - start
    let known = done == 0 ? self.described : nil
    let (result, bytes) = try withPiece { whole throws(Errno) in
      let rest = UnsafeRawBufferPointer(rebasing: whole[done...])
      let bytes = described ? known ?? Bytes(rest) : nil
      return (try body(rest, bytes), bytes)
    }
    // A piece that is sent again and again is known.
    if done == 0 { self.described = bytes }
    return result
  }

  private func withPiece<Result>(
    _ body: (UnsafeRawBufferPointer) throws(Errno) -> Result
  ) throws(Errno) -> Result {
    if let zeros { return try body(UnsafeRawBufferPointer(rebasing: zeros.bytes[..<length])) }
    return try piece.span.bytes.withUnsafeBytes { whole throws(Errno) in try body(whole) }
  }

  /// Counts bytes that were sent.
  mutating func take(_ count: Int) { sent += count }

  private mutating func refill() {
    start = sent
    let before = length
    length = min(pieceSize, count - start)
    if case .zeros = payload, length == before { return }
    described = nil
    if zeros == nil { piece = payload.bytes(from: start, count: length) }
  }
}

/// Zeros that nobody has written: the kernel shows one page of them everywhere, which stays in the
/// processor's nearest cache. From there a fast transfer was measured to be a twelfth faster.
private final class Zeros {
  let bytes: UnsafeRawBufferPointer

  /// nil where the kernel gives no memory.
  init?(count: Int) {
    guard count > 0, let memory = linux_map_zeros(count) else { return nil }
    bytes = UnsafeRawBufferPointer(start: memory, count: count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
