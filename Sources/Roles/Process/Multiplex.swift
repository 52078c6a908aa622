internal import Glibc
internal import Language
internal import SystemCalls

/// Makes the calls of `Multiplexing`, whose references the stage has closed.
func multiplex(_ multiplexing: Multiplexing, _ calls: SocketCalls) throws(Errno) {
  switch multiplexing {
  case .nonblocking(let socket, let isOn):
    let flags = try calls.statusFlags(of: socket.number)
    guard let isOn else { return }
    try calls.setStatusFlags(of: socket.number, isOn ? flags | O_NONBLOCK : flags & ~O_NONBLOCK)
  case .accept4(let socket, let flags): try calls.accept4(socket.number, flags: flags)
  case .poll(let call, let watched, let time, let mask):
    try poll(call, watched, time, mask, calls)
  case .epollCreate(let flags): try calls.epollCreate(flags: flags)
  case .epollControl(let set, let operation, let socket, let events):
    let event = events.map { EpollEvent(events: $0, data: UInt64(UInt32(socket.number))) }
    try calls.epollControl(set.number, operation: operation, socket.number, event)
  case .epollWait(let set, let most, let time, let mask):
    try calls.epollWait(
      set.number, most: most, milliseconds: time.map { Int32($0) } ?? -1, mask: mask)
  }
}

private func poll(
  _ call: PollCall, _ watched: [Watched], _ nanoseconds: Int?, _ mask: [Int32]?,
  _ calls: SocketCalls
) throws(Errno) {
  let entries = watched.map { PollEntry(fd: $0.fd, events: $0.events) }
  switch call {
  case .poll:
    try calls.poll(entries, milliseconds: nanoseconds.map { Int32($0 / 1_000_000) } ?? -1)
  case .ppoll: try calls.ppoll(entries, nanoseconds: nanoseconds, mask: mask)
  case .select, .pselect:
    try calls.select(
      count: (entries.map(\.fd).max() ?? -1) + 1, reading: set(of: entries, PollBit.input),
      writing: set(of: entries, PollBit.output), exceptional: set(of: entries, PollBit.urgent),
      nanoseconds: nanoseconds, mask: mask)
  }
}

/// nil, a null pointer, where nothing is watched so.
private func set(of entries: [PollEntry], _ bit: Int) -> [Int32]? {
  let watched = entries.filter { $0.events & bit != 0 }.map(\.fd)
  return watched.isEmpty ? nil : watched
}
