internal import SystemCalls

/// One port of a probe.
public struct PortRow: Hashable, Sendable {
  public var port: UInt16
  public var state: String
  /// Empty where it has no name.
  public var service: String
  public var answer: String

  public init(port: UInt16, state: String, service: String, answer: String) {
    self.port = port
    self.state = state
    self.service = service
    self.answer = answer
  }
}

/// Finished lines; those that quote a service are at most `width` columns wide.
public func portsTable(_ rows: [PortRow], width: Int, utf8: Bool) -> [String] {
  let table = Table(
    header: ["port", "state", "service", "answer"],
    rows: rows.map { row in
      let name = row.service.isEmpty ? "-" : row.service
      return [String(row.port), row.state, name, row.answer].map { safeText($0, utf8: utf8) }
    })
  // What a service sends has no words to be broken at.
  return table.lines.map { line in
    displayWidth(line) > width && line.contains("\"") ? cut(line, to: width, utf8: utf8) : line
  }
}

/// Bytes in quotes and escapes, at most so many columns of them.
public func quotedText(_ bytes: [UInt8], columns: Int, utf8: Bool) -> String {
  Quoting(utf8: utf8).quoted(Bytes(bytes), columns: columns)
}
