public import SystemCalls

extension PollEntry: Coded {
  public func encode(to writer: inout ByteWriter) {
    for number in [Int(fd), events, revents] { writer.put(number) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(fd: try reader.int32(), events: try reader.int(), revents: try reader.int())
  }
}

extension PollSet: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(entries) { $0.put($1) }
    writer.put(count)
    writer.put(ready) { $0.put($1) { $0.put($1) } }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let entries = try reader.list { reader throws(Malformed) in try PollEntry(from: &reader) }
    let count = try reader.int()
    let ready = try reader.optional { reader throws(Malformed) in
      try reader.list { reader throws(Malformed) in try PollEntry(from: &reader) }
    }
    self.init(entries: entries, count: count, ready: ready)
  }
}

extension DescriptorSet: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(given) { $0.put(Int($1)) }
    writer.put(ready) { $0.put($1) { $0.put(Int($1)) } }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let given = try reader.list { reader throws(Malformed) in try reader.int32() }
    let ready = try reader.optional { reader throws(Malformed) in
      try reader.list { reader throws(Malformed) in try reader.int32() }
    }
    self.init(given: given, ready: ready)
  }
}

extension TimeLimit: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(given)
    writer.put(left) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let given = try reader.int()
    self.init(
      given: given, left: try reader.optional { reader throws(Malformed) in try reader.int() })
  }
}

extension EpollEvent: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(events)
    writer.put(data)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(events: try reader.int(), data: try reader.uint64())
  }
}
