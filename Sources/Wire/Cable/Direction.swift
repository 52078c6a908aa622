internal import Log

/// The way from one host to another: what is done to packets there, and what is on it.
struct Direction {
  /// The hosts' numbers.
  let from: Int
  let to: Int
  var impairments = Impairments()
  var flows = FlowBook()
  /// Until when the rate keeps it busy, on the monotonic clock.
  private var busyUntil: UInt64 = 0
  /// When the last packet that is not kept back arrives: jitter alone changes no order.
  private var lastArrival: UInt64 = 0
  /// A packet that the next one is to overtake; where none comes it goes on when it is due.
  private(set) var keptBack: Delivery?

  init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  /// When a packet has gone out at the rate; nil if the queue for that is full.
  mutating func departure(of length: Int, at now: UInt64) -> UInt64? {
    guard let rate = impairments.rate, rate > 0 else { return now }
    let start = max(now, busyUntil)
    let waiting = Double(start - now) * Double(rate) / 8e9
    guard start == now || waiting + Double(length) <= Double(impairments.queueLimit) else {
      return nil
    }
    let time = UInt64((Double(length) * 8 * 1e9 / Double(rate)).rounded())
    busyUntil = start + time
    return busyUntil
  }

  /// When a packet arrives that departs then; `shift` of the jitter, -1 to 1.
  mutating func arrival(departing: UInt64, shift: Double) -> UInt64 {
    let delay = Double(impairments.delay) + shift * Double(impairments.jitter)
    let time = departing + UInt64(max(delay, 0))
    lastArrival = max(time, lastArrival)
    return lastArrival
  }

  /// Keeps a packet back until the next one has gone; the one that was kept before goes on.
  mutating func keepBack(_ delivery: Delivery) -> Delivery? {
    defer { keptBack = delivery }
    return takeKeptBack()
  }

  mutating func takeKeptBack() -> Delivery? {
    defer { keptBack = nil }
    return keptBack
  }
}
