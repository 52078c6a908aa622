internal import Log
internal import SystemCalls

/// What was seen of watched connections.
struct Looks: Sendable {
  private var points: [SocketBook.Socket: [PlotSeries.Point]] = [:]

  mutating func take(_ event: Event, _ quantity: Quantity, _ book: SocketBook) {
    guard case .measured(let measurement) = event.kind,
      let socket = book.socket(event.role, measurement.fd),
      let value = measurement.value(of: quantity)
    else { return }
    points[socket, default: []].append(.init(time: event.time, value: Double(value)))
  }

  func series(where isMeant: (SocketBook.Socket) -> Bool) -> [PlotSeries] {
    points.filter { isMeant($0.key) }.sorted { $0.key < $1.key }.map {
      PlotSeries($0.name, points: $1.sorted { $0.time < $1.time })
    }
  }
}

extension Measurement {
  /// nil where it is not measured yet.
  fileprivate func value(of quantity: Quantity) -> Int? {
    switch quantity {
    case .cwnd: cwnd
    case .rtt: rtt == 0 ? nil : rtt
    case .rto: rto
    case .inflight: unacked
    default: nil
    }
  }
}

/// How long the queues of sockets were, whenever that changed.
struct QueueLengths: Sendable {
  private struct Key: Hashable, Comparable {
    var socket: SocketBook.Socket
    var isSending: Bool

    static func < (one: Key, other: Key) -> Bool {
      (one.socket, one.isSending ? 1 : 0) < (other.socket, other.isSending ? 1 : 0)
    }
  }

  private var points: [Key: [PlotSeries.Point]] = [:]
  private var ends: [SocketBook.Socket: UInt64] = [:]

  mutating func take(_ event: Event, _ book: SocketBook) {
    switch event.kind {
    case .state(let change) where [.receiveQueue, .sendQueue].contains(change.property):
      guard let socket = book.socket(event.role, change.fd), let from = Double(change.from),
        let to = Double(change.to)
      else { return }
      let key = Key(socket: socket, isSending: change.property == .sendQueue)
      if points[key] == nil { add(from, to: key, at: event.time) }
      add(to, to: key, at: event.time)
    case .measured(let measurement):
      guard let socket = book.socket(event.role, measurement.fd) else { return }
      let key = Key(socket: socket, isSending: true)
      guard measurement.notSent > 0 || points[key] != nil else { return }
      add(Double(measurement.notSent), to: key, at: event.time)
    case .returned(let returned) where returned.call.name == "close":
      book.socket(event.role, returned.call.descriptor).map { ends[$0] = event.time }
    default: break
    }
  }

  private mutating func add(_ value: Double, to key: Key, at time: UInt64) {
    points[key, default: []].append(.init(time: time, value: value))
  }

  func series(until last: UInt64, where isMeant: (SocketBook.Socket) -> Bool) -> [PlotSeries] {
    points.filter { isMeant($0.key.socket) }.sorted { $0.key < $1.key }.map { key, points in
      let sorted = points.sorted { $0.time < $1.time }
      let (start, end) = (sorted.first?.time ?? last, ends[key.socket] ?? last)
      return PlotSeries(
        key.socket.name, key.isSending ? ", not yet sent" : ", received and not fetched",
        points: sorted, span: start...max(start, end))
    }
  }
}
