internal import CLinux
internal import Glibc

/// epoll(7): a set of descriptors that the kernel keeps, and tells what happened to.
extension SocketCalls {
  /// The most events that one `epollWait` can fetch.
  public static let mostEvents: Int32 = 65_536

  /// epoll_create1(2): the descriptor of a new, empty set.
  @discardableResult
  public func epollCreate(flags: Int32) throws(Errno) -> Int32 {
    let call = Call(
      "epoll_create1", [Argument("flags", .constant(Int(flags), table: .epollFlags))])
    return Int32(try perform(call) { Int(linux_epoll_create1(flags)) })
  }

  /// epoll_ctl(2); `operation` is EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL. Without an event the
  /// kernel gets a null pointer.
  public func epollControl(
    _ set: Int32, operation: Int32, _ fd: Int32, _ event: EpollEvent?
  ) throws(Errno) {
    let call = Call(
      "epoll_ctl",
      [
        Argument("epfd", .descriptor(set)),
        Argument("op", .constant(Int(operation), table: .epollOperation)),
        Argument("fd", .descriptor(fd)),
        Argument("event", event.map { .epollEvent($0) } ?? .null),
      ])
    try perform(call) {
      Int(
        linux_epoll_ctl(
          set, operation, fd, event != nil, UInt32(truncatingIfNeeded: event?.events ?? 0),
          event?.data ?? 0))
    }
  }

  /// epoll_wait(2): the events that happened, at most so many; none when the time is up. A negative
  /// time is for ever. The kernel writes at most `mostEvents`. With a mask it is epoll_pwait(2): those
  /// signals are blocked while it waits.
  @discardableResult
  public func epollWait(
    _ set: Int32, most: Int32, milliseconds: Int32, mask: [Int32]? = nil
  ) throws(Errno) -> Int {
    let count = Int(min(max(most, 1), SocketCalls.mostEvents))
    let room = UnsafeMutableRawPointer.allocate(
      byteCount: count * Int(linux_epoll_event_size), alignment: 8)
    defer { room.deallocate() }
    let pointer = UInt(bitPattern: room)
    let memory = SignalMask(mask)
    let call = Call(
      mask == nil ? "epoll_wait" : "epoll_pwait",
      [
        Argument("epfd", .descriptor(set)),
        Argument("events", .epollRoom(pointer: pointer, filled: nil)),
        Argument("maxevents", .integer(Int(most))),
        Argument("timeout", .integer(Int(milliseconds))),
      ] + memory.argument)
    let fill = { (call: inout Call, result: Int) in
      let events = (0..<min(result, PollSet.keptAtMost)).map {
        EpollEvent(
          events: Int(linux_epoll_events(room, Int32($0))),
          data: linux_epoll_data(room, Int32($0)))
      }
      call.arguments[1].value = .epollRoom(pointer: pointer, filled: events)
    }
    return try perform(call, filling: fill) {
      let most = min(most, SocketCalls.mostEvents)
      guard mask != nil else { return Int(linux_epoll_wait(set, room, most, milliseconds)) }
      return Int(linux_epoll_pwait(set, room, most, milliseconds, memory.base))
    }
  }
}
