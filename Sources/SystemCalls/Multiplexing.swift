/// One entry of poll(2)'s array.
public struct PollEntry: Hashable, Sendable {
  public var fd: Int32
  /// POLLIN, POLLOUT, …
  public var events: Int
  /// What the kernel found; 0 before the call.
  public var revents: Int

  public init(fd: Int32, events: Int, revents: Int = 0) {
    self.fd = fd
    self.events = events
    self.revents = revents
  }
}

/// poll(2)'s array as the log holds it: of a large one the first entries, and the first that are
/// ready.
public struct PollSet: Hashable, Sendable {
  public static let keptAtMost = 64

  /// The first entries, at most `keptAtMost`.
  public var entries: [PollEntry]
  /// How many there are.
  public var count: Int
  /// Those with an event, at most `keptAtMost`; nil before the call returned.
  public var ready: [PollEntry]?

  public init(entries: [PollEntry], count: Int, ready: [PollEntry]? = nil) {
    self.entries = entries
    self.count = count
    self.ready = ready
  }

  init(_ whole: [PollEntry]) {
    self.init(entries: Array(whole.prefix(PollSet.keptAtMost)), count: whole.count)
  }
}

/// One of select(2)'s sets: at most 1024 descriptors, in ascending order.
public struct DescriptorSet: Hashable, Sendable {
  /// FD_SETSIZE: a set holds the descriptors below it.
  public static let size: Int32 = 1024

  public var given: [Int32]
  /// Those that are ready; nil before the call returned.
  public var ready: [Int32]?

  public init(given: [Int32], ready: [Int32]? = nil) {
    self.given = given
    self.ready = ready
  }
}

/// A struct timespec that limits a wait, in nanoseconds.
public struct TimeLimit: Hashable, Sendable {
  public var given: Int
  /// What the kernel says was left; nil before the call returned, or if the time was up.
  public var left: Int?

  public init(given: Int, left: Int? = nil) {
    self.given = given
    self.left = left
  }
}

/// A struct epoll_event: what is watched for or what happened, and the number that comes back with it.
public struct EpollEvent: Hashable, Sendable {
  /// EPOLLIN, EPOLLET, …
  public var events: Int
  /// The caller's choice: here, the descriptor.
  public var data: UInt64

  public init(events: Int, data: UInt64) {
    self.events = events
    self.data = data
  }
}

/// Bits of poll(2) and epoll(7), the same in both.
public enum PollBit {
  public static let input = 0x1
  public static let urgent = 0x2
  public static let output = 0x4
  public static let error = 0x8
  public static let hangUp = 0x10
  public static let invalid = 0x20
  public static let peerShutDown = 0x2000
  /// epoll's alone.
  public static let oneShot = 0x4000_0000
  public static let edge = 0x8000_0000
}

extension Call {
  /// The descriptors that a poll, select or epoll_wait has found ready, with the events; of many, the
  /// first.
  public var found: [PollEntry] {
    arguments.flatMap { argument -> [PollEntry] in
      switch argument.value {
      case .pollSet(let set): set.ready ?? []
      case .descriptorSet(let set?):
        (set.ready ?? []).map {
          PollEntry(fd: $0, events: 0, revents: selectBit(argument.name))
        }
      case .epollRoom(_, let events?):
        events.map {
          PollEntry(fd: Int32(truncatingIfNeeded: $0.data), events: 0, revents: $0.events)
        }
      default: []
      }
    }
  }

  private func selectBit(_ name: String) -> Int {
    ["readfds": PollBit.input, "writefds": PollBit.output][name] ?? PollBit.urgent
  }
}
