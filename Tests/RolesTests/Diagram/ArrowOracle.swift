internal import Log
internal import SystemCalls

@testable import Views

/// Says of an arrow, from the two events alone that it names and the sockets that they are on, why it would
/// be a lie.
///
/// It knows nothing of how arrows are found: a socket's whole course is read from the log, both ways.
struct ArrowOracle {
  private let events: [Int: Event]
  private let courses: SocketCourses

  init(_ log: [Event]) {
    events = Dictionary(uniqueKeysWithValues: log.map { ($0.seq, $0) })
    courses = SocketCourses(log)
  }

  func lie(in arrow: Diagram.Arrow, of diagram: Diagram) -> String? {
    guard let from = events[arrow.from.seq], let to = events[arrow.to.seq] else {
      return "names an event that there is not"
    }
    guard to.role == diagram.columns[arrow.to.column].name || [.stops, .held].contains(arrow.fate)
    else {
      return "ends on another's column"
    }
    switch arrow.content {
    case .connection: return connectionLie(from, to)
    case .data(let data): return dataLie(data, from, to)
    case .end: return endLie(from, to)
    case .reset: return resetLie(from, to)
    case .refusal:
      return to.outcome?.errno?.name == "ECONNREFUSED" && to.call?.name == "connect"
        ? nil : "was not refused"
    case .packet, .packets: return "is a packet where there is no wire"
    }
  }

  private func connectionLie(_ from: Event, _ to: Event) -> String? {
    guard from.call?.name == "connect", let client = courses.course(of: from),
      case .address(let address)? = from.call?["addr"]
    else { return "does not begin with a connect" }
    switch to.kind {
    case .state(let change):
      guard change.property == .acceptQueue, (Int(change.to) ?? 0) > (Int(change.from) ?? 0) else {
        return "ends where no accept queue grows"
      }
      return change.local == address ? nil : "ends at another listener"
    case .returned(let returned) where returned.call.name == "accept":
      guard case .addressRoom(_, let peer?)? = returned.call["addr"] else { return "has no client" }
      if case .unixUnnamed = peer { return nil }
      return client.local == peer ? nil : "was accepted from \(peer)"
    default: return "ends with \(to.kind)"
    }
  }

  /// Both ends are one connection, or the datagram's own address: and so many bytes of the one are bytes of
  /// the other, at the same place of the stream.
  private func dataLie(_ data: Diagram.ArrowData, _ from: Event, _ to: Event) -> String? {
    guard let sender = courses.course(of: from), let receiver = courses.course(of: to) else {
      return "is of sockets whose beginning was not seen"
    }
    guard ["send", "write"].contains(from.call?.name) else { return "does not begin with a send" }
    guard sender !== receiver else { return "comes back to where it was sent" }
    if case .state(let change) = to.kind {
      guard [.receiveQueue, .receiveMemory].contains(change.property),
        (Int(change.to) ?? 0) > (Int(change.from) ?? 0)
      else { return "ends where no queue grows" }
    } else if !["recv", "read"].contains(to.call?.name) || to.outcome?.result ?? 0 <= 0 {
      return "ends with a call that received nothing"
    }
    if receiver.isStream {
      return receiver.received.isEmpty || sender.sent.starts(with: receiver.received)
        ? nil : "is of two sockets that are not connected"
    }
    let sent = from.call?.sentBytes ?? []
    guard case .returned(let returned) = to.kind else {
      return sender.remote == receiver.local || sender.remote == nil ? nil : "was sent elsewhere"
    }
    return sent.starts(with: returned.receivedBytes) ? nil : "was received as something else"
  }

  private func endLie(_ from: Event, _ to: Event) -> String? {
    let isEnd =
      from.isRoleEnd || ["close", "shutdown"].contains(from.call?.name)
    guard isEnd else { return "does not begin with a close" }
    if let returned = to.returned {
      return returned.outcome.result == 0 && ["recv", "read"].contains(returned.call.name)
        ? peerLie(from, to) : "is heard by a call that is no end of file"
    }
    guard case .state(let change) = to.kind else { return "is heard by \(to.kind)" }
    let heard: Set = ["CLOSE_WAIT", "CLOSING", "LAST_ACK", "TIME_WAIT", "both", "receive"]
    return heard.contains(change.to) ? peerLie(from, to) : "is heard as \(change.to)"
  }

  private func resetLie(_ from: Event, _ to: Event) -> String? {
    let causes: Set = ["close", "shutdown", "send", "write"]
    guard from.isRoleEnd || causes.contains(from.call?.name ?? "") else {
      return "does not begin with what resets"
    }
    if to.outcome?.errno?.name == "ECONNRESET" { return nil }
    if case .state(let change) = to.kind, change.to == "CLOSED" { return nil }
    return "is no reset"
  }

  /// Where both ends have addresses, they are each other's.
  private func peerLie(_ from: Event, _ to: Event) -> String? {
    guard !from.isRoleEnd, let one = courses.course(of: from), let other = courses.course(of: to),
      case .ipv4? = one.local, case .ipv4? = other.local, one.remote != nil, other.remote != nil
    else { return nil }
    return one.local == other.remote && one.remote == other.local ? nil : "ends at a stranger's"
  }
}

extension Event {
  var returned: Returned? { if case .returned(let returned) = kind { returned } else { nil } }
  var outcome: Outcome? { returned?.outcome }

  var call: Call? {
    switch kind {
    case .called(let call), .waiting(let call): call
    case .returned(let returned): returned.call
    default: nil
    }
  }

  fileprivate var isRoleEnd: Bool { if case .roleEnded = kind { true } else { false } }
}

extension Call {
  var sentBytes: [UInt8] { if case .bytes(let bytes)? = self["buf"] { bytes.kept } else { [] } }
}

extension Returned {
  var receivedBytes: [UInt8] {
    guard outcome.errno == nil, case .buffer(_, let filled?)? = call["buf"] else { return [] }
    return Array(filled.kept.prefix(outcome.result))
  }

  var isPeek: Bool {
    if case .constant(let flags, _)? = call["flags"] { flags & 2 != 0 } else { false }
  }
}
