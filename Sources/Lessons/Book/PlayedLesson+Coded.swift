public import Log
internal import Views

/// For the pipe from the process that played a lesson to the one that writes the book.
extension PlayedLesson: Coded {
  public func encode(to writer: inout ByteWriter) {
    writer.put(lack) { $0.put($1) }
    writer.put(leftOut)
    writer.put(exchanges.map(\.key)) { $0.put($1) }
    writer.put(exchanges.map(\.value)) { writer, exchange in
      writer.put(exchange.command)
      writer.put(exchange.came) { $0.put($1) }
      writer.put(exchange.values)
    }
    writer.put(valuesAfter.map(\.key)) { $0.put($1) }
    writer.put(valuesAfter.map(\.value)) { $0.put($1) }
    writer.put(drawings.map(\.key)) { $0.put($1) }
    writer.put(drawings.map(\.value)) { writer, drawing in
      writer.put(drawing.title)
      writer.put(drawing.parts) { $0.put($1) }
    }
  }

  public init(from reader: inout ByteReader) throws(Malformed) {
    lack = try reader.optional { reader throws(Malformed) in try reader.string() }
    leftOut = try reader.texts()
    exchanges = try reader.numbered { reader throws(Malformed) in
      Exchange(
        command: try reader.string(),
        came: try reader.list { reader throws(Malformed) in try reader.string() },
        values: try reader.texts())
    }
    valuesAfter = try reader.numbered { reader throws(Malformed) in try reader.texts() }
    drawings = try reader.numbered { reader throws(Malformed) in
      Drawing(
        title: try reader.string(),
        parts: try reader.list { reader throws(Malformed) in try reader.value() })
    }
  }
}

extension ByteWriter {
  fileprivate mutating func put(_ texts: [String: String]) {
    put(texts.map(\.key)) { $0.put($1) }
    put(texts.map(\.value)) { $0.put($1) }
  }
}

extension ByteReader {
  fileprivate mutating func texts() throws(Malformed) -> [String: String] {
    let keys = try list { reader throws(Malformed) in try reader.string() }
    let values = try list { reader throws(Malformed) in try reader.string() }
    return Dictionary(zip(keys, values)) { $1 }
  }

  fileprivate mutating func numbered<Value>(
    _ body: (inout ByteReader) throws(Malformed) -> Value
  ) throws(Malformed) -> [Int: Value] {
    let keys = try list { reader throws(Malformed) in try reader.int() }
    return Dictionary(zip(keys, try list(body))) { $1 }
  }
}
