internal import Log
internal import SystemCalls

extension Call {
  /// How many bytes a call has moved that has not failed.
  func movedBytes(_ outcome: Outcome) -> Int {
    self["msgvec"] == nil
      ? outcome.result : manyMessages.reduce(0) { $0 + ($1.length ?? 0) }
  }

  /// The datagrams that a call has moved that has not failed.
  func datagrams(_ outcome: Outcome) -> [Datagram] {
    guard self["msgvec"] != nil else {
      return [Datagram(data: data, count: outcome.result, address: peer)]
    }
    return manyMessages.compactMap { message in
      message.length.map {
        Datagram(data: message.header.data, count: $0, address: message.header.name)
      }
    }
  }

  var setsUrgentInline: Bool { self["optname"] == .option("SO_OOBINLINE") }

  /// A receive with no room, which returns 0 for that reason.
  var asksForNothing: Bool {
    switch self["len"] ?? self["count"] {
    case .integer(let length): length == 0
    default: false
    }
  }
}

extension StateChange {
  /// By how much a number grew.
  var growth: Int {
    guard let from = Int(from), let to = Int(to) else { return 0 }
    return to - from
  }

  /// Whether a TCP socket has come to know that its peer sends no more.
  var hasHeardEnd: Bool {
    let heard: Set = ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT"]
    return heard.contains(to) && !heard.contains(from)
  }

  /// Whether a connection ended that its own process had not closed.
  var isReset: Bool {
    let connected: Set = ["ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT_1", "FIN_WAIT_2"]
    return to == "CLOSED" && !orphaned && connected.contains(from)
  }
}
