internal import Log
internal import SystemCalls

/// What a call proves by having returned as it did.
extension Evidence {
  mutating func take(
    _ returned: Returned, _ event: Event, since beginning: Diagram.Tip, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let (call, outcome) = (returned.call, returned.outcome)
    let socket = book.socket(event.role, call.descriptor)
    book.take(event)
    if outcome.errno == nil {
      switch call.name {
      case "accept", "accept4": return accepted(by: socket, returned, event, at: tip)
      case "socketpair":
        connections.pair(call.newDescriptors.compactMap { book.socket(event.role, $0) })
      default: break
      }
    }
    let urgent = outcome.errno == nil ? urgentSeen(by: call, event, at: tip) : []
    guard let socket else { return urgent }
    return urgent + take(call, outcome, on: socket, since: beginning, at: tip)
  }

  private mutating func take(
    _ call: Call, _ outcome: Outcome, on socket: SocketBook.Socket, since beginning: Diagram.Tip,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    switch call.name {
    case "connect": return connected(socket, outcome, since: beginning, at: tip)
    // SHUT_RD is nobody's business but its own.
    case "shutdown" where outcome.errno == nil && call.constantNumber("how") != 0:
      ends.close(socket, beginning)
    case "close" where !book.isOpen(socket): ends.close(socket, beginning)
    case "setsockopt" where call.setsUrgentInline: streams.readInline()
    case _ where call.sends: return sent(call, outcome, on: socket, since: beginning)
    case _ where call.receives: return received(call, outcome, on: socket, at: tip)
    default: break
    }
    return []
  }

  /// A wait for several ends since it has come.
  private mutating func urgentSeen(
    by call: Call, _ event: Event, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    call.found.filter { $0.revents & PollBit.urgent != 0 }.flatMap { entry in
      book.socket(event.role, entry.fd).map {
        streams.seenUrgent(on: $0, from: connections.peer(of: $0), at: tip)
      } ?? []
    }
  }

  private mutating func connected(
    _ socket: SocketBook.Socket, _ outcome: Outcome, since beginning: Diagram.Tip,
    at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    guard let errno = outcome.errno?.name,
      !["EINPROGRESS", "EALREADY", "EISCONN", "EINTR"].contains(errno)
    else { return [] }
    connections.forget(socket)
    guard errno == "ECONNREFUSED", isStream(socket), host(of: socket) == nil else { return [] }
    return [Diagram.Arrow(.refusal, from: beginning, to: tip, fate: .stops)]
  }

  private mutating func accepted(
    by listener: SocketBook.Socket?, _ returned: Returned, _ event: Event, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let fd = Int32(clamping: returned.outcome.result)
    guard let listener, let new = book.socket(event.role, fd) else { return [] }
    return connections.accept(
      new, by: listener, from: returned.call.peer?.unmapped, on: host(of: listener), at: tip,
      in: book)
  }

  private mutating func sent(
    _ call: Call, _ outcome: Outcome, on socket: SocketBook.Socket, since tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let peer = connections.peer(of: socket)
    guard outcome.errno == nil else {
      streams.fail(socket)
      return outcome.isReset ? hearReset(socket, at: tip) : []
    }
    ends.sent(socket, tip)
    if partners.isPartner(of: socket) {
      let data = Diagram.ArrowData(call.data, count: call.movedBytes(outcome))
      streams.fail(socket)
      return partners.sent(data, on: socket, since: tip)
    }
    // On a wire the mark can come later than what is read; Unix sockets have urgent data of another kind.
    if call.isOutOfBand, host(of: socket) != nil || !isTCP(socket) { streams.giveUp(socket) }
    if isStream(socket) {
      let count = call.movedBytes(outcome)
      return call.isOutOfBand
        ? streams.sentUrgently(socket, count, call.data, tip, to: peer)
        : streams.sent(socket, count, call.data, tip, to: peer)
    }
    for datagram in call.datagrams(outcome) {
      lastDatagram[socket] = Unclaimed(
        data: .init(datagram.data, count: datagram.count), tip: tip)
      datagrams.send(datagram, on: socket, to: peer, host: host(of: socket), in: book, tip)
    }
    return []
  }

  private mutating func received(
    _ call: Call, _ outcome: Outcome, on socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    let peer = connections.peer(of: socket)
    streams.leaveReceive(socket)
    if outcome.errno != nil { return outcome.isReset ? hearReset(socket, at: tip) : [] }
    if call.isPeek || call.asksForNothing { return [] }
    if call.isOutOfBand {
      return outcome.result == 1 ? streams.seenUrgent(on: socket, from: peer, at: tip) : []
    }
    if isStream(socket), outcome.result == 0 { return hearEnd(socket, at: tip) }
    if partners.isPartner(of: socket) {
      return partners.received(call.movedBytes(outcome), call.data, on: socket, at: tip)
    }
    if isStream(socket) {
      return streams.received(call.movedBytes(outcome), on: socket, from: peer, at: tip)
    }
    return call.datagrams(outcome).flatMap {
      datagrams.receive($0, on: socket, peer: peer, host: host(of: socket), in: book, at: tip)
    }
  }
}

extension Outcome {
  fileprivate var isReset: Bool { errno?.name == "ECONNRESET" }
}

extension Call {
  fileprivate var sends: Bool { Traffic.sending.contains(name) || name == "sendmmsg" }
  var receives: Bool { Traffic.receiving.contains(name) || name == "recvmmsg" }
}
