internal import Explanations
internal import SystemCalls

/// The sockets that a role holds, as last seen, and the order in which it opened them.
///
/// Everything here costs the same however many sockets there are.
struct RoleSockets {
  struct Tracked {
    var snapshot: SocketSnapshot
    /// The peer that it had last: the kernel forgets it at a reset.
    fileprivate var lastRemote: SocketAddress?
    fileprivate var ending = Ending()
    fileprivate var serial: Int
  }

  private var byDescriptor: [Int32: Tracked] = [:]
  private var held = Ascending()
  private var bound = Ascending()
  private var opened = Newest()
  private var listening = Newest()
  private var nextSerial = 0
  /// Numbers that were closed and not handed out again.
  private(set) var closed: Set<Int32> = []
  /// Those in SYN_SENT, in a call or not.
  private(set) var connecting: Set<Int32> = []

  var count: Int { byDescriptor.count }
  var descriptors: [Int32] { held.descriptors }
  /// Of those that have an address.
  var boundDescriptors: [Int32] { bound.descriptors }

  subscript(fd: Int32) -> SocketSnapshot? { byDescriptor[fd]?.snapshot }

  func lastRemote(of fd: Int32) -> SocketAddress? { byDescriptor[fd]?.lastRemote }

  /// How far the connection has ended; can be set for a socket that is there.
  subscript(ending fd: Int32) -> Ending {
    get { byDescriptor[fd]?.ending ?? Ending() }
    set { byDescriptor[fd]?.ending = newValue }
  }

  /// A socket that was not there before, or another one under the same number.
  mutating func open(_ fd: Int32, _ snapshot: SocketSnapshot) {
    nextSerial += 1
    closed.remove(fd)
    byDescriptor[fd] = Tracked(
      snapshot: snapshot, lastRemote: snapshot.reached, serial: nextSerial)
    held.insert(fd)
    noteAddress(of: fd, snapshot)
    noteConnecting(fd, snapshot)
    opened.add(fd, nextSerial)
    if snapshot.isListening { listening.add(fd, nextSerial) }
    compact()
  }

  mutating func update(_ fd: Int32, _ snapshot: SocketSnapshot) {
    guard let old = byDescriptor[fd] else { return open(fd, snapshot) }
    byDescriptor[fd]?.snapshot = snapshot
    noteConnecting(fd, snapshot)
    if let remote = snapshot.reached { byDescriptor[fd]?.lastRemote = remote }
    if snapshot.local != old.snapshot.local { noteAddress(of: fd, snapshot) }
    if snapshot.isListening, !old.snapshot.isListening { listening.add(fd, old.serial) }
  }

  mutating func close(_ fd: Int32) {
    guard byDescriptor.removeValue(forKey: fd) != nil else { return }
    held.remove(fd)
    bound.remove(fd)
    connecting.remove(fd)
    closed.insert(fd)
  }

  /// Of a descriptor that was no socket, too.
  mutating func noteClosed(_ fd: Int32) {
    if byDescriptor[fd] == nil { closed.insert(fd) }
  }

  private mutating func noteConnecting(_ fd: Int32, _ snapshot: SocketSnapshot) {
    if snapshot.tcpState == .synSent { connecting.insert(fd) } else { connecting.remove(fd) }
  }

  private mutating func noteAddress(of fd: Int32, _ snapshot: SocketSnapshot) {
    if snapshot.isBound { bound.insert(fd) } else { bound.remove(fd) }
  }

  /// The socket opened last, of those that are still open.
  mutating func newest() -> Int32? {
    opened.last { byDescriptor[$0]?.serial == $1 }
  }

  /// The listening sockets, the newest first.
  var listeningDescriptors: some Sequence<Int32> {
    listening.newestFirst.filter {
      byDescriptor[$0.fd]?.serial == $0.serial && byDescriptor[$0.fd]?.snapshot.isListening == true
    }.map(\.fd)
  }

  /// The listening socket opened last.
  mutating func newestListening() -> Int32? {
    listening.last {
      byDescriptor[$0]?.serial == $1 && byDescriptor[$0]?.snapshot.isListening == true
    }
  }

  private mutating func compact() {
    let limit = 2 * byDescriptor.count + 16
    opened.compact(over: limit) { byDescriptor[$0]?.serial == $1 }
    listening.compact(over: limit) { byDescriptor[$0]?.serial == $1 }
  }
}

/// Descriptors in the order in which they came; those that are gone are dropped when met.
private struct Newest {
  private var entries: [(fd: Int32, serial: Int)] = []

  var newestFirst: LazySequence<ReversedCollection<[(fd: Int32, serial: Int)]>> {
    entries.reversed().lazy
  }

  mutating func add(_ fd: Int32, _ serial: Int) { entries.append((fd, serial)) }

  mutating func last(where holds: (Int32, Int) -> Bool) -> Int32? {
    while let entry = entries.last {
      if holds(entry.fd, entry.serial) { return entry.fd }
      entries.removeLast()
    }
    return nil
  }

  mutating func compact(over limit: Int, keeping holds: (Int32, Int) -> Bool) {
    if entries.count > limit { entries.removeAll { !holds($0.fd, $0.serial) } }
  }
}

/// Descriptors in ascending order: they mostly come and go at the end.
private struct Ascending {
  private(set) var descriptors: [Int32] = []

  mutating func insert(_ fd: Int32) {
    let place = place(of: fd)
    if !holds(fd, at: place) { descriptors.insert(fd, at: place) }
  }

  mutating func remove(_ fd: Int32) {
    let place = place(of: fd)
    if holds(fd, at: place) { descriptors.remove(at: place) }
  }

  private func holds(_ fd: Int32, at place: Int) -> Bool {
    place < descriptors.count && descriptors[place] == fd
  }

  /// Where the first stands that is not less.
  private func place(of fd: Int32) -> Int {
    var (low, high) = (0, descriptors.count)
    while low < high {
      let middle = (low + high) / 2
      if descriptors[middle] < fd { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SocketSnapshot {
  /// The peer that it has a connection to; none while it is still connecting.
  fileprivate var reached: SocketAddress? { tcpState == .synSent ? nil : remote }
}
