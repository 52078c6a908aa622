public import SystemCalls

extension Call: Coded {
  /// Its place among the recent calls, or all of it.
  public func encode(to writer: inout ByteWriter) {
    let place = writer.recentCalls.place(of: self)
    writer.put(place) { $0.put($1) }
    guard place == nil else { return }
    writer.put(name)
    writer.put(arguments) { writer, argument in
      writer.put(argument.name)
      writer.put(argument.value)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let place = try reader.optional { reader throws(Malformed) in try reader.int() }
    if let place {
      guard let call = reader.recentCalls.call(at: place) else { throw Malformed() }
      self = call
    } else {
      self.init(
        try reader.string(),
        try reader.list { reader throws(Malformed) in
          Argument(try reader.string(), try reader.value())
        })
      reader.recentCalls.remember(self)
    }
  }
}

extension Outcome: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(result)
    writer.put(errno) { $0.put(Int($1.rawValue)) }
    writer.put(nanoseconds)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let result = try reader.int()
    let number = try reader.optional { reader throws(Malformed) in try reader.int32() }
    self.init(result: result, errno: number.map(Errno.init), nanoseconds: try reader.uint64())
  }
}

extension Bytes: Coded {
  /// Where all that is kept is one byte again and again, as in a flood of zeros, it is said once.
  public func encode(to writer: inout ByteWriter) {
    let repeated = repeatedByte
    writer.put(repeated) { $0.put($1) }
    if repeated == nil { writer.put(kept) } else { writer.put(kept.count) }
    writer.put(count)
    writer.put(hash) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let repeated = try reader.optional { reader throws(Malformed) in try reader.byte() }
    let kept =
      if let repeated {
        [UInt8](repeating: repeated, count: try Bytes.keptCount(from: &reader))
      } else {
        try reader.block()
      }
    self.init(
      kept: kept, count: try reader.int(),
      hash: try reader.optional { reader throws(Malformed) in try reader.uint64() })
  }

  /// The byte that all of many are.
  private var repeatedByte: UInt8? {
    guard kept.count > 16, let first = kept.first else { return nil }
    return kept.withUnsafeBytes { $0.dropFirst().elementsEqual($0.dropLast()) } ? first : nil
  }

  private static func keptCount(from reader: inout ByteReader) throws(Malformed) -> Int {
    let count = try reader.int()
    guard (0...Bytes.keptAtMost).contains(count) else { throw Malformed() }
    return count
  }
}

extension SocketAddress: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .ipv4(let host, let port):
      writer.put(UInt8(0))
      writer.put(Int(host))
      writer.put(Int(port))
    case .ipv6(let host, let port, let scope):
      writer.put(UInt8(1))
      writer.put(host.high)
      writer.put(host.low)
      writer.put(Int(port))
      writer.put(Int(scope))
    case .unixPath(let path):
      writer.put(UInt8(2))
      writer.put(path)
    case .unixAbstract(let name):
      writer.put(UInt8(3))
      writer.put(name)
    case .unixUnnamed: writer.put(UInt8(4))
    case .other(let family, let bytes):
      writer.put(UInt8(5))
      writer.put(Int(family))
      writer.put(bytes)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      self = .ipv4(
        UInt32(truncatingIfNeeded: try reader.int()),
        port: UInt16(truncatingIfNeeded: try reader.int()))
    case 1:
      self = .ipv6(
        IPv6Bytes(high: try reader.uint64(), low: try reader.uint64()),
        port: UInt16(truncatingIfNeeded: try reader.int()),
        scope: UInt32(truncatingIfNeeded: try reader.int()))
    case 2: self = .unixPath(try reader.block())
    case 3: self = .unixAbstract(try reader.block())
    case 4: self = .unixUnnamed
    case 5:
      self = .other(
        family: UInt16(truncatingIfNeeded: try reader.int()), bytes: try reader.block())
    default: throw Malformed()
    }
  }
}

extension SignalDisposition: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(handler)
    writer.put(mask) { $0.put($1) }
    writer.put(flags) { $0.put($1) }
    writer.put(restorer) { $0.put(UInt64($1)) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let handler = try reader.string()
    let mask = try reader.list { reader throws(Malformed) in try reader.string() }
    let flags = try reader.list { reader throws(Malformed) in try reader.string() }
    let restorer = try reader.optional { reader throws(Malformed) in UInt(try reader.uint64()) }
    self.init(handler: handler, mask: mask, flags: flags, restorer: restorer)
  }
}
