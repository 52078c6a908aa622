public import Log

/// What the log holds of one quantity: event by event, then as series, those of the newest sockets
/// last.
public struct PlotData: Sendable {
  private let quantity: Quantity
  private let role: String?
  private let descriptor: Int32?
  private var book = SocketBook()
  private var looks = Looks()
  private var queues = QueueLengths()
  private var traffic = Traffic()
  private var last: UInt64 = 0

  /// `role` and `descriptor` say whose; nil for every one.
  public init(_ quantity: Quantity, of role: String?, _ descriptor: Int32?) {
    self.quantity = quantity
    self.role = role
    self.descriptor = descriptor
  }

  public mutating func take(_ event: Event) {
    last = max(last, event.time)
    switch quantity {
    case .cwnd, .rtt, .rto, .inflight: looks.take(event, quantity, book)
    case .queue: queues.take(event, book)
    case .throughput, .delay: traffic.take(event, book)
    }
    book.take(event)
  }

  /// `span` in nanoseconds: only what was measured so much before the last that was.
  public func series(last span: UInt64?) -> [PlotSeries] {
    switch quantity {
    case .cwnd, .rtt, .rto, .inflight: cut(looks.series(where: isMeant), to: span)
    case .queue: cut(queues.series(until: last, where: isMeant), to: span)
    case .throughput: throughput(last: span)?.series(last: span) ?? []
    case .delay: Delays(traffic, book).series(where: isMeant, last: span)
    }
  }

  /// What was there and cannot be drawn, socket by socket in words.
  public func tooLittle(last span: UInt64?) -> [String] {
    guard quantity == .throughput else { return [] }
    let all = throughputs.map { $0.tooLittle(last: span) }
    return throughput(last: span) == nil ? all.first { !$0.isEmpty } ?? [] : all[0]
  }

  private func cut(_ all: [PlotSeries], to span: UInt64?) -> [PlotSeries] {
    guard let span else { return all }
    let end = all.compactMap { $0.times?.upperBound }.max() ?? 0
    return all.map { $0.since(end - min(end, span)) }.filter { !$0.points.isEmpty }
  }

  private func throughput(last span: UInt64?) -> Throughput? {
    throughputs.first { !$0.series(last: span).isEmpty }
  }

  /// What was sent is the same once more, with less to say: it shows how much room there was.
  private var throughputs: [Throughput] {
    [(traffic.received, "received"), (traffic.sent, "sent")].map {
      Throughput($0, $1, without: traffic.unclear, where: isMeant)
    }
  }

  private func isMeant(_ socket: SocketBook.Socket) -> Bool {
    (role ?? socket.role) == socket.role && (descriptor ?? socket.fd) == socket.fd
  }
}
