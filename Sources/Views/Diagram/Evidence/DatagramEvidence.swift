internal import Log
internal import SystemCalls

/// Datagrams: what was received is what was sent to that address, with the same content; and a queue that
/// grew while nothing else was done has what was just sent.
struct DatagramEvidence: Sendable {
  private struct Sent: Sendable {
    var socket: SocketBook.Socket
    /// Of a pair or a connected Unix socket.
    var peer: SocketBook.Socket?
    var host: String?
    var destination: SocketAddress?
    var count: Int
    var content: Traffic.Content?
    var shown: Diagram.ArrowData
    var tip: Diagram.Tip
    var statement: Int
    /// Who is known to have it.
    var arrivals: Set<SocketBook.Socket> = []
  }

  private var sent = Waiting<Sent>(most: 4096)
  private var statement = 0
  /// How many are looked at: those before have been lost.
  private static let depth = 256

  mutating func beginStatement() { statement += 1 }

  mutating func send(
    _ datagram: Datagram, on socket: SocketBook.Socket, to peer: SocketBook.Socket?, host: String?,
    in book: SocketBook, _ tip: Diagram.Tip
  ) {
    let destination = (datagram.address ?? book.facts[socket]?.remote)?.unmapped
    guard peer != nil || destination != nil else { return }
    sent.append(
      Sent(
        socket: socket, peer: peer, host: host, destination: destination, count: datagram.count,
        content: datagram.data.flatMap(Traffic.Content.init),
        shown: .init(datagram.data, count: datagram.count), tip: tip, statement: statement))
  }

  /// A call has returned one. Of one that was cut short, its beginning is compared.
  mutating func receive(
    _ datagram: Datagram, on socket: SocketBook.Socket, peer: SocketBook.Socket?, host: String?,
    in book: SocketBook, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let candidates = sent.all.prefix(DatagramEvidence.depth)
    let index = candidates.indices.first { index in
      isFor(candidates[index], socket, peer, host, book) && isSame(datagram, candidates[index])
        && isFrom(datagram.address, candidates[index], book)
    }
    guard let index else { return [] }
    let found = sent.all[index]
    if found.destination?.isMulticast == true {
      sent.change(index) { $0.arrivals.insert(socket) }
    } else {
      sent.remove(at: index)
    }
    return found.arrivals.contains(socket)
      ? [] : [Diagram.Arrow(.data(found.shown), from: found.tip, to: tip)]
  }

  /// The receive queue was empty and is not, or takes more memory than it did.
  mutating func queue(
    _ change: StateChange, on socket: SocketBook.Socket, peer: SocketBook.Socket?, host: String?,
    in book: SocketBook, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard change.property == .receiveMemory || change.from == "0", change.growth > 0 else {
      return []
    }
    let length = change.property == .receiveQueue ? change.growth : nil
    let fresh = sent.all.suffix(DatagramEvidence.depth)
    let fitting = fresh.indices.filter {
      fresh[$0].statement == statement && !fresh[$0].arrivals.contains(socket)
        && (length ?? fresh[$0].count) == fresh[$0].count
        && isFor(fresh[$0], socket, peer, host, book)
    }
    // Of several, it is not known how many found room.
    guard let index = fitting.first, length != nil || fitting.count == 1 else { return [] }
    sent.change(index) { $0.arrivals.insert(socket) }
    return [Diagram.Arrow(.data(fresh[index].shown), from: fresh[index].tip, to: tip)]
  }

  private func isFor(
    _ datagram: Sent, _ socket: SocketBook.Socket, _ peer: SocketBook.Socket?, _ host: String?,
    _ book: SocketBook
  ) -> Bool {
    guard datagram.host == host, datagram.socket != socket || peer != nil else { return false }
    if let to = datagram.peer { return to == socket }
    guard let facts = book.facts[socket], facts.isStream == false,
      let local = facts.local?.unmapped, let destination = datagram.destination
    else { return false }
    return destination.reaches(local)
      || destination.isMulticast && destination.port == local.port
  }

  private func isSame(_ received: Datagram, _ sent: Sent) -> Bool {
    guard received.count <= sent.count else { return false }
    let content = received.data.flatMap(Traffic.Content.init)
    if received.count == sent.count, let content, let other = sent.content {
      return content == other
    }
    let kept = received.data?.kept.prefix(min(received.count, sent.shown.shown.count)) ?? []
    return sent.shown.shown.starts(with: kept)
  }

  /// Whether the address that it came from is the sender's, as far as that is known.
  private func isFrom(
    _ address: SocketAddress?, _ datagram: Sent, _ book: SocketBook
  ) -> Bool {
    guard let address = address?.unmapped, let own = book.facts[datagram.socket]?.local?.unmapped
    else { return true }
    return own.reaches(address) || own.isWildcard && own.port == address.port
  }
}

/// One datagram of a call that sends or receives, perhaps several.
struct Datagram: Sendable {
  var data: Bytes?
  var count: Int
  var address: SocketAddress?
}
