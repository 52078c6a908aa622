internal import SystemCalls

extension PacketSeen {
  /// What a packet's line in JSON Lines holds.
  var members: [(String, JSON)] {
    [
      ("number", .number(number)), ("from", .string(from)), ("to", to.map { .string($0) } ?? .null),
      ("source", JSON(address: source)), ("destination", JSON(address: destination)),
    ] + content.members + [
      ("length", .number(length)), ("fate", .string(fate.verdict.name)),
      ("delay", .number(Int(clamping: fate.delay))), ("copies", .number(fate.copies)),
      ("corrupted", .bool(fate.isCorrupted)), ("keptBack", .bool(fate.isKeptBack)),
      ("overtakes", fate.overtakes.map { .number($0) } ?? .null),
      ("remarks", .array(remarks.map { .string($0) })),
    ]
  }
}

extension PacketSeen.Content {
  fileprivate var members: [(String, JSON)] {
    switch self {
    case .tcp(let segment): [("protocol", .string("tcp"))] + segment.members
    case .udp(let length): [("protocol", .string("udp")), ("data", .number(length))]
    case .icmp(let type, let code, let echo):
      [("protocol", .string("icmp")), ("type", .number(type)), ("code", .number(code))]
        + (echo.map {
          [("identifier", .number($0.identifier)), ("sequence", .number($0.sequence))]
        } ?? [])
    case .fragment(let identification, let offset):
      [
        ("protocol", .string("fragment")), ("identification", .number(identification)),
        ("offset", .number(offset)),
      ]
    case .other(let number): [("protocol", .number(number))]
    case .malformed(let why): [("protocol", .null), ("malformed", .string(why))]
    }
  }
}

extension PacketSeen.Segment {
  fileprivate var members: [(String, JSON)] {
    [
      ("flags", .array(flagNames.map { .string($0) })), ("sequence", .number(sequence)),
      ("acknowledgement", acknowledgement.map { .number($0) } ?? .null), ("data", .number(length)),
      ("window", .number(window)),
    ]
  }

  /// `SYN`, `ACK`, …: the letters in words.
  public var flagNames: [String] {
    let names: [Character: String] = [
      "S": "SYN", "F": "FIN", "R": "RST", "P": "PSH", "U": "URG", "W": "CWR", "E": "ECE",
      ".": "ACK",
    ]
    return flags == "none" ? [] : flags.compactMap { names[$0] }
  }
}
