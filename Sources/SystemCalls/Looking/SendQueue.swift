/// What waits to be sent and to be acknowledged, in bytes of data: in the kernel's figures a FIN
/// counts as a byte from the moment when it is queued (RFC 9293, section 3.4).
struct SendQueue: Hashable, Sendable {
  /// Sent and not acknowledged.
  private(set) var unacknowledged = 0
  /// Never sent.
  private(set) var notSent = 0
  /// Whether a FIN stands behind that and was never sent.
  private(set) var isFINWaiting = false

  /// `queued` (SIOCOUTQ) and `notSent` (tcpi_notsent_bytes) as the kernel counts them. Without a
  /// connection its figures mean nothing.
  init(_ state: TCPState?, queued: Int, notSent: Int) {
    switch state {
    case .finWait1?, .closing?, .lastAck?:
      isFINWaiting = notSent > 0
      self.notSent = max(0, notSent - 1)
      unacknowledged = max(0, queued - max(1, notSent))
    case .established?, .closeWait?, .finWait2?:
      self.notSent = notSent
      unacknowledged = max(0, queued - notSent)
    default: break
    }
  }
}
