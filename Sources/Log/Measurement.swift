public import SystemCalls

/// What the kernel knew of a watched connection at one moment, as numbers.
public struct Measurement: Hashable, Sendable {
  public var fd: Int32
  /// Microseconds: the smoothed round trip, and the timeout after which a segment is sent again.
  public var rtt: Int
  public var rto: Int
  /// Segments: the congestion window, and those that were sent and are not acknowledged.
  public var cwnd: Int
  public var unacked: Int
  /// Bytes that the program has handed over and that were not yet sent.
  public var notSent: Int

  public init(fd: Int32, rtt: Int, rto: Int, cwnd: Int, unacked: Int, notSent: Int) {
    self.fd = fd
    self.rtt = rtt
    self.rto = rto
    self.cwnd = cwnd
    self.unacked = unacked
    self.notSent = notSent
  }

  public init(_ info: TCPInfo, fd: Int32) {
    self.init(
      fd: fd, rtt: info[.rtt], rto: info[.rto], cwnd: info[.cwnd], unacked: info[.unacked],
      notSent: info.dataNotSent)
  }
}

/// What can be drawn against time.
public enum Quantity: String, Hashable, Sendable, CaseIterable {
  case cwnd, rtt, rto, inflight, queue, throughput, delay
}

extension Measurement: Coded {
  public func encode(to writer: inout ByteWriter) {
    for number in [Int(fd), rtt, rto, cwnd, unacked, notSent] { writer.put(number) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      fd: try reader.int32(), rtt: try reader.int(), rto: try reader.int(),
      cwnd: try reader.int(), unacked: try reader.int(), notSent: try reader.int())
  }
}

extension Measurement {
  var members: [(String, JSON)] {
    [
      ("fd", .number(Int(fd))), ("rtt", .number(rtt)), ("rto", .number(rto)),
      ("cwnd", .number(cwnd)), ("unacked", .number(unacked)), ("unsent", .number(notSent)),
    ]
  }
}
