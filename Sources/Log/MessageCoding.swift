public import SystemCalls

extension MessageHeader: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(name) { $0.put($1) }
    writer.put(nameLength)
    writer.put(buffers) { $0.put($1) }
    writer.put(control) { $0.put($1) }
    writer.put(controlLength)
    writer.put(flags)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      name: try reader.optional { reader throws(Malformed) in try reader.value() },
      nameLength: try reader.int(),
      buffers: try reader.list { reader throws(Malformed) in try reader.value() },
      control: try reader.list { reader throws(Malformed) in try reader.value() },
      controlLength: try reader.int(), flags: try reader.int())
  }
}

extension MessageBuffer: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(data)
    writer.put(length)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(data: try reader.value(), length: try reader.int())
  }
}

extension MessageRoom: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(Int(bitPattern: namePointer))
    writer.put(nameLength)
    writer.put(buffers) { $0.put($1) }
    writer.put(controlLength)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      namePointer: UInt(bitPattern: try reader.int()), nameLength: try reader.int(),
      buffers: try reader.list { reader throws(Malformed) in try reader.int() },
      controlLength: try reader.int())
  }
}

extension ControlMessage: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(Int(level))
    writer.put(Int(type))
    writer.put(data)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      level: try reader.int32(), type: try reader.int32(), data: try reader.block())
  }
}
