public import SystemCalls

extension Value: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .descriptor(let fd): writer.put(0, Int(fd))
    case .integer(let number): writer.put(1, number)
    case .constant(let number, let table):
      writer.put(2, number)
      writer.put(table.rawValue)
    case .address(let address):
      writer.put(UInt8(3))
      writer.put(address)
    case .addressLength(let length): writer.put(4, length)
    case .bytes(let bytes):
      writer.put(UInt8(5))
      writer.put(bytes)
    case .buffer(let pointer, let filled):
      writer.put(6, Int(bitPattern: pointer))
      writer.put(filled) { $0.put($1) }
    case .addressRoom(let pointer, let filled):
      writer.put(7, Int(bitPattern: pointer))
      writer.put(filled) { $0.put($1) }
    case .lengthRoom(let given, let returned):
      writer.put(8, given)
      writer.put(returned) { $0.put($1) }
    case .null: writer.put(UInt8(9))
    case .disposition(let disposition):
      writer.put(UInt8(10))
      writer.put(disposition)
    case .raw(let text):
      writer.put(UInt8(11))
      writer.put(text)
    case .option(let name):
      writer.put(UInt8(12))
      writer.put(name)
    case .optionValue(let value):
      writer.put(UInt8(13))
      writer.put(value)
    case .optionRoom(let pointer, let filled):
      writer.put(14, Int(bitPattern: pointer))
      writer.put(filled) { $0.put($1) }
    case .path(let path):
      writer.put(UInt8(15))
      writer.put(path)
    case .descriptorRoom(let pointer, let filled):
      writer.put(16, Int(bitPattern: pointer))
      writer.put(filled) { writer, list in writer.put(list) { $0.put(Int($1)) } }
    case .message(let header):
      writer.put(UInt8(17))
      writer.put(header)
    case .messageRoom(let room, let filled):
      writer.put(UInt8(18))
      writer.put(room)
      writer.put(filled) { $0.put($1) }
    case .pollSet(let set):
      writer.put(UInt8(40))
      writer.put(set)
    case .descriptorSet(let set):
      writer.put(UInt8(41))
      writer.put(set) { $0.put($1) }
    case .time(let limit):
      writer.put(UInt8(42))
      writer.put(limit) { $0.put($1) }
    case .epollEvent(let event):
      writer.put(UInt8(43))
      writer.put(event)
    case .epollRoom(let pointer, let filled):
      writer.put(44, Int(bitPattern: pointer))
      writer.put(filled) { $0.put($1) { $0.put($1) } }
    case .vector, .vectorRoom, .messages, .messageRooms, .signalMask, .pointedNumber, .numberRoom:
      encodeSeveral(to: &writer)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .descriptor(try reader.int32())
    case 1: self = .integer(try reader.int())
    case 2:
      let number = try reader.int()
      guard let table = ConstantTable(rawValue: try reader.byte()) else { throw Malformed() }
      self = .constant(number, table: table)
    case 3: self = .address(try reader.value())
    case 4: self = .addressLength(try reader.int())
    case 5: self = .bytes(try reader.value())
    case 6:
      self = .buffer(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { reader throws(Malformed) in try reader.value() })
    case 7:
      self = .addressRoom(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { reader throws(Malformed) in try reader.value() })
    case 8:
      self = .lengthRoom(
        given: try reader.int(),
        returned: try reader.optional { reader throws(Malformed) in try reader.int() })
    case 9: self = .null
    case 10: self = .disposition(try reader.value())
    case 11: self = .raw(try reader.string())
    case 12: self = .option(try reader.string())
    case 13: self = .optionValue(try reader.value())
    case 14:
      self = .optionRoom(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { reader throws(Malformed) in try reader.value() })
    case 15: self = .path(try reader.block())
    case 16:
      self = .descriptorRoom(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { reader throws(Malformed) in
          try reader.list { reader throws(Malformed) in try reader.int32() }
        })
    case 17: self = .message(try reader.value())
    case 18:
      self = .messageRoom(
        try reader.value(),
        filled: try reader.optional { reader throws(Malformed) in try reader.value() })
    case 40: self = .pollSet(try reader.value())
    case 41: self = .descriptorSet(try reader.optional { r throws(Malformed) in try r.value() })
    case 42: self = .time(try reader.optional { r throws(Malformed) in try r.value() })
    case 43: self = .epollEvent(try reader.value())
    case 44:
      self = .epollRoom(
        pointer: UInt(bitPattern: try reader.int()),
        filled: try reader.optional { r throws(Malformed) in
          try r.list { r throws(Malformed) in try r.value() }
        })
    case let tag: self = try Value.several(tag, from: &reader)
    }
  }
}

extension ByteWriter {
  mutating func put(_ tag: UInt8, _ number: Int) {
    put(tag)
    put(number)
  }
}
