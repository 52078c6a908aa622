internal import CLinux
internal import Frames
internal import Glibc
internal import Language
internal import Log
internal import SystemCalls

/// Makes the calls that an action asks for, in a role's process, and reports each of them.
final class Player: CallObserver {
  private var frames = FrameWriter()
  private let stream: SharedStream
  /// Made once, for as long as there is a role: it knows the last calls.
  private lazy var calls = SocketCalls(observer: self)
  private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  var problem: String?
  private var transfer = TransferKind()
  /// Whether the last call was ended by a signal before it did anything.
  private var wasInterrupted = false
  /// Set once the stage no longer reads: nothing is left to play for.
  private(set) var isDeserted = false

  /// The most that a single `send` or `recv` handles at once, in bytes.
  static let largestBuffer = 64 << 20
  /// What one receive of many asks for, in bytes: it stays in the processor's cache, where a fast
  /// transfer was measured to be a quarter faster than with room for all that the kernel has.
  private static let largestPiece = 128 << 10

  init(stream: SharedStream) { self.stream = stream }

  func entered(_ call: Call) {
    frames.add(RoleMessage.called(call, time: monotonicNanoseconds()))
    flush()
  }

  /// Kept until the next message: a role that is done says so in the same write.
  func returned(_ call: Call, _ outcome: Outcome) {
    wasInterrupted = outcome.errno?.name == "EINTR"
    frames.add(RoleMessage.returned(call, outcome, time: monotonicNanoseconds()))
  }

  func sayReady() {
    frames.add(RoleMessage.ready)
    flush()
  }

  /// Says why there will be no role.
  func give(up reason: String) {
    frames.add(RoleMessage.problem(reason))
    flush()
  }

  /// A SIGINT ends an action of many calls after the call that it interrupted, even one that had
  /// moved some bytes and so does not fail.
  func play(_ assignment: Assignment) {
    _ = linux_take_interrupt()
    switch assignment {
    case .once(let action): play(action)
    case .rounds(let numbers, let actions):
      frames.add(RoleMessage.rounds(done: play(numbers, actions)))
    }
    if let problem { frames.add(RoleMessage.problem(problem)) }
    problem = nil
    frames.add(RoleMessage.done)
    flush(isUrgent: true)
  }

  private func play(_ closed: ClosedAction) {
    transfer = closed.transfer
    do throws(Errno) {
      try perform(closed.action, calls)
    } catch {
      // The observer has already reported the call with its errno: that is the kernel's answer.
    }
  }

  /// How many rounds are done when it ends: by itself, or as an action of many calls does.
  private func play(_ numbers: ClosedRange<Int>, _ actions: [ClosedAction]) -> Int {
    var isCut = false
    for number in numbers where !isCut {
      frames.add(RoleMessage.round(number, time: monotonicNanoseconds()))
      for (index, action) in actions.enumerated() {
        play(action)
        isCut = problem != nil || isDeserted || linux_take_interrupt()
        let isWhole = index == actions.count - 1 && problem == nil && !wasInterrupted
        if isCut { return isWhole ? number : number - 1 }
      }
    }
    return numbers.upperBound
  }

  private func flush(isUrgent: Bool = false) {
    do {
      try frames.flush(to: stream, waking: RoleDescriptor.messages, isUrgent: isUrgent)
    } catch {
      isDeserted = true
    }
  }

  private func perform(_ action: Action, _ calls: SocketCalls) throws(Errno) {
    switch action {
    case .socket(let family, let type, let number):
      _ = try calls.socket(family: family, type: type, protocolNumber: number)
    case .bind(.descriptor(let fd), .literal(let address)): try calls.bind(fd, address)
    case .listen(.descriptor(let fd), let backlog): try calls.listen(fd, backlog: backlog)
    case .accept(.descriptor(let fd)): _ = try calls.accept(fd)
    case .connect(.descriptor(let fd), .literal(let address)): try calls.connect(fd, address)
    case .send(.descriptor(let fd), let payload, let flags, let all, let address):
      try send(payload, all: all) { data, described throws(Errno) in
        guard case .literal(let address)? = address else {
          return try calls.send(fd, data, described: described, flags: flags)
        }
        return try calls.sendto(fd, data, described: described, flags: flags, to: address)
      }
    case .receive(.descriptor(let fd), let extent, let flags, let discards, let sender):
      try receive(extent, flags: flags) { room, flags throws(Errno) in
        // A stream's bytes are thrown away: what was in the memory before must not pass for them.
        if flags & Int32(MSG_TRUNC) != 0 { room.initializeMemory(as: UInt8.self, repeating: 0) }
        return sender
          ? try calls.recvfrom(fd, into: room, discards: discards, flags: flags).0
          : try calls.recv(fd, into: room, discards: discards, flags: flags)
      }
    case .shutdown(.descriptor(let fd), let how): try calls.shutdown(fd, how: how)
    case .close(.descriptor(let fd)): try calls.close(fd)
    case .getsockname(.descriptor(let fd)): _ = try calls.getsockname(fd)
    case .getpeername(.descriptor(let fd)): _ = try calls.getpeername(fd)
    case .setsockopt(.descriptor(let fd), let setting):
      try calls.setsockopt(fd, setting.option, setting.value)
    case .getsockopt(.descriptor(let fd), let option, _): _ = try calls.getsockopt(fd, option)
    case .signal(let signal, let ignored):
      try calls.setDisposition(ofSignal: signal, ignored: ignored)
    case .socketpair(let family, let type, let number):
      try calls.socketpair(family: family, type: type, protocolNumber: number)
    case .sendmsg(.descriptor(let fd), let envelope, let flags):
      try send(envelope, on: fd, flags: flags, calls)
    case .recvmsg(.descriptor(let fd), let buffers, let control, let flags):
      try calls.recvmsg(fd, into: buffers, controlLength: control, flags: flags)
    case .sendmmsg(.descriptor(let fd), let envelopes, let flags):
      try send(envelopes, on: fd, flags: flags, calls)
    case .recvmmsg(.descriptor(let fd), let count, let buffers, let control, let flags, let time):
      try calls.recvmmsg(
        fd, count: count, into: buffers, controlLength: control, flags: flags,
        nanoseconds: time.map { min($0, Int(Int32.max)) * 1_000_000 })
    case .descriptor(let call): try perform(call, calls)
    case .unlink(let path): try calls.unlink(path)
    case .multiplex(let multiplexing): try multiplex(multiplexing, calls)
    default: problem = "the stage left a reference open in \(action)"
    }
  }

  private func send(
    _ payload: Payload, all: Bool, _ call: (UnsafeRawBufferPointer, Bytes?) throws(Errno) -> Int
  ) throws(Errno) {
    let size = all ? transfer.pieceSize : payload.count ?? 0
    guard size <= Player.largestBuffer else {
      problem = "one send handles at most 64M at once: `send all` sends more, in pieces"
      return
    }
    var source = PayloadSource(payload, pieceSize: size)
    repeat {
      source.take(try source.withNext(described: all, call))
    } while all && !source.isDone && !linux_take_interrupt()
  }

  private func receive(
    _ extent: Extent, flags: Int32,
    _ call: (UnsafeMutableRawBufferPointer, Int32) throws(Errno) -> Int
  ) throws(Errno) {
    switch extent {
    case .once(let size):
      if let room = room(size) { _ = try call(room, flags) }
    case .exactly(let count):
      try receive(exactly: count) { room throws(Errno) in try call(room, flags) }
    case .until(let mark):
      try receive(until: mark) { room, peek throws(Errno) in
        try call(room, peek ? flags | Int32(MSG_PEEK) : flags)
      }
    case .all:
      guard let room = room(Player.largestPiece) else { return }
      while try !isEnd(call(room, flags)), !linux_take_interrupt() {}
    }
  }

  private func isEnd(_ received: Int) -> Bool { received == 0 && transfer.emptyIsEnd }

  private func receive(
    exactly count: Int, _ call: (UnsafeMutableRawBufferPointer) throws(Errno) -> Int
  ) throws(Errno) {
    var remaining = count
    while remaining > 0, !linux_take_interrupt() {
      guard let room = room(min(remaining, Player.largestPiece)) else { return }
      let received = try call(room)
      if isEnd(received) { return }
      remaining -= received
    }
  }

  /// Looks before it takes, so that what stands behind the mark stays for the next call.
  private func receive(
    until mark: [UInt8], _ call: (UnsafeMutableRawBufferPointer, _ peek: Bool) throws(Errno) -> Int
  ) throws(Errno) {
    var search = MarkSearch(mark)
    guard let room = room(4096) else { return }
    while !search.isFound, !linux_take_interrupt() {
      let seen = try call(room, true)
      if isEnd(seen) { return }
      let wanted = search.advance(
        over: UnsafeRawBufferPointer(rebasing: room[..<min(seen, room.count)]))
      _ = try call(UnsafeMutableRawBufferPointer(rebasing: room[..<wanted]), false)
    }
  }

  /// Room of that size, kept for the next call; nil, with the reason, if it cannot be had.
  func room(_ size: Int) -> UnsafeMutableRawBufferPointer? {
    if buffer.count < max(size, 1) {
      guard size <= Player.largestBuffer, let memory = realloc(buffer.baseAddress, max(size, 4096))
      else {
        problem = "one recv handles at most 64M at once: `recv exactly` receives more, in pieces"
        return nil
      }
      buffer = UnsafeMutableRawBufferPointer(start: memory, count: max(size, 4096))
    }
    return UnsafeMutableRawBufferPointer(rebasing: buffer[..<size])
  }
}

/// Finds a mark in a stream that comes in pieces (Knuth, Morris, Pratt).
struct MarkSearch {
  private let mark: [UInt8]
  private let fallback: [Int]
  private var matched = 0

  init(_ mark: [UInt8]) {
    self.mark = mark
    var fallback = [Int](repeating: 0, count: mark.count)
    var length = 0
    for index in mark.indices.dropFirst() {
      while length > 0, mark[index] != mark[length] { length = fallback[length - 1] }
      if mark[index] == mark[length] { length += 1 }
      fallback[index] = length
    }
    self.fallback = fallback
  }

  var isFound: Bool { matched == mark.count }

  /// How many of the bytes to take: up to the end of the mark, or all of them.
  mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int {
    var index = 0
    while index < bytes.count, !isFound {
      if matched == 0 { index = beginning(in: bytes, from: index) }
      guard index < bytes.count else { break }
      while matched > 0, bytes[index] != mark[matched] { matched = fallback[matched - 1] }
      if bytes[index] == mark[matched] { matched += 1 }
      index += 1
    }
    return index
  }

  /// Where the mark may begin; behind the last byte if nowhere. Most of a flood is passed over here.
  private func beginning(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
    guard let base = rest.baseAddress, let found = memchr(base, Int32(mark[0]), rest.count) else {
      return bytes.count
    }
    return start + (UnsafeRawPointer(found) - base)
  }
}
