internal import Log
internal import SystemCalls

/// What goes to and from a partner, whose calls are not in the log: one end of such an arrow is the
/// role's own event, the other the partner's note that says whom it is connected with.
struct PartnerEvidence: Sendable {
  struct Partner: Sendable {
    /// Where its note stands.
    var tip: Diagram.Tip
    /// What the role has received of it by calls, and what has come, in bytes.
    var received = 0
    var arrived = 0
  }

  /// What a note says.
  enum News: Hashable {
    case connected(String)
    case firstDatagram(String)
    case left(String, byReset: Bool)

    /// From the text behind the partner's name; nil for any other.
    init?(_ text: Substring) {
      let first = "the first datagram of "
      if text.hasSuffix(" is connected") {
        self = .connected(String(text.dropLast(" is connected".count)))
      } else if text.hasPrefix(first), text.hasSuffix(" has come") {
        self = .firstDatagram(String(text.dropFirst(first.count).dropLast(" has come".count)))
      } else if text.hasSuffix("; then EOF") || text.hasSuffix("; then RST"),
        let colon = text.firstIndex(of: ":")
      {
        self = .left(String(text[..<colon]), byReset: text.hasSuffix("RST"))
      } else {
        return nil
      }
    }
  }

  private var partners: [SocketBook.Socket: Partner] = [:]
  /// `client @3`, as notes have it.
  private var clients: [String: SocketBook.Socket] = [:]

  func isPartner(of socket: SocketBook.Socket) -> Bool { partners[socket] != nil }

  /// Where the partner at its other end stands.
  func tip(of socket: SocketBook.Socket) -> Diagram.Tip? { partners[socket]?.tip }

  func client(named name: String) -> SocketBook.Socket? { clients[name] }

  mutating func meet(_ name: String, _ socket: SocketBook.Socket, at tip: Diagram.Tip) {
    clients[name] = socket
    partners[socket] = Partner(tip: tip)
  }

  func sent(
    _ data: Diagram.ArrowData, on socket: SocketBook.Socket, since tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let partner = partners[socket], data.count > 0 else { return [] }
    return [Diagram.Arrow(.data(data), from: tip, to: tip.opposite(partner.tip))]
  }

  mutating func received(
    _ count: Int, _ data: Bytes?, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    partners[socket]?.received += count
    return arrive(partners[socket]?.received ?? 0, data, on: socket, at: tip)
  }

  mutating func queued(
    _ length: Int, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    arrive((partners[socket]?.received ?? 0) + length, nil, on: socket, at: tip)
  }

  private mutating func arrive(
    _ total: Int, _ data: Bytes?, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let partner = partners[socket], total > partner.arrived else { return [] }
    partners[socket]?.arrived = total
    let new = Diagram.ArrowData(data, count: total - partner.arrived)
    return [Diagram.Arrow(.data(new), from: tip.opposite(partner.tip), to: tip)]
  }
}

extension Diagram.Tip {
  /// On the partner's column, beside this one; its event is the partner's.
  func opposite(_ partner: Diagram.Tip) -> Diagram.Tip {
    Diagram.Tip(column: partner.column, row: row, seq: partner.seq)
  }
}

/// `server @3`: the names by which notes speak of a socket.
func socketName(_ text: String) -> (role: String, fd: Int32)? {
  guard let at = text.ranges(of: " @").last, let fd = Int32(text[at.upperBound...]) else {
    return nil
  }
  return (String(text[..<at.lowerBound]), fd)
}
