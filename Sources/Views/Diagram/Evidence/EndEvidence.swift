/// How directions of connections end: what closed them, and what shows that the other end has heard.
struct EndEvidence: Sendable {
  private struct Closing: Sendable {
    /// The shutdown, the last close, or the end of the process.
    var first: Diagram.Tip
    var last: Diagram.Tip
  }

  private var closings: [SocketBook.Socket: Closing] = [:]
  private var lastSends: [SocketBook.Socket: Diagram.Tip] = [:]
  /// Who has heard that its peer sends no more, and whose connection was reset.
  private var heard: Set<SocketBook.Socket> = []
  private var broken: Set<SocketBook.Socket> = []

  mutating func close(_ socket: SocketBook.Socket, _ tip: Diagram.Tip) {
    closings[socket, default: Closing(first: tip, last: tip)].last = tip
  }

  mutating func sent(_ socket: SocketBook.Socket, _ tip: Diagram.Tip) { lastSends[socket] = tip }

  func closing(of socket: SocketBook.Socket) -> Diagram.Tip? { closings[socket]?.last }

  mutating func end(
    of peer: SocketBook.Socket?, heardBy socket: SocketBook.Socket, isTCP: Bool,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let peer, let closing = closings[peer], heard.insert(socket).inserted else { return [] }
    return [Diagram.Arrow(.end(isTCP: isTCP), from: closing.first, to: tip)]
  }

  /// A reset answers either the peer's close, or what was sent to it after that; then it comes from the
  /// peer's kernel, at `column`.
  mutating func reset(
    by peer: SocketBook.Socket?, heardBy socket: SocketBook.Socket, isTCP: Bool, column: Int?,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let peer, let closing = closings[peer], broken.insert(socket).inserted else { return [] }
    let hadHeard = !heard.insert(socket).inserted
    if !hadHeard || closing.last != closing.first {
      return [Diagram.Arrow(.reset(isTCP: isTCP), from: closing.last, to: tip)]
    }
    guard var from = lastSends[socket], let column else { return [] }
    from.column = column
    return [Diagram.Arrow(.reset(isTCP: isTCP), from: from, to: tip)]
  }

  /// True the first time: from a partner, whose closing is not in the log.
  mutating func hear(_ socket: SocketBook.Socket) -> Bool { heard.insert(socket).inserted }
}
