public import Log

/// Values of one quantity of one socket at their times.
public struct PlotSeries: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    /// Nanoseconds of the monotonic clock.
    public var time: UInt64
    /// In microseconds, bytes, segments, or bits a second.
    public var value: Double

    public init(time: UInt64, value: Double) {
      self.time = time
      self.value = value
    }
  }

  /// Whose, and what there is to say of all of it.
  public var title: String
  /// In the order of time.
  public var points: [Point]
  /// When something was sent that was never received.
  public var gaps: [UInt64]
  /// From when until when there are values, where they do not stand for moments.
  public var span: ClosedRange<UInt64>?

  public init(
    title: String, points: [Point], gaps: [UInt64] = [], span: ClosedRange<UInt64>? = nil
  ) {
    self.title = title
    self.points = points
    self.gaps = gaps
    self.span = span
  }

  var times: ClosedRange<UInt64>? {
    let all = points.map(\.time) + gaps + (span.map { [$0.lowerBound, $0.upperBound] } ?? [])
    guard let first = all.min(), let last = all.max() else { return nil }
    return first...last
  }

  /// What of it was after that time; of values that hold on, also the one that held then.
  func since(_ start: UInt64) -> PlotSeries {
    var later = self
    later.points = points.filter { $0.time >= start }
    later.gaps = gaps.filter { $0 >= start }
    later.span = span.map { max(start, $0.lowerBound)...max(start, $0.upperBound) }
    if let span, span.upperBound >= start, let before = points.last(where: { $0.time < start }) {
      later.points.insert(Point(time: start, value: before.value), at: 0)
    }
    return later
  }
}

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
