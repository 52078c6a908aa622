/// A packet on its way to a host.
struct Delivery {
  var bytes: [UInt8]
  /// The packet's number.
  var packet: Int
  var from: Int
  var to: Int
  /// On the monotonic clock, in nanoseconds.
  var due: UInt64
  /// Of those that are due at the same time, the one that was sent first goes first.
  var order = 0
  /// How often it arrives.
  var copies = 1
  /// What was done to it on the way, for whoever captures packets; nil for nothing.
  var comment: String?
}

/// Deliveries by the time at which they are due: a binary heap.
struct DeliveryQueue {
  private var heap: [Delivery] = []

  var count: Int { heap.count }
  var next: UInt64? { heap.first?.due }

  mutating func add(_ delivery: Delivery) {
    heap.append(delivery)
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// The next delivery, if it is due by then.
  mutating func take(by time: UInt64) -> Delivery? {
    guard let first = heap.first, first.due <= time else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return last }
    heap[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(child, smallest) {
        smallest = child
      }
      guard smallest != parent else { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    (heap[one].due, heap[one].order) < (heap[other].due, heap[other].order)
  }
}
