internal import CLinux
internal import Glibc

/// What the kernel knows of a TCP connection (TCP_INFO of tcp(7)), read from outside its process.
public struct TCPInfo: Hashable, Sendable {
  public var state: TCPState
  /// `cubic`
  public var congestionControl: String
  public var congestionState: CongestionState
  private var numbers: [Field: UInt64]
  private var sendQueue: SendQueue {
    SendQueue(state, queued: self[.queued], notSent: self[.notSent])
  }

  /// How the sender takes what it has seen of losses.
  public enum CongestionState: UInt8, Hashable, Sendable, CaseIterable {
    case open, disorder, reduced, recovery, loss
  }

  /// The figures, each with its unit.
  public enum Field: String, Hashable, Sendable, CaseIterable {
    /// Microseconds.
    case rtt, rttVariation, minRTT, rto
    /// Segments.
    case cwnd, ssthresh
    /// Bytes.
    case mss, receiveMSS, pathMTU, peerWindow, receiveWindow
    /// Written and not acknowledged (SIOCOUTQ), and of that what was never sent: bytes, and a FIN
    /// counts as one.
    case queued, notSent
    /// Segments on their way, told of by SACK, taken to be lost; those that were ever sent again.
    case unacked, sacked, lost, totalRetransmits
    /// How often the segment at the front was sent again, the timeout doubled, the window probed.
    case retransmits, backoff, probes
    /// Bytes: sent, with what was sent again; acknowledged, with the FIN, and with the SYN of the end
    /// that connected.
    case bytesSent, bytesAcked, bytesRetransmitted, bytesReceived
    /// What was sent and came to the peer twice, by its own account (D-SACK, RFC 2883): segments. How
    /// often one was seen to come late that others had overtaken.
    case cameTwice, reorderings
    case segmentsOut, segmentsIn, dataSegmentsOut, dataSegmentsIn, outOfOrder
    /// Milliseconds ago.
    case lastDataSent, lastDataReceived, lastAckReceived
    /// Bytes a second.
    case pacingRate, deliveryRate
    /// Microseconds.
    case busy, windowLimited, bufferLimited
  }

  public init(
    state: TCPState, congestionControl: String, congestionState: CongestionState,
    numbers: [Field: UInt64]
  ) {
    self.state = state
    self.congestionControl = congestionControl
    self.congestionState = congestionState
    self.numbers = numbers
  }

  public subscript(field: Field) -> Int { Int(clamping: numbers[field] ?? 0) }

  /// The threshold where slow start ends, in segments; nil as long as there was no loss.
  public var threshold: Int? { self[.ssthresh] >= 0x7fff_ffff ? nil : self[.ssthresh] }
}

/// The stream's bytes, without SYN and FIN.
extension TCPInfo {
  /// Those that left at least once: what was sent again counts once.
  public var dataSent: Int { max(0, self[.bytesSent] - self[.bytesRetransmitted]) }
  public var dataAcknowledged: Int { max(0, dataSent - sendQueue.unacknowledged) }
  /// Those that never left.
  public var dataNotSent: Int { sendQueue.notSent }
  /// Whether a FIN stands behind them that was never sent.
  public var isFINWaiting: Bool { sendQueue.isFINWaiting }
}

extension TCPInfo {
  /// Of a descriptor of this process; nil for what is no TCP socket.
  init?(_ descriptor: Int32) {
    guard let (details, queued) = TCPInfo.look(at: descriptor),
      let state = TCPState(kernel: details.state)
    else { return nil }
    var numbers = TCPInfo.numbers(details)
    numbers[.queued] = UInt64(queued)
    self.init(
      state: state, congestionControl: congestionControlName(descriptor),
      congestionState: CongestionState(rawValue: details.congestion_state) ?? .open,
      numbers: numbers)
  }

  /// Both figures of one moment: while bytes come and go between the two calls, it looks again.
  private static func look(at descriptor: Int32) -> (details: linux_tcp_details, queued: Int32)? {
    var details = linux_tcp_details()
    guard linux_tcp_details(descriptor, &details) == 0 else { return nil }
    for _ in 0..<mostLooks {
      let queued = linux_unsent(descriptor)
      let before = details
      guard linux_tcp_details(descriptor, &details) == 0 else { return nil }
      if isQueueAlike(before, details) { return (details, queued) }
    }
    return (details, linux_unsent(descriptor))
  }

  private static let mostLooks = 8

  private static func isQueueAlike(_ one: linux_tcp_details, _ other: linux_tcp_details) -> Bool {
    (one.state, one.not_sent, one.bytes_sent, one.bytes_acked)
      == (other.state, other.not_sent, other.bytes_sent, other.bytes_acked)
  }

  private static func numbers(_ details: linux_tcp_details) -> [Field: UInt64] {
    var numbers: [Field: UInt64] = [
      .rtt: UInt64(details.rtt_us), .rttVariation: UInt64(details.rtt_variation_us),
      .rto: UInt64(details.rto_us), .cwnd: UInt64(details.cwnd),
      .ssthresh: UInt64(details.ssthresh), .mss: UInt64(details.send_mss),
      .receiveMSS: UInt64(details.receive_mss), .pathMTU: UInt64(details.path_mtu),
      .peerWindow: UInt64(details.peer_window), .receiveWindow: UInt64(details.receive_ssthresh),
      .notSent: UInt64(details.not_sent), .unacked: UInt64(details.unacked),
      .sacked: UInt64(details.sacked), .lost: UInt64(details.lost),
      .totalRetransmits: UInt64(details.total_retransmits),
      .retransmits: UInt64(details.retransmits), .backoff: UInt64(details.backoff),
      .probes: UInt64(details.probes), .bytesSent: details.bytes_sent,
      .bytesAcked: details.bytes_acked, .bytesRetransmitted: details.bytes_retransmitted,
      .bytesReceived: details.bytes_received, .segmentsOut: UInt64(details.segments_out),
      .segmentsIn: UInt64(details.segments_in),
      .dataSegmentsOut: UInt64(details.data_segments_out),
      .dataSegmentsIn: UInt64(details.data_segments_in), .outOfOrder: UInt64(details.out_of_order),
      .cameTwice: UInt64(details.came_twice), .reorderings: UInt64(details.reorderings),
      .lastDataSent: UInt64(details.last_data_sent_ms),
      .lastDataReceived: UInt64(details.last_data_received_ms),
      .lastAckReceived: UInt64(details.last_ack_received_ms), .pacingRate: details.pacing_rate,
      .deliveryRate: details.delivery_rate, .busy: details.busy_us,
      .windowLimited: details.window_limited_us, .bufferLimited: details.buffer_limited_us,
    ]
    // All ones: not measured yet.
    if details.min_rtt_us != .max { numbers[.minRTT] = UInt64(details.min_rtt_us) }
    return numbers
  }
}

/// Empty where the kernel does not tell.
private func congestionControlName(_ descriptor: Int32) -> String {
  var name = [UInt8](repeating: 0, count: 16)
  var length = socklen_t(name.count)
  guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CONGESTION, &name, &length) == 0 else {
    return ""
  }
  return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
}

extension ProcessView {
  /// Of one of its sockets; nil for one that is not TCP's. EBADF: the descriptor is not open.
  public func tcpInfo(of fd: Int32) throws(Errno) -> TCPInfo? {
    try withDuplicate(of: fd) { TCPInfo($0) }
  }
}
