public import SystemCalls

/// Values of calls with several buffers or messages, and numbers behind pointers.
extension Value {
  func encodeSeveral(to writer: inout ByteWriter) {
    switch self {
    case .vector(let buffers):
      writer.put(UInt8(50))
      writer.put(buffers) { $0.put($1) }
    case .vectorRoom(let pointer, let lengths, let filled):
      writer.put(51, Int(bitPattern: pointer))
      writer.put(lengths) { $0.put($1) }
      writer.put(filled) { $0.put($1) { $0.put($1) } }
    case .messages(let messages):
      writer.put(UInt8(52))
      writer.put(messages) { $0.put($1) }
    case .messageRooms(let rooms, let filled):
      writer.put(53, Int(bitPattern: rooms.pointer))
      writer.put(rooms.room)
      writer.put(rooms.count)
      writer.put(filled) { $0.put($1) { $0.put($1) } }
    case .signalMask(let signals, let pointer):
      writer.put(54, Int(bitPattern: pointer))
      writer.put(signals) { $0.put(Int($1)) }
    case .pointedNumber(let number): writer.put(55, Int(number))
    case .numberRoom(let pointer, let filled):
      writer.put(56, Int(bitPattern: pointer))
      writer.put(filled) { $0.put(Int($1)) }
    default: break
    }
  }

  static func several(_ tag: UInt8, from reader: inout ByteReader) throws(Malformed) -> Value {
    switch tag {
    case 50: .vector(try reader.list { r throws(Malformed) in try r.value() })
    case 51:
      .vectorRoom(
        pointer: UInt(bitPattern: try reader.int()),
        lengths: try reader.list { r throws(Malformed) in try r.int() },
        filled: try reader.optional { r throws(Malformed) in
          try r.list { r throws(Malformed) in try r.value() }
        })
    case 52: .messages(try reader.list { r throws(Malformed) in try r.value() })
    case 53:
      .messageRooms(
        MessageRooms(
          pointer: UInt(bitPattern: try reader.int()), room: try reader.value(),
          count: try reader.int()),
        filled: try reader.optional { r throws(Malformed) in
          try r.list { r throws(Malformed) in try r.value() }
        })
    case 54: try signalMask(from: &reader)
    case 55: .pointedNumber(try reader.int32())
    case 56:
      .numberRoom(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { r throws(Malformed) in try r.int32() })
    default: throw Malformed()
    }
  }
}

extension Value {
  private static func signalMask(from reader: inout ByteReader) throws(Malformed) -> Value {
    let pointer = UInt(bitPattern: try reader.int())
    let signals = try reader.list { r throws(Malformed) in try r.int32() }
    return .signalMask(signals, pointer: pointer)
  }
}

extension CountedMessage: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(header)
    writer.put(length) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      header: try reader.value(),
      length: try reader.optional { reader throws(Malformed) in try reader.int() })
  }
}
