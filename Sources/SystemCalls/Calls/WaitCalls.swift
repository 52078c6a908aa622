internal import CLinux
internal import Glibc

/// Waiting for several descriptors at once: poll, ppoll and select.
extension SocketCalls {
  /// poll(2): how many entries have an event; 0 when the time is up. A negative time is for ever.
  @discardableResult
  public func poll(_ entries: [PollEntry], milliseconds: Int32) throws(Errno) -> Int {
    let array = PollArray(entries)
    let limit = Argument("timeout", .integer(Int(milliseconds)))
    return try perform(Call("poll", array.arguments + [limit]), filling: array.fill) {
      Int(Glibc.poll(array.base, nfds_t(entries.count), milliseconds))
    }
  }

  /// ppoll(2); nil is for ever. The signals of `mask` are blocked while it waits; nil leaves the
  /// process's own mask.
  @discardableResult
  public func ppoll(
    _ entries: [PollEntry], nanoseconds: Int?, mask: [Int32]? = nil
  ) throws(Errno) -> Int {
    let array = PollArray(entries)
    var time = linux_limit(total: nanoseconds ?? 0)
    return try withUnsafeMutablePointer(to: &time) { (time) throws(Errno) -> Int in
      let limit = Argument("tmo_p", .time(nanoseconds.map { TimeLimit(given: $0) }))
      let fill = { (call: inout Call, result: Int) in
        array.fill(&call, result)
        call.noteTimeLeft(time.pointee)
      }
      let memory = SignalMask(mask)
      let call = Call("ppoll", array.arguments + [limit] + memory.argument)
      return try perform(call, filling: fill) {
        Int(
          linux_ppoll(
            array.base, UInt(entries.count), nanoseconds == nil ? nil : time, memory.base))
      }
    }
  }

  /// select(2), or pselect(2) where there is a mask: how many are ready in all the sets. `count` is the highest descriptor and one; a set
  /// that is nil is NULL; descriptors must be below `DescriptorSet.size`.
  @discardableResult
  public func select(
    count: Int32, reading: [Int32]?, writing: [Int32]?, exceptional: [Int32]?, nanoseconds: Int?,
    mask: [Int32]? = nil
  ) throws(Errno) -> Int {
    let sets = [reading, writing, exceptional].map { $0.map(BitSet.init) }
    let memory = SignalMask(mask)
    var time = linux_limit(total: nanoseconds ?? 0)
    return try withUnsafeMutablePointer(to: &time) { (time) throws(Errno) -> Int in
      let named = zip(["readfds", "writefds", "exceptfds"], sets).map { name, set in
        Argument(name, .descriptorSet(set.map { DescriptorSet(given: $0.given) }))
      }
      let call = Call(
        mask == nil ? "select" : "pselect",
        [Argument("nfds", .integer(Int(count)))] + named + [
          Argument("timeout", .time(nanoseconds.map { TimeLimit(given: $0) }))
        ] + memory.argument)
      let fill = { (call: inout Call, _: Int) in
        for (index, set) in sets.enumerated() {
          call.arguments[1 + index].value = .descriptorSet(set?.answered)
        }
        call.noteTimeLeft(time.pointee)
      }
      return try perform(call, filling: fill) {
        Int(
          linux_select(
            count, sets[0]?.base, sets[1]?.base, sets[2]?.base, nanoseconds == nil ? nil : time,
            memory.base))
      }
    }
  }
}

/// An array of struct pollfd; none at all where it is empty.
private final class PollArray {
  private let entries: [PollEntry]
  private let room: UnsafeMutableBufferPointer<pollfd>

  init(_ entries: [PollEntry]) {
    self.entries = entries
    room = .allocate(capacity: entries.count)
    for (index, entry) in entries.enumerated() {
      room.initializeElement(
        at: index,
        to: pollfd(fd: entry.fd, events: Int16(truncatingIfNeeded: entry.events), revents: 0))
    }
  }

  deinit { room.deallocate() }

  var base: UnsafeMutablePointer<pollfd>? { entries.isEmpty ? nil : room.baseAddress }

  var arguments: [Argument] {
    [Argument("fds", .pollSet(PollSet(entries))), Argument("nfds", .integer(entries.count))]
  }

  func fill(_ call: inout Call, _: Int) {
    var set = PollSet(entries)
    set.ready = Array(
      room.lazy.filter { $0.revents != 0 }.prefix(PollSet.keptAtMost).map {
        PollEntry(
          fd: $0.fd, events: Int(UInt16(bitPattern: $0.events)),
          revents: Int(UInt16(bitPattern: $0.revents)))
      })
    call.arguments[0].value = .pollSet(set)
  }
}

/// An fd_set.
private final class BitSet {
  let given: [Int32]
  private let words = UnsafeMutableBufferPointer<UInt>.allocate(capacity: 16)

  init(_ descriptors: [Int32]) {
    given = Set(descriptors).filter { (0..<DescriptorSet.size).contains($0) }.sorted()
    words.initialize(repeating: 0)
    for fd in given { words[Int(fd) / 64] |= 1 << UInt(fd % 64) }
  }

  deinit { words.deallocate() }

  var base: UnsafeMutablePointer<UInt>? { words.baseAddress }

  var answered: DescriptorSet {
    DescriptorSet(
      given: given,
      ready: (0..<DescriptorSet.size).filter { words[Int($0) / 64] >> UInt($0 % 64) & 1 == 1 })
  }
}

extension linux_limit {
  init(total: Int) {
    self.init(seconds: total / 1_000_000_000, nanoseconds: total % 1_000_000_000)
  }
}

extension Call {
  mutating func noteTimeLeft(_ left: linux_limit) {
    for index in arguments.indices {
      guard case .time(var limit?) = arguments[index].value else { continue }
      limit.left = left.seconds * 1_000_000_000 + left.nanoseconds
      arguments[index].value = .time(limit)
    }
  }
}
