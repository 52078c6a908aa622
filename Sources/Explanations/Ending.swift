public import SystemCalls

/// How far a socket's connection has ended, as far as it was seen from outside.
public struct Ending: Hashable, Sendable {
  /// The peer's FIN has arrived.
  public var hasPeerFinished = false
  /// The peer's RST has arrived.
  public var reset: Reset?
  /// Whether the learner was told of it, when the socket's state changed.
  public var isResetTold = false
  /// `connect` was refused, so that there never was a connection.
  public var wasRefused = false
  /// Its own `shutdown`.
  public var hasShutReading = false
  public var hasShutWriting = false
  /// SO_LINGER is on with 0 seconds: close will send RST.
  public var resetsAtClose = false

  public init() {}

  /// True where there was a connection and something of its end was seen.
  var isAny: Bool { hasPeerFinished || reset != nil || hasShutReading || hasShutWriting }
}

/// Who sent an RST, and why.
public enum Reset: Hashable, Sendable {
  /// The peer's socket was closed with so many bytes unread.
  case unread(role: String, fd: Int32, bytes: Int)
  /// The peer's socket was closed before, and then bytes came.
  case closed(role: String, fd: Int32)
  /// The peer has shut down both directions, and then bytes came.
  case shutDown(role: String, fd: Int32)
  /// The listener was closed, or stopped listening, before it accepted this connection.
  case notAccepted(role: String, fd: Int32)
  /// The peer's socket was closed with SO_LINGER on and 0 seconds.
  case onPurpose(role: String, fd: Int32)
  /// The peer's kernel gave the connection up for want of an answer, and knows it no more.
  case givenUp(role: String, fd: Int32)
  /// Nothing is known but where it came from.
  case unexplained(from: SocketAddress?)
}

/// Why a socket went to CLOSED when an RST came: one sentence.
public func explanation(of reset: Reset) -> String { "RST from \(reset.sender): \(reset.why)." }

extension Reset {
  /// A role, or an address where the peer is no role's.
  var sender: String {
    switch self {
    case .unread(let role, _, _), .closed(let role, _), .shutDown(let role, _),
      .notAccepted(let role, _), .onPurpose(let role, _), .givenUp(let role, _):
      role
    case .unexplained(let address): address.map(text(of:)) ?? "the peer"
    }
  }

  var why: String {
    switch self {
    case .unread(let role, let fd, let bytes):
      "\(its(role)) @\(fd) was closed with \(bytes) \(bytes == 1 ? "byte" : "bytes") unread"
    case .closed(let role, let fd):
      "\(its(role)) @\(fd) is closed, so the bytes that came have no reader"
    case .shutDown(let role, let fd):
      "\(its(role)) @\(fd) is shut down in both directions, so the bytes that came have no reader"
    case .notAccepted(let role, let fd):
      "\(its(role)) @\(fd) stopped listening before this connection was accepted"
    case .onPurpose(let role, let fd):
      "\(its(role)) @\(fd) was closed with SO_LINGER on and 0 seconds, which resets in place of a FIN"
    case .givenUp(let role, let fd):
      "\(its(role)) @\(fd) gave the connection up for want of an answer, so its kernel does not know what"
        + " came"
    case .unexplained:
      "a peer sends it when it closes with bytes unread or on purpose (SO_LINGER 0), and when bytes"
        + " come after it closed"
    }
  }
}
