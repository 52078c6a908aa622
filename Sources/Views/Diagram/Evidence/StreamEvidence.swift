internal import SystemCalls

/// The bytes of streams: a byte that a socket has received is the one at the same place of what its peer
/// has sent (RFC 9293: in order, each once).
struct StreamEvidence: Sendable {
  /// One call that sends, and which bytes of its stream those are.
  private struct Send: Sendable {
    var start: Int
    var end: Int
    var tip: Diagram.Tip
    var data: Diagram.ArrowData
    /// It has not returned: `end` is what it would like.
    var isOpen: Bool

    func overlaps(_ start: Int, _ end: Int) -> Bool { self.start < end && self.end > start }

    /// What of it is between two places of the stream.
    func part(_ start: Int, _ end: Int) -> Diagram.ArrowData {
      data.part(from: max(0, start - self.start), to: min(self.end, end) - self.start)
    }
  }

  private struct Outgoing: Sendable {
    var total = 0
    /// Where the newest urgent byte is, and whether its arrow is drawn.
    var mark: Int?
    var isMarkSeen = false
    var sends = Waiting<Send>(most: 4096)
  }

  private struct Incoming: Sendable {
    /// Up to where calls have taken them, urgent ones that were passed over included; and what has come.
    var taken = 0
    var arrived = 0
    /// What came last: from where on, and when.
    var last: (start: Int, tip: Diagram.Tip)?
  }

  private var outgoing: [SocketBook.Socket: Outgoing] = [:]
  private var incoming: [SocketBook.Socket: Incoming] = [:]
  /// Sockets that have sent urgent data, and it is not known where what is read of them lies.
  private var unclear: Set<SocketBook.Socket> = []
  private var isReadInline = false
  /// Those on which a receive is under way.
  private var receiving: Set<SocketBook.Socket> = []

  mutating func giveUp(_ sender: SocketBook.Socket) { unclear.insert(sender) }

  /// Somebody has set SO_OOBINLINE: where there is urgent data nobody knows how it is read.
  mutating func readInline() {
    isReadInline = true
    unclear.formUnion(outgoing.filter { $0.value.mark != nil }.keys)
  }

  // MARK: Urgent data

  /// Its last byte is no part of the stream that is read (tcp(7)): a receive stops before it, and the next
  /// one passes over it.
  mutating func sentUrgently(
    _ socket: SocketBook.Socket, _ count: Int, _ data: Bytes?, _ tip: Diagram.Tip,
    to peer: SocketBook.Socket?
  ) -> [Diagram.Arrow] {
    let start = outgoing[socket]?.total ?? 0
    let there = peer.flatMap { incoming[$0] } ?? Incoming()
    // A byte that is urgent no longer, since another one is, is read as the others, or is lost.
    let isSecond = outgoing[socket]?.mark.map { $0 >= there.taken } ?? false
    if isReadInline || isSecond || there.arrived > start || count > StreamEvidence.atOnce {
      giveUp(socket)
    }
    let arrows = sent(socket, count, data, tip, to: peer)
    outgoing[socket]?.mark = start + count - 1
    outgoing[socket]?.isMarkSeen = false
    if let peer, receiving.contains(peer) { passOverUrgent(on: peer, from: socket) }
    return arrows
  }

  /// A larger piece can leave in several, and the last byte of each is urgent for a while.
  private static let atOnce = 16_384

  /// The urgent byte is there: it was received, or a call has told of it.
  mutating func seenUrgent(
    on socket: SocketBook.Socket, from peer: SocketBook.Socket?, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let peer, !unclear.contains(peer), let way = outgoing[peer], !way.isMarkSeen,
      let mark = way.mark, let send = way.sends.all.first(where: { $0.overlaps(mark, mark + 1) })
    else { return [] }
    outgoing[peer]?.isMarkSeen = true
    return [Diagram.Arrow(.data(send.part(mark, mark + 1)), from: send.tip, to: tip)]
  }

  /// A receive is entered: one that finds nothing but the urgent byte passes over it, and waits.
  mutating func enterReceive(_ socket: SocketBook.Socket, from peer: SocketBook.Socket?) {
    receiving.insert(socket)
    passOverUrgent(on: socket, from: peer)
  }

  mutating func leaveReceive(_ socket: SocketBook.Socket) { receiving.remove(socket) }

  /// Where the next bytes to be read begin: behind the urgent one, if that is next.
  private mutating func passOverUrgent(on socket: SocketBook.Socket, from peer: SocketBook.Socket?)
  {
    guard let peer, let mark = outgoing[peer]?.mark else { return }
    var here = incoming[socket] ?? Incoming()
    guard here.taken == mark else { return }
    here.taken = mark + 1
    here.arrived = max(here.arrived, here.taken)
    incoming[socket] = here
  }

  // MARK: Sending

  /// A call that sends is entered: what it has may arrive before it returns.
  mutating func enter(_ socket: SocketBook.Socket, data: Bytes?, _ tip: Diagram.Tip) {
    fail(socket)
    let start = outgoing[socket]?.total ?? 0
    let count = data?.count ?? 0
    outgoing[socket, default: Outgoing()].sends.append(
      Send(
        start: start, end: start + count, tip: tip, data: .init(data, count: count), isOpen: true))
  }

  mutating func fail(_ socket: SocketBook.Socket) {
    guard outgoing[socket]?.sends.all.last?.isOpen == true else { return }
    outgoing[socket]?.sends.removeLast()
  }

  /// It has returned. What had come before it was even entered in the log is told now.
  mutating func sent(
    _ socket: SocketBook.Socket, _ count: Int, _ data: Bytes?, _ tip: Diagram.Tip,
    to peer: SocketBook.Socket?
  ) -> [Diagram.Arrow] {
    let wasOpen = outgoing[socket]?.sends.all.last?.isOpen == true
    fail(socket)
    var way = outgoing[socket] ?? Outgoing()
    defer { outgoing[socket] = way }
    let send = Send(
      start: way.total, end: way.total + count, tip: tip, data: .init(data, count: count),
      isOpen: false)
    way.total += count
    let there = peer.flatMap { incoming[$0] }
    if count > 0, there?.arrived ?? 0 < send.end { way.sends.append(send) }
    guard !wasOpen, let peer, !unclear.contains(socket), let there, let last = there.last,
      send.overlaps(last.start, there.arrived)
    else { return [] }
    return [
      Diagram.Arrow(.data(send.part(last.start, there.arrived)), from: tip, to: last.tip)
    ]
  }

  // MARK: Receiving

  /// A call has returned so many bytes.
  mutating func received(
    _ count: Int, on socket: SocketBook.Socket, from peer: SocketBook.Socket?,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    incoming[socket, default: Incoming()].taken += count
    return arrive(incoming[socket]?.taken ?? 0, on: socket, from: peer, at: tip)
  }

  /// So many bytes wait to be received: up to an urgent one.
  mutating func queued(
    _ length: Int, on socket: SocketBook.Socket, from peer: SocketBook.Socket?,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    arrive((incoming[socket]?.taken ?? 0) + length, on: socket, from: peer, at: tip)
  }

  /// Of the peer's bytes, that many have come.
  private mutating func arrive(
    _ total: Int, on socket: SocketBook.Socket, from peer: SocketBook.Socket?,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let before = incoming[socket]?.arrived ?? 0
    guard total > before else { return [] }
    incoming[socket, default: Incoming()].arrived = total
    incoming[socket]?.last = (before, tip)
    guard let peer, !unclear.contains(peer), let sends = outgoing[peer]?.sends.all else {
      return []
    }
    let moved = sends.prefix { $0.start < total }
    for send in moved where send.end <= total && !send.isOpen {
      outgoing[peer]?.sends.removeFirst()
    }
    return moved.filter { $0.overlaps(before, total) }.map {
      Diagram.Arrow(.data($0.part(before, total)), from: $0.tip, to: tip)
    }
  }
}
