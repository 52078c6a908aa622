internal import Log
internal import SystemCalls

/// How long messages were on their way, from the call that sent them to the one that received them.
struct Delays {
  private let traffic: Traffic
  private let facts: [SocketBook.Socket: SocketBook.Facts]

  /// A way from one socket to another, and what was sent on it.
  private struct Way {
    var from: SocketBook.Socket
    var to: SocketBook.Socket
    var points: [PlotSeries.Point]
    var gaps: [UInt64]
    /// Those of the gaps that the wire has made.
    var lost: [UInt64] = []

    var series: PlotSeries {
      let sent = points.count + gaps.count
      var about = ": \(sent) sent, \(points.count) received"
      if !lost.isEmpty { about += ", \(lost.count) lost by the wire" }
      return PlotSeries(
        "\(from.name) → \(to.name)", about, points: points.sorted { $0.time < $1.time },
        gaps: gaps.sorted())
    }

    var end: UInt64 { (points.map(\.time) + gaps).max() ?? 0 }

    /// What was sent at that time and after it.
    func since(_ start: UInt64) -> Way {
      var later = self
      later.points.removeAll { $0.time < start }
      later.gaps.removeAll { $0 < start }
      later.lost.removeAll { $0 < start }
      return later
    }
  }

  init(_ traffic: Traffic, _ book: SocketBook) {
    self.traffic = traffic
    facts = book.facts
  }

  /// Of each way at one of whose ends is a socket that is meant; `span` in nanoseconds, before the last
  /// that was sent.
  func series(where isMeant: (SocketBook.Socket) -> Bool, last span: UInt64?) -> [PlotSeries] {
    let ways = (streams + datagrams).filter { isMeant($0.from) || isMeant($0.to) }
    let end = ways.map(\.end).max() ?? 0
    let start = span.map { end - min(end, $0) } ?? 0
    return ways.map { $0.since(start) }.filter { !$0.points.isEmpty }
      .sorted { ($0.from, $0.to) < ($1.from, $1.to) }.map(\.series)
  }

  // MARK: Streams

  private var streams: [Way] {
    var byPlace: [[SocketAddress?]: SocketBook.Socket] = [:]
    for (socket, fact) in facts where fact.isStream == true && traffic.sent[socket] != nil {
      byPlace[[fact.local, fact.remote]] = socket
    }
    return traffic.received.keys.compactMap { receiver in
      guard let fact = facts[receiver], fact.isStream == true, let remote = fact.remote,
        let sender = byPlace[[remote, fact.local]] ?? onlySender(at: remote, byPlace),
        traffic.unclear.isDisjoint(with: [sender, receiver])
      else { return nil }
      return way(from: sender, to: receiver)
    }
  }

  /// Where an end's own address was not seen.
  private func onlySender(
    at address: SocketAddress, _ byPlace: [[SocketAddress?]: SocketBook.Socket]
  ) -> SocketBook.Socket? {
    let all = byPlace.filter { $0.key[0] == address }
    return all.count == 1 ? all.first?.value : nil
  }

  /// A message has been received when its last byte has.
  private func way(from sender: SocketBook.Socket, to receiver: SocketBook.Socket) -> Way {
    var way = Way(from: sender, to: receiver, points: [], gaps: [])
    let receipts = traffic.received[receiver] ?? []
    var (next, sent, received) = (0, 0, 0)
    for move in traffic.sent[sender] ?? [] where move.bytes > 0 {
      sent += move.bytes
      while received < sent, next < receipts.count {
        received += receipts[next].bytes
        next += 1
      }
      if received >= sent, next > 0 {
        way.points.append(point(from: move, to: receipts[next - 1]))
      } else {
        way.gaps.append(move.start)
      }
    }
    return way
  }

  private func point(from move: Traffic.Move, to receipt: Traffic.Move) -> PlotSeries.Point {
    let time = receipt.end - min(receipt.end, move.start)
    return PlotSeries.Point(time: move.start, value: Double(time) / 1000)
  }

  // MARK: Datagrams

  private var datagrams: [Way] {
    traffic.sent.keys.filter { facts[$0]?.isStream == false }.flatMap(ways)
  }

  /// From one socket to all that have received something that it has sent.
  private func ways(from sender: SocketBook.Socket) -> [Way] {
    let sent = traffic.sent[sender] ?? []
    let lost = lostOnWire(sent, of: sender)
    var ways: [SocketBook.Socket: Way] = [:]
    var arrived: Set<Int> = []
    for receiver in traffic.received.keys.sorted() where facts[receiver]?.isStream == false {
      let pairs = matches(sent, lost, from: sender, to: receiver)
      guard !pairs.isEmpty else { continue }
      arrived.formUnion(pairs.map(\.index))
      ways[receiver] = Way(
        from: sender, to: receiver,
        points: pairs.map { point(from: sent[$0.index], to: $0.receipt) },
        gaps: [])
    }
    // What never arrived is told of where the rest went that was sent to the same port.
    let receivers = ways.keys.sorted()
    for index in sent.indices where !arrived.contains(index) {
      guard let to = receivers.first(where: { isFor($0, sent[index], sender) }) else { continue }
      ways[to]?.gaps.append(sent[index].start)
      if lost.contains(index) { ways[to]?.lost.append(sent[index].start) }
    }
    return Array(ways.values)
  }

  /// Those of the same content are taken to arrive in the order in which they were sent.
  private func matches(
    _ sent: [Traffic.Move], _ lost: Set<Int>, from sender: SocketBook.Socket,
    to receiver: SocketBook.Socket
  ) -> [(index: Int, receipt: Traffic.Move)] {
    var waiting: [Traffic.Content: [Int]] = [:]
    for index in sent.indices.reversed()
    where !lost.contains(index) && isFor(receiver, sent[index], sender) {
      if let content = sent[index].content { waiting[content, default: []].append(index) }
    }
    return (traffic.received[receiver] ?? []).compactMap { receipt in
      guard let content = receipt.content, isFrom(sender, receipt),
        let index = waiting[content]?.last, sent[index].start <= receipt.end
      else { return nil }
      waiting[content]?.removeLast()
      return (index, receipt)
    }
  }

  private func isFor(
    _ receiver: SocketBook.Socket, _ move: Traffic.Move, _ sender: SocketBook.Socket
  ) -> Bool {
    guard let port = (move.peer ?? facts[sender]?.remote)?.port,
      let own = facts[receiver]?.local?.port
    else { return true }
    return port == own
  }

  private func isFrom(_ sender: SocketBook.Socket, _ receipt: Traffic.Move) -> Bool {
    guard let port = receipt.peer?.port, let own = facts[sender]?.local?.port else { return true }
    return port == own
  }

  /// Which of them the wire has lost, where it has seen each of them, one after another.
  private func lostOnWire(_ sent: [Traffic.Move], of sender: SocketBook.Socket) -> Set<Int> {
    guard let port = facts[sender]?.local?.port else { return [] }
    let seen = traffic.datagrams.filter { $0.source.port == port }
    guard seen.map(\.bytes) == sent.map(\.bytes) else { return [] }
    return Set(seen.indices.filter { seen[$0].isLost })
  }
}
