public import Language
public import Log
internal import SystemCalls

extension Envelope: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(address) { $0.put($1.closed) }
    writer.put(buffers) { $0.put($1) }
    writer.put(ancillary) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      address: try reader.optional { reader throws(Malformed) in
        AddressReference.literal(try reader.value())
      },
      buffers: try reader.list { reader throws(Malformed) in try reader.value() },
      ancillary: try reader.list { reader throws(Malformed) in try reader.value() })
  }
}

extension Ancillary: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .descriptors(let descriptors):
      writer.put(UInt8(0))
      writer.put(descriptors) { $0.put(Int($1)) }
    case .credentials(let pid, let uid, let gid):
      writer.put(UInt8(1))
      writer.put(pid) { $0.put(Int($1)) }
      for number in [uid, gid] { writer.put(number) { $0.put(Int($1)) } }
    case .source(let host):
      writer.put(UInt8(2))
      writer.put(Int(host))
    case .source6(let host):
      writer.put(UInt8(3))
      writer.put(host.high)
      writer.put(host.low)
    case .header(let field, let number):
      writer.put(UInt8(4))
      writer.put(field.rawValue)
      writer.put(Int(number))
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      self = .descriptors(try reader.list { reader throws(Malformed) in try reader.int32() })
    case 1:
      self = .credentials(
        pid: try reader.optional { reader throws(Malformed) in try reader.int32() },
        uid: try reader.optional(Ancillary.unsigned), gid: try reader.optional(Ancillary.unsigned))
    case 2: self = .source(try Ancillary.unsigned(&reader))
    case 3: self = .source6(IPv6Bytes(high: try reader.uint64(), low: try reader.uint64()))
    case 4:
      guard let field = HeaderField(rawValue: try reader.byte()) else { throw Malformed() }
      self = .header(field, try reader.int32())
    default: throw Malformed()
    }
  }

  private static func unsigned(_ reader: inout ByteReader) throws(Malformed) -> UInt32 {
    guard let number = UInt32(exactly: try reader.int()) else { throw Malformed() }
    return number
  }
}
