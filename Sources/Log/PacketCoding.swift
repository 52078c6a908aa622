internal import SystemCalls

extension PacketSeen: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(number)
    writer.put(from)
    writer.put(to) { $0.put($1) }
    writer.put(source)
    writer.put(destination)
    writer.put(content)
    writer.put(length)
    writer.put(fate)
    writer.put(remarks) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    self.init(
      number: try reader.int(), from: try reader.string(),
      to: try reader.optional { reader throws(Malformed) in try reader.string() },
      source: try reader.value(), destination: try reader.value(), content: try reader.value(),
      length: try reader.int(), fate: try reader.value(),
      remarks: try reader.list { reader throws(Malformed) in try reader.string() })
  }
}

extension PacketSeen.Content: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .tcp(let segment):
      writer.put(UInt8(0))
      writer.put(segment.flags)
      writer.put(segment.sequence)
      writer.put(segment.acknowledgement) { $0.put($1) }
      writer.put(segment.length)
      writer.put(segment.window)
    case .udp(let length): writer.put(1, length)
    case .icmp(let type, let code, let echo):
      writer.put(2, type, code)
      writer.put(echo) { writer, echo in
        writer.put(echo.identifier)
        writer.put(echo.sequence)
      }
    case .fragment(let identification, let offset): writer.put(3, identification, offset)
    case .other(let number): writer.put(4, number)
    case .malformed(let why):
      writer.put(UInt8(5))
      writer.put(why)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0:
      self = .tcp(
        PacketSeen.Segment(
          flags: try reader.string(), sequence: try reader.int(),
          acknowledgement: try reader.optional { reader throws(Malformed) in try reader.int() },
          length: try reader.int(), window: try reader.int()))
    case 1: self = .udp(length: try reader.int())
    case 2:
      self = .icmp(
        type: try reader.int(), code: try reader.int(),
        echo: try reader.optional { reader throws(Malformed) in
          PacketSeen.Echo(identifier: try reader.int(), sequence: try reader.int())
        })
    case 3: self = .fragment(identification: try reader.int(), offset: try reader.int())
    case 4: self = .other(try reader.int())
    case 5: self = .malformed(try reader.string())
    default: throw Malformed()
    }
  }
}

extension PacketSeen.Fate: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(verdict.rawValue)
    writer.put(delay)
    writer.put(copies)
    writer.put(isCorrupted)
    writer.put(isKeptBack)
    writer.put(overtakes) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    guard let verdict = Verdict(rawValue: try reader.byte()) else { throw Malformed() }
    self.init(
      verdict, delay: try reader.uint64(), copies: try reader.int(),
      isCorrupted: try reader.bool(), isKeptBack: try reader.bool(),
      overtakes: try reader.optional { reader throws(Malformed) in try reader.int() })
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ tag: UInt8, _ numbers: Int...) {
    put(tag)
    for number in numbers { put(number) }
  }
}
