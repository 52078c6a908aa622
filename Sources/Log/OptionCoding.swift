public import SystemCalls

extension OptionValue: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .integer(let number): writer.put(0, Int(number))
    case .error(let number): writer.put(1, Int(number))
    case .socketType(let number): writer.put(2, Int(number))
    case .linger(let onOff, let seconds): writer.put(3, Int(onOff), Int(seconds))
    case .time(let seconds, let microseconds): writer.put(4, Int(seconds), Int(microseconds))
    case .bytes(let bytes):
      writer.put(UInt8(5))
      writer.put(bytes)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .integer(try reader.int32())
    case 1: self = .error(try reader.int32())
    case 2: self = .socketType(try reader.int32())
    case 3: self = .linger(onOff: try reader.int32(), seconds: try reader.int32())
    case 4:
      self = .time(seconds: Int64(try reader.int()), microseconds: Int64(try reader.int()))
    case 5: self = .bytes(try reader.block())
    default: throw Malformed()
    }
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ numbers: Int...) {
    put(tag)
    for number in numbers { put(number) }
  }
}
