public import SystemCalls

extension Call: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(name)
    writer.put(arguments) { writer, argument in
      writer.put(argument.name)
      writer.put(argument.value)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let name = try reader.string()
    self.init(
      name,
      try reader.list { reader throws(Malformed) in
        Argument(try reader.string(), try reader.value())
      })
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
  public func encode(to writer: inout ByteWriter) {
    writer.put(kept)
    writer.put(count)
    writer.put(hash) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      kept: try reader.block(), count: try reader.int(),
      hash: try reader.optional { reader throws(Malformed) in try reader.uint64() })
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
