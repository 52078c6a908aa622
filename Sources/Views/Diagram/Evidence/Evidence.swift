internal import Log
internal import SystemCalls

/// What is known to have travelled between sockets of this machine, from the events that prove it: one
/// that sent it, and one that could not be as it is had it not come.
///
/// Between hosts there is no need to conclude anything: the wire has seen the packets.
struct Evidence: Sendable {
  var book = SocketBook()
  var connections = ConnectionEvidence()
  var streams = StreamEvidence()
  var datagrams = DatagramEvidence()
  var ends = EndEvidence()
  var partners = PartnerEvidence()
  /// Which host of the wire a role is on; nil for this machine.
  private var hosts: [String: String] = [:]
  /// Where a role stands.
  private var columns: [String: Int] = [:]
  /// What was sent last that may be for a partner that has not told of it yet.
  var lastDatagram: [SocketBook.Socket: Unclaimed] = [:]

  struct Unclaimed: Sendable {
    var data: Diagram.ArrowData
    var tip: Diagram.Tip
    /// What has come since then, of no role: so many bytes.
    var answer: (length: Int, tip: Diagram.Tip)?
  }

  /// What the event proves. `tip` is where it stands, `beginning` where the call that returns stands.
  mutating func take(
    _ event: Event, at tip: Diagram.Tip, since beginning: Diagram.Tip? = nil
  ) -> [Diagram.Arrow] {
    switch event.kind {
    case .typed: datagrams.beginStatement()
    case .roleStarted(let start): begin(event.role, on: start.host)
    case .called(let call): enter(call, event, at: tip)
    case .returned(let returned): return take(returned, event, since: beginning ?? tip, at: tip)
    case .state(let change): return take(change, event, at: tip)
    case .roleEnded: end(event, at: tip)
    case .note(let text): return take(news: text, event, at: tip)
    default: break
    }
    return []
  }

  private mutating func begin(_ role: String?, on host: String?) {
    if let role { hosts[role] = host }
  }

  private mutating func end(_ event: Event, at tip: Diagram.Tip) {
    for socket in event.role.map(book.sockets) ?? [] { ends.close(socket, tip) }
    book.take(event)
  }

  private mutating func enter(_ call: Call, _ event: Event, at tip: Diagram.Tip) {
    if let role = event.role { columns[role] = tip.column }
    guard let socket = book.socket(event.role, call.descriptor), let facts = book.facts[socket]
    else { return }
    if call.name == "connect", let remote = call.peer {
      connections.begin(
        .init(socket: socket, host: host(of: socket), remote: remote.unmapped, tip: tip))
    } else if facts.isStream == true, Traffic.sending.contains(call.name), !call.isOutOfBand {
      streams.enter(socket, data: call.data, tip)
    } else if facts.isStream == true, call.receives, !call.isOutOfBand, !call.isPeek,
      !call.asksForNothing
    {
      streams.enterReceive(socket, from: connections.peer(of: socket))
    }
  }

  func host(of socket: SocketBook.Socket) -> String? { hosts[socket.role] }

  func isTCP(_ socket: SocketBook.Socket) -> Bool { book.facts[socket]?.isUnix != true }

  func isStream(_ socket: SocketBook.Socket) -> Bool { book.facts[socket]?.isStream == true }

  // MARK: How it ends

  mutating func hearEnd(
    _ socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    if let partner = partners.tip(of: socket) {
      guard ends.hear(socket) else { return [] }
      return [Diagram.Arrow(.end(isTCP: true), from: tip.opposite(partner), to: tip)]
    }
    return ends.end(
      of: connections.peer(of: socket), heardBy: socket, isTCP: isTCP(socket), at: tip)
  }

  mutating func hearReset(
    _ socket: SocketBook.Socket, at tip: Diagram.Tip
  ) -> [Diagram.Arrow] {
    if let partner = partners.tip(of: socket) {
      guard ends.hear(socket) else { return [] }
      return [Diagram.Arrow(.reset(isTCP: true), from: tip.opposite(partner), to: tip)]
    }
    // A listener that closes resets what waits in its queue.
    let peer = connections.peer(of: socket) ?? connections.listener(ahead: socket)
    return ends.reset(
      by: peer, heardBy: socket, isTCP: isTCP(socket), column: peer.flatMap { columns[$0.role] },
      at: tip)
  }
}
