public import Log

/// For the pipe from a process that draws to the one that writes the page.
extension Element: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(name)
    writer.put(attributes) { writer, attribute in
      writer.put(attribute.name)
      writer.put(attribute.value)
    }
    writer.put(children) { $0.put($1) }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    name = try reader.string()
    attributes = try reader.list { reader throws(Malformed) in
      (name: try reader.string(), value: try reader.string())
    }
    children = try reader.list { reader throws(Malformed) in try reader.value() }
  }
}

extension Node: Coded {
  public func encode(to writer: inout ByteWriter) {
    switch self {
    case .element(let element):
      writer.put(UInt8(0))
      writer.put(element)
    case .text(let text):
      writer.put(UInt8(1))
      writer.put(text)
    case .rules(let sheet):
      writer.put(UInt8(2))
      writer.put(sheet.text)
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    switch try reader.byte() {
    case 0: self = .element(try reader.value())
    case 1: self = .text(try reader.string())
    case 2: self = .rules(StyleSheet(try reader.string()))
    default: throw Malformed()
    }
  }
}
