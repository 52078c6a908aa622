public import SystemCalls

extension OptionValue: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .integer(let number): writer.put(0, Int(number))
    case .error(let number): writer.put(1, Int(number))
    case .named(let number, let names): writer.put(2, Int(number), Int(names.rawValue))
    case .linger(let onOff, let seconds): writer.put(3, Int(onOff), Int(seconds))
    case .time(let seconds, let microseconds): writer.put(4, Int(seconds), Int(microseconds))
    case .bytes(let bytes):
      writer.put(UInt8(5))
      writer.put(bytes)
    case .text(let bytes):
      writer.put(UInt8(6))
      writer.put(bytes)
    case .interface(let number): writer.put(7, Int(number))
    case .networkInterface(let number): writer.put(8, Int(number))
    case .outgoing(let local, let interface):
      writer.put(9, Int(local))
      writer.put(interface) { $0.put(Int($1)) }
    case .membership(let group, let local, let interface):
      writer.put(10, Int(group), Int(local))
      writer.put(interface) { $0.put(Int($1)) }
    case .sourceMembership(let group, let local, let source):
      writer.put(11, Int(group), Int(local), Int(source))
    case .membership6(let group, let interface):
      writer.put(12, Int(interface))
      writer.put(group.high)
      writer.put(group.low)
    case .credentials(let pid, let uid, let gid): writer.put(13, Int(pid), Int(uid), Int(gid))
    case .unsigned(let number):
      writer.put(UInt8(14))
      writer.put(number)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .integer(try reader.int32())
    case 1: self = .error(try reader.int32())
    case 2: self = .named(try reader.int32(), try reader.names())
    case 3: self = .linger(onOff: try reader.int32(), seconds: try reader.int32())
    case 4:
      self = .time(seconds: Int64(try reader.int()), microseconds: Int64(try reader.int()))
    case 5: self = .bytes(try reader.block())
    case 6: self = .text(try reader.block())
    case 7: self = .interface(try reader.int32())
    case 8: self = .networkInterface(try reader.int32())
    case 9: self = .outgoing(local: try reader.uint32(), interface: try reader.interface())
    case 10:
      self = .membership(
        group: try reader.uint32(), local: try reader.uint32(), interface: try reader.interface())
    case 11:
      self = .sourceMembership(
        group: try reader.uint32(), local: try reader.uint32(), source: try reader.uint32())
    case 12:
      let interface = try reader.int32()
      let group = IPv6Bytes(high: try reader.uint64(), low: try reader.uint64())
      self = .membership6(group: group, interface: interface)
    case 13:
      self = .credentials(
        pid: try reader.int32(), uid: try reader.uint32(), gid: try reader.uint32())
    case 14: self = .unsigned(try reader.uint64())
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

extension ByteReader {
  fileprivate mutating func names() throws(Malformed) -> OptionNames {
    guard let number = UInt8(exactly: try int()), let names = OptionNames(rawValue: number) else {
      throw Malformed()
    }
    return names
  }

  fileprivate mutating func uint32() throws(Malformed) -> UInt32 {
    guard let number = UInt32(exactly: try int()) else { throw Malformed() }
    return number
  }

  fileprivate mutating func interface() throws(Malformed) -> Int32? {
    try optional { reader throws(Malformed) in try reader.int32() }
  }
}
