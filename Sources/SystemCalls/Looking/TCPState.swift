/// A TCP connection's state, with Stevens' names and the kernel's numbers.
public enum TCPState: UInt8, Hashable, Sendable, CaseIterable {
  case established = 1
  case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck, listen
  case closing

  /// From the kernel's number; a connection request that is not yet a socket is SYN_RCVD.
  public init?(kernel number: UInt8) {
    if number == 12 {
      self = .synReceived
    } else {
      self.init(rawValue: number)
    }
  }

  /// `ESTABLISHED`, `FIN_WAIT_1`, …
  public var name: String {
    switch self {
    case .closed: "CLOSED"
    case .listen: "LISTEN"
    case .synSent: "SYN_SENT"
    case .synReceived: "SYN_RCVD"
    case .established: "ESTABLISHED"
    case .finWait1: "FIN_WAIT_1"
    case .finWait2: "FIN_WAIT_2"
    case .closeWait: "CLOSE_WAIT"
    case .closing: "CLOSING"
    case .lastAck: "LAST_ACK"
    case .timeWait: "TIME_WAIT"
    }
  }
}
