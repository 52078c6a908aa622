internal import Log
internal import SystemCalls

/// What is proved by what was seen from outside: changes of sockets, and what partners tell.
extension Evidence {
  mutating func take(
    _ change: StateChange, _ event: Event, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let socket = book.socket(event.role, of: change) else { return [] }
    book.take(event)
    switch change.property {
    case .acceptQueue:
      return connections.queue(
        change.growth, on: socket, host: host(of: socket), at: tip, in: book)
    case .receiveQueue, .receiveMemory: return queued(change, on: socket, at: tip)
    case .shutdown where ["both", "receive"].contains(change.to): return hearEnd(socket, at: tip)
    case .state where change.hasHeardEnd: return hearEnd(socket, at: tip)
    case .state where change.isReset: return hearReset(socket, at: tip)
    default: return []
    }
  }

  private mutating func queued(
    _ change: StateChange, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let peer = connections.peer(of: socket)
    if !isStream(socket), !partners.isPartner(of: socket) {
      let arrows = datagrams.queue(
        change, on: socket, peer: peer, host: host(of: socket), in: book, at: tip)
      if arrows.isEmpty { noteAnswer(change, on: socket, at: tip) }
      return arrows
    }
    guard change.property == .receiveQueue, let length = Int(change.to) else { return [] }
    return partners.isPartner(of: socket)
      ? partners.queued(length, on: socket, at: tip)
      : streams.queued(length, on: socket, from: peer, at: tip)
  }

  /// A partner can have answered before it tells that something came.
  private mutating func noteAnswer(
    _ change: StateChange, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) {
    guard change.property == .receiveQueue, change.from == "0", change.growth > 0,
      lastDatagram[socket]?.answer == nil
    else { return }
    lastDatagram[socket]?.answer = (change.growth, tip)
  }

  // MARK: Partners

  /// `echo: client @3 is connected`
  mutating func take(news text: String, _ event: Event, at tip: Diagram.Tip) -> [Diagram.Arrow] {
    guard let colon = text.firstRange(of: ": "),
      let news = PartnerEvidence.News(text[colon.upperBound...])
    else { return [] }
    switch news {
    case .connected(let name): return met(name, at: tip)
    case .firstDatagram(let name): return metDatagram(name, at: tip)
    case .left(let name, let isReset): return left(name, isReset, at: tip)
    }
  }

  private mutating func met(_ name: String, at tip: Diagram.Tip) -> [Diagram.Arrow] {
    guard let socket = socket(named: name) else { return [] }
    partners.meet(name, socket, at: tip)
    guard let attempt = connections.attempt(of: socket) else { return [] }
    connections.forget(socket)
    return [Diagram.Arrow(.connection, from: attempt.tip, to: tip)]
  }

  private mutating func metDatagram(_ name: String, at tip: Diagram.Tip) -> [Diagram.Arrow] {
    guard let socket = socket(named: name) else { return [] }
    partners.meet(name, socket, at: tip)
    guard let sent = lastDatagram[socket] else { return [] }
    let arrow = Diagram.Arrow(.data(sent.data), from: sent.tip, to: sent.tip.opposite(tip))
    guard let (length, there) = sent.answer else { return [arrow] }
    return [arrow] + partners.queued(length, on: socket, at: there)
  }

  private func left(_ name: String, _ isReset: Bool, at tip: Diagram.Tip) -> [Diagram.Arrow] {
    guard let socket = partners.client(named: name), let from = ends.closing(of: socket) else {
      return []
    }
    // It came when it was sent: the partner may have answered before it told.
    let content: Diagram.ArrowContent = isReset ? .reset(isTCP: true) : .end(isTCP: true)
    return [Diagram.Arrow(content, from: from, to: from.opposite(tip))]
  }

  private func socket(named name: String) -> SocketBook.Socket? {
    socketName(name).flatMap { book.socket($0.role, $0.fd) }
  }
}
