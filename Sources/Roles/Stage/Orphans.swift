internal import SystemCalls

/// Sockets that no process holds any more and that the kernel still carries to their end
/// (FIN_WAIT_2, TIME_WAIT): followed by their addresses.
struct Orphans {
  struct Orphan {
    /// The role and descriptor it had last.
    var key: SocketKey
    var state: TCPState
  }

  /// More than these are forgotten, oldest first: they end by themselves.
  static let followed = 1024

  private var byPair: [AddressPair: Orphan] = [:]
  private var order: [AddressPair] = []

  var all: some Sequence<(AddressPair, Orphan)> {
    order.lazy.compactMap { pair in byPair[pair].map { (pair, $0) } }
  }

  var isEmpty: Bool { byPair.isEmpty }

  var newestFirst: some Sequence<(AddressPair, Orphan)> {
    order.reversed().lazy.compactMap { pair in byPair[pair].map { (pair, $0) } }
  }

  subscript(pair: AddressPair) -> Orphan? { byPair[pair] }

  mutating func set(_ pair: AddressPair, _ orphan: Orphan) {
    if byPair.updateValue(orphan, forKey: pair) == nil { order.append(pair) }
    guard order.count > 2 * Orphans.followed else { return }
    order.removeAll { byPair[$0] == nil }
    for old in order.prefix(max(0, order.count - Orphans.followed)) { byPair[old] = nil }
    order.removeAll { byPair[$0] == nil }
  }

  mutating func remove(_ pair: AddressPair) {
    guard byPair.removeValue(forKey: pair) != nil else { return }
    if order.last == pair { order.removeLast() }
    if order.count > 64 && order.count > 2 * byPair.count { order.removeAll { byPair[$0] == nil } }
  }
}
