internal import SystemCalls

/// What a statement asks of fcntl, accept4, poll, select and epoll.
public enum Multiplexing: Hashable, Sendable {
  /// F_GETFL and, unless nil, F_SETFL with or without O_NONBLOCK.
  case nonblocking(SocketReference, Bool?)
  case accept4(SocketReference, flags: Int32)
  /// nil waits for ever; poll has whole milliseconds and select whole microseconds. The signals of
  /// `mask` are blocked while it waits.
  case poll(PollCall, [Watched], nanoseconds: Int?, mask: [Int32]?)
  case epollCreate(flags: Int32)
  /// `operation` is EPOLL_CTL_ADD and so on; no events for EPOLL_CTL_DEL.
  case epollControl(EpollReference, operation: Int32, SocketReference, events: Int?)
  /// With a mask it is epoll_pwait.
  case epollWait(EpollReference, most: Int32, milliseconds: Int?, mask: [Int32]?)
}

/// The calls that are handed the whole set each time.
public enum PollCall: UInt8, Hashable, Sendable {
  case poll, ppoll, select, pselect
}

/// A descriptor to watch, and the bits of poll(2) to watch it for.
public struct Watched: Hashable, Sendable {
  public var descriptor: WatchedDescriptor
  public var events: Int

  public init(_ descriptor: WatchedDescriptor, events: Int) {
    self.descriptor = descriptor
    self.events = events
  }
}

public enum WatchedDescriptor: Hashable, Sendable {
  case one(SocketReference)
  /// Every socket that the role has open.
  case all
}

/// Which epoll set a call is made on.
public enum EpollReference: Hashable, Sendable {
  /// The role's newest.
  case newest
  case descriptor(Int32)
}
