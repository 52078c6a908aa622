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
    case .throughput: throughput(last: span)
    case .delay: cut(Delays(traffic, book).series(where: isMeant), to: span)
    }
  }

  private func cut(_ all: [PlotSeries], to span: UInt64?) -> [PlotSeries] {
    guard let span else { return all }
    let end = all.flatMap { $0.points.map(\.time) + $0.gaps }.max() ?? 0
    return all.map { $0.since(end - min(end, span)) }.filter { !$0.points.isEmpty }
  }

  /// What was sent is the same once more, with less to say: it shows how much room there was.
  private func throughput(last span: UInt64?) -> [PlotSeries] {
    let received = Throughput(traffic.received, without: traffic.unclear, where: isMeant)
    return received.isEmpty
      ? Throughput(traffic.sent, without: traffic.unclear, where: isMeant)
        .series("sent", last: span)
      : received.series("received", last: span)
  }

  private func isMeant(_ socket: SocketBook.Socket) -> Bool {
    (role ?? socket.role) == socket.role && (descriptor ?? socket.fd) == socket.fd
  }
}
