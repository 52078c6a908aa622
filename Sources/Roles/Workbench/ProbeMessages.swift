internal import Language
internal import Log
internal import SystemCalls

/// What the process that probes is asked to do.
struct ProbeJob: Hashable, Sendable, Coded {
  /// The host; its port is 0.
  var host: SocketAddress
  var ports: [ClosedRange<UInt16>]
  /// How long a port has to answer, in nanoseconds.
  var patience: UInt64
  /// How many connects are under way at once.
  var parallel: Int

  func encode(to writer: inout ByteWriter) {
    writer.put(host)
    writer.put(ports) { writer, range in
      writer.put(Int(range.lowerBound))
      writer.put(Int(range.upperBound))
    }
    writer.put(patience)
    writer.put(parallel)
  }

  init(host: SocketAddress, ports: [ClosedRange<UInt16>], patience: UInt64, parallel: Int) {
    self.host = host
    self.ports = ports
    self.patience = patience
    self.parallel = parallel
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    host = try reader.value()
    ports = try reader.list { reader throws(Malformed) in
      guard let first = UInt16(exactly: try reader.int()),
        let last = UInt16(exactly: try reader.int()), first <= last
      else { throw Malformed() }
      return first...last
    }
    patience = try reader.uint64()
    parallel = try reader.int()
  }
}

/// What became of one port.
struct ProbeResult: Hashable, Sendable, Coded {
  enum State: UInt8, Hashable, Sendable, CaseIterable {
    case open, closed, filtered, unreachable, failed
  }

  var port: UInt16
  var state: State
  /// The answer to the connect, where it was one.
  var errno: Errno?
  /// The ICMP message that was the answer, where it was one: without it, ECONNREFUSED was an RST.
  var icmp: ICMPAnswer?
  /// The name that services(5) has for the port; empty where it has none, or the port is not open.
  var service = ""
  /// What came without being asked, at most `Prober.longestBanner` bytes.
  var banner: [UInt8] = []
  /// From the connect to its answer.
  var nanoseconds: UInt64

  func encode(to writer: inout ByteWriter) {
    writer.put(Int(port))
    writer.put(state.rawValue)
    writer.put(errno.map { Int($0.rawValue) }) { $0.put($1) }
    writer.put(icmp) { $0.put($1) }
    writer.put(service)
    writer.put(banner)
    writer.put(nanoseconds)
  }

  init(port: UInt16, state: State, errno: Errno?, nanoseconds: UInt64) {
    self.port = port
    self.state = state
    self.errno = errno
    self.nanoseconds = nanoseconds
  }

  init(from reader: inout ByteReader) throws(Malformed) {
    guard let port = UInt16(exactly: try reader.int()),
      let state = State(rawValue: try reader.byte())
    else { throw Malformed() }
    self.port = port
    self.state = state
    errno = try reader.optional { reader throws(Malformed) in Errno(try reader.int32()) }
    icmp = try reader.optional { reader throws(Malformed) in try reader.value() }
    service = try reader.string()
    banner = try reader.block()
    nanoseconds = try reader.uint64()
  }
}
