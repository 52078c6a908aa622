internal import SystemCalls

extension Event: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(seq)
    writer.put(time)
    writer.put(role) { $0.put($1) }
    encodeKind(to: &writer)
  }

  private func encodeKind(to writer: inout ByteWriter) {
    switch kind {
    case .typed(let text): writer.put(0, text)
    case .roleStarted(let start):
      writer.put(UInt8(1))
      writer.put(start)
    case .called(let call):
      writer.put(UInt8(2))
      writer.put(call)
    case .returned(let returned):
      writer.put(UInt8(3))
      writer.put(returned.call)
      writer.put(returned.outcome)
      writer.put(returned.late)
    case .waiting(let call):
      writer.put(UInt8(4))
      writer.put(call)
    case .state(let change):
      writer.put(UInt8(5))
      writer.put(change)
    case .roleEnded(.status(let status)):
      writer.put(UInt8(6))
      writer.put(Int(status))
    case .roleEnded(.signal(let signal)):
      writer.put(UInt8(7))
      writer.put(Int(signal))
    case .note(let text): writer.put(8, text)
    case .explanation(let text): writer.put(9, text)
    case .diagnostic(let diagnostic):
      writer.put(UInt8(10))
      writer.put(diagnostic)
    case .output(let text): writer.put(11, text)
    case .source(let text): writer.put(25, text)
    case .prose(let prose):
      writer.put(UInt8(12))
      writer.put(prose)
    case .round(let round):
      writer.put(UInt8(20))
      for number in [round.number, round.of, round.depth] { writer.put(number) }
    case .repeated(let repeated):
      writer.put(UInt8(21))
      for number in [repeated.rounds, repeated.of, repeated.depth] { writer.put(number) }
      writer.put(repeated.nanoseconds)
    case .transferred(let transfer):
      writer.put(UInt8(22))
      writer.put(transfer)
    case .packet(let packet):
      writer.put(UInt8(23))
      writer.put(packet)
    case .measured(let measurement):
      writer.put(UInt8(24))
      writer.put(measurement)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      seq: try reader.int(), time: try reader.uint64(),
      role: try reader.optional { reader throws(Malformed) in try reader.string() },
      kind: try Event.kind(from: &reader))
  }

  private static func kind(from reader: inout ByteReader) throws(Malformed) -> Kind {
    switch try reader.byte() {
    case 0: .typed(try reader.string())
    case 1: .roleStarted(try reader.value())
    case 2: .called(try reader.value())
    case 3:
      .returned(
        Returned(call: try reader.value(), outcome: try reader.value(), late: try reader.bool()))
    case 4: .waiting(try reader.value())
    case 5: .state(try reader.value())
    case 6: .roleEnded(.status(try reader.int32()))
    case 7: .roleEnded(.signal(try reader.int32()))
    case 8: .note(try reader.string())
    case 9: .explanation(try reader.string())
    case 10: .diagnostic(try reader.value())
    case 11: .output(try reader.string())
    case 12: .prose(try reader.value())
    case 20:
      .round(Round(number: try reader.int(), of: try reader.int(), depth: try reader.int()))
    case 21:
      .repeated(
        Repeated(
          rounds: try reader.int(), of: try reader.int(), depth: try reader.int(),
          nanoseconds: try reader.uint64()))
    case 22: .transferred(try reader.value())
    case 23: .packet(try reader.value())
    case 24: .measured(try reader.value())
    case 25: .source(try reader.string())
    default: throw Malformed()
    }
  }
}

extension RoleStart: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(Int(pid))
    writer.put(host) { $0.put($1) }
    // Those of the machine are asked for, and not kept.
    writer.put(interfaces == .own ? [] : interfaces.all) {
      $0.put(Int($1.index))
      $0.put($1.name)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      pid: try reader.int32(),
      host: try reader.optional { reader throws(Malformed) in try reader.string() })
    let names = try reader.list { reader throws(Malformed) in
      (try reader.int32(), try reader.string())
    }
    if host != nil { interfaces = InterfaceNames(Dictionary(names) { first, _ in first }) }
  }
}

extension StateChange: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(Int(fd))
    writer.put(property.rawValue)
    writer.put(from)
    writer.put(to)
    writer.put(local) { $0.put($1) }
    writer.put(remote) { $0.put($1) }
    writer.put(orphaned)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    let fd = try reader.int32()
    guard let property = Property(rawValue: try reader.string()) else { throw Malformed() }
    self.init(
      fd: fd, property: property, from: try reader.string(), to: try reader.string(),
      local: try reader.optional { reader throws(Malformed) in try reader.value() },
      remote: try reader.optional { reader throws(Malformed) in try reader.value() },
      orphaned: try reader.bool())
  }
}

extension Transfer: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(isSent)
    writer.put(bytes)
    writer.put(of) { $0.put($1) }
    writer.put(calls)
    writer.put(nanoseconds)
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      isSent: try reader.bool(), bytes: try reader.int(),
      of: try reader.optional { reader throws(Malformed) in try reader.int() },
      calls: try reader.int(), nanoseconds: try reader.uint64())
  }
}

extension Diagnostic: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(message)
    for text in [advice, line, file] { writer.put(text) { $0.put($1) } }
    for number in [column, lineNumber] { writer.put(number) { $0.put($1) } }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(try reader.string())
    advice = try reader.optional { reader throws(Malformed) in try reader.string() }
    line = try reader.optional { reader throws(Malformed) in try reader.string() }
    file = try reader.optional { reader throws(Malformed) in try reader.string() }
    column = try reader.optional { reader throws(Malformed) in try reader.int() }
    lineNumber = try reader.optional { reader throws(Malformed) in try reader.int() }
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ text: String) {
    put(tag)
    put(text)
  }
}
