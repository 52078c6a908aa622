internal import Log
internal import SystemCalls

/// What calls have sent and received, socket by socket.
struct Traffic: Sendable {
  /// What one call moved.
  struct Move: Hashable, Sendable {
    /// When the call began and returned.
    var start: UInt64
    var end: UInt64
    var bytes: Int
    /// By which a datagram is known; nil where not all of it is.
    var content: Content?
    /// Where it went, or where it came from, if the call says so.
    var peer: SocketAddress?
  }

  /// Of all bytes: there is no need to hold them.
  struct Content: Hashable, Sendable {
    var count: Int
    var hash: UInt64

    init?(_ bytes: Bytes) {
      guard let hash = bytes.hash ?? (bytes.isWhole ? Bytes(bytes.kept).hash : nil) else {
        return nil
      }
      (count, self.hash) = (bytes.count, hash)
    }
  }

  /// A datagram as the wire took it.
  struct Datagram: Hashable, Sendable {
    var source: SocketAddress
    var destination: SocketAddress
    var bytes: Int
    var isLost: Bool
  }

  private(set) var sent: [SocketBook.Socket: [Move]] = [:]
  private(set) var received: [SocketBook.Socket: [Move]] = [:]
  private(set) var datagrams: [Datagram] = []
  /// Sockets with calls that move several messages at once, or out of band: there the streams' offsets
  /// are not known.
  private(set) var unclear: Set<SocketBook.Socket> = []

  static let sending: Set = ["send", "sendto", "sendmsg", "write", "writev"]
  static let receiving: Set = ["recv", "recvfrom", "recvmsg", "read", "readv"]

  mutating func take(_ event: Event, _ book: SocketBook) {
    switch event.kind {
    case .packet(let packet): take(packet)
    case .returned(let returned) where returned.outcome.errno == nil:
      guard let socket = book.socket(event.role, returned.call.descriptor) else { return }
      take(
        returned.call, returned.outcome, of: socket, at: event.time,
        isStream: book.facts[socket]?.isStream != false)
    default: break
    }
  }

  private mutating func take(_ packet: PacketSeen) {
    guard case .udp(let length) = packet.content else { return }
    datagrams.append(
      Datagram(
        source: packet.source, destination: packet.destination, bytes: length,
        isLost: packet.fate.isLoss))
  }

  private mutating func take(
    _ call: Call, _ outcome: Outcome, of socket: SocketBook.Socket, at time: UInt64,
    isStream: Bool
  ) {
    let move = Move(
      start: time - min(time, outcome.nanoseconds), end: time, bytes: outcome.result,
      content: isStream ? nil : call.data.flatMap(Content.init), peer: call.peer)
    if call.isOutOfBand || ["sendmmsg", "recvmmsg"].contains(call.name) {
      unclear.insert(socket)
    } else if Traffic.sending.contains(call.name) {
      sent[socket, default: []].append(move)
    } else if Traffic.receiving.contains(call.name), !call.isPeek {
      received[socket, default: []].append(move)
    }
  }
}

extension Call {
  var isOutOfBand: Bool {
    if case .constant(let flags, _)? = self["flags"] { flags & 1 != 0 } else { false }
  }
}

/// How much went through sockets, in equal parts of the time.
struct Throughput {
  /// Parts of the time.
  static let parts = 50

  private let moves: [(socket: SocketBook.Socket, moves: [Traffic.Move])]
  /// `received`, `sent`
  private let verb: String

  init(
    _ moves: [SocketBook.Socket: [Traffic.Move]], _ verb: String,
    without unclear: Set<SocketBook.Socket>, where isMeant: (SocketBook.Socket) -> Bool
  ) {
    self.verb = verb
    self.moves = moves.filter { isMeant($0.key) && !unclear.contains($0.key) }
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.filter { $0.bytes > 0 }) }
  }

  /// `span` in nanoseconds, before the last of all.
  func series(last span: UInt64?) -> [PlotSeries] {
    cut(to: span).compactMap { series(of: $0.moves, $0.socket.name) }
  }

  /// Of which sockets there is one moment only, which makes no rate: in words.
  func tooLittle(last span: UInt64?) -> [String] {
    cut(to: span).compactMap { socket, moves in
      guard !moves.isEmpty, series(of: moves, "") == nil else { return nil }
      let bytes = sizeText(moves.reduce(0) { $0 + $1.bytes })
      let how = moves.count == 1 ? "in one call" : "in less time than can be divided"
      return "\(socket.name) has \(verb) \(bytes) \(how), which gives no rate"
    }
  }

  private func cut(
    to span: UInt64?
  ) -> [(socket: SocketBook.Socket, moves: [Traffic.Move])] {
    let end = moves.flatMap { $0.moves.map(\.end) }.max() ?? 0
    let start = span.map { end - min(end, $0) } ?? 0
    return moves.map { ($0.socket, $0.moves.filter { $0.end >= start }) }
  }

  /// nil where there is no time between the first and the last that could be divided.
  private func series(of moves: [Traffic.Move], _ name: String) -> PlotSeries? {
    guard let first = moves.map(\.end).min(), let last = moves.map(\.end).max(),
      last - first >= 1000 * UInt64(Throughput.parts)
    else { return nil }
    let part = Double(last - first) / Double(Throughput.parts)
    var sums = [Double](repeating: 0, count: Throughput.parts)
    for move in moves {
      let place = Int(Double(move.end - first) / part)
      sums[min(Throughput.parts - 1, place)] += Double(move.bytes)
    }
    let bytes = moves.reduce(0) { $0 + $1.bytes }
    return PlotSeries(
      name,
      ", \(verb) \(sizeText(bytes)), in parts of "
        + durationText(microseconds: Int(part / 1000)),
      points: sums.enumerated().map { index, sum in
        .init(time: first + UInt64((Double(index) + 0.5) * part), value: sum * 8e9 / part)
      }, span: first...last)
  }
}
