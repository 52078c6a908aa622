internal import SystemCalls

/// A listener that takes no connection at the moment: the kernel drops the SYN, which looks as if nobody
/// were there (listen(2)).
struct FullQueue {
  /// How many connections wait for accept.
  var waiting: Int
  var backlog: Int

  var words: String {
    "its accept queue is full (\(waiting) \(waiting == 1 ? "connection" : "connections"),"
      + " backlog \(backlog)), and the kernel drops the SYN"
  }
}

extension Session {
  /// nil where the queue has room, or where nobody listens, or where that cannot be seen from here.
  func fullQueue(at address: SocketAddress, from place: HostPlace?) -> FullQueue? {
    let isSeen =
      address.isLoopback
      || (place == nil ? isOfThisMachine(address) : stage.hosts?.number(at: address) != nil)
    guard isSeen else { return nil }
    let network = stage.network
    for host in network.places(of: address, from: place?.number ?? 0) {
      guard let entry = (try? network.diagnosis(on: host)?.listener(at: address)) ?? nil,
        entry.receiveQueue > entry.sendQueue
      else { continue }
      return FullQueue(waiting: entry.receiveQueue, backlog: entry.sendQueue)
    }
    return nil
  }
}
