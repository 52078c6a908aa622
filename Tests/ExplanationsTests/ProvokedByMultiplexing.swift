import CLinux
import Glibc
import SystemCalls

@testable import Explanations

extension Bench {
  func epollSet() throws -> Int32 {
    let fd = linux_epoll_create1(0)
    try prepare(fd >= 0, "epoll_create1")
    epollSets[fd] = []
    return fd
  }

  func tryFlags(_ fd: Int32, mentions: [String]) -> Attempt {
    let command = Argument("op", .constant(3, table: .fcntlCommand))
    return attempt(Call("fcntl", [Argument("fd", .descriptor(fd)), command]), mentions: mentions) {
      Int(fcntl(fd, F_GETFL))
    }
  }

  func tryControl(
    _ set: Int32, _ operation: Int32, _ fd: Int32, _ events: Int = 1, mentions: [String] = []
  ) -> Attempt {
    let call = Call(
      "epoll_ctl",
      [
        Argument("epfd", .descriptor(set)),
        Argument("op", .constant(Int(operation), table: .epollOperation)),
        Argument("fd", .descriptor(fd)),
        Argument("event", .epollEvent(EpollEvent(events: events, data: 0))),
      ])
    return attempt(call, mentions: mentions) {
      Int(linux_epoll_ctl(set, operation, fd, true, UInt32(events), 0))
    }
  }

  func tryEpollWait(_ set: Int32, most: Int32 = 4, mentions: [String] = []) -> Attempt {
    let call = Call(
      "epoll_wait",
      [
        Argument("epfd", .descriptor(set)), Argument("events", .epollRoom(pointer: 0, filled: nil)),
        Argument("maxevents", .integer(Int(most))), Argument("timeout", .integer(-1)),
      ])
    var room = [UInt8](repeating: 0, count: 64)
    return attempt(call, mentions: mentions) { Int(linux_epoll_wait(set, &room, most, -1)) }
  }

  func tryPoll(_ name: String, _ fd: Int32, mentions: [String] = []) -> Attempt {
    let set = PollSet(entries: [PollEntry(fd: fd, events: 1)], count: 1)
    let call = Call(name, [Argument("fds", .pollSet(set)), Argument("nfds", .integer(1))])
    var entry = pollfd(fd: fd, events: 1, revents: 0)
    return attempt(call, mentions: mentions) {
      Int(name == "poll" ? poll(&entry, 1, -1) : linux_ppoll(&entry, 1, nil, nil))
    }
  }

  func trySelect(_ fd: Int32, mentions: [String] = []) -> Attempt {
    let set = Argument("readfds", .descriptorSet(DescriptorSet(given: [fd])))
    var words = [UInt](repeating: 0, count: 16)
    words[Int(fd) / 64] = 1 << UInt(fd % 64)
    return attempt(
      Call("select", [Argument("nfds", .integer(Int(fd) + 1)), set]), mentions: mentions
    ) {
      Int(linux_select(fd + 1, &words, nil, nil, nil, nil))
    }
  }
}

let multiplexingProvocations =
  [
    Provocation("poll", "EINTR", "a signal while it waits") { bench in
      let fd = try bench.udp()
      return try interrupted { bench.tryPoll("poll", fd, mentions: ["in poll", "`poll`"]) }
    },
    Provocation("ppoll", "EINTR", "a signal while it waits") { bench in
      let fd = try bench.udp()
      return try interrupted { bench.tryPoll("ppoll", fd, mentions: ["in ppoll", "`ppoll`"]) }
    },
    Provocation("select", "EINTR", "a signal while it waits") { bench in
      let fd = try bench.udp()
      return try interrupted { bench.trySelect(fd, mentions: ["in select", "`select`"]) }
    },
    Provocation("select", "EBADF", "a descriptor that is not open") { bench in
      // Beyond the highest descriptor that a process ever had, the kernel does not even look.
      let fd = fcntl(try bench.udp(), F_DUPFD, 700)
      try prepare((700..<1024).contains(fd), "dup")
      close(fd)
      return bench.trySelect(fd, mentions: ["@\(fd) is not open", "POLLNVAL"])
    },
    Provocation("epoll_wait", "EINTR", "a signal while it waits") { bench in
      let set = try bench.epollSet()
      return try interrupted { bench.tryEpollWait(set, mentions: ["epoll_wait", "`epoll wait`"]) }
    },
    Provocation("epoll_wait", "EBADF", "a descriptor that was never opened") { bench in
      bench.tryEpollWait(1_000_000, mentions: ["@1000000 is not open", "no epoll set"])
    },
    Provocation("epoll_wait", "EINVAL", "a socket in place of a set") { bench in
      let fd = try bench.udp()
      return bench.tryEpollWait(fd, mentions: ["@\(fd) is no epoll set", "UDP socket"])
    },
    Provocation("epoll_wait", "EINVAL", "room for nothing") { bench in
      bench.tryEpollWait(try bench.epollSet(), most: 0, mentions: ["room for 0 events"])
    },
    Provocation("epoll_create1", "EINVAL", "a flag that does not exist") { bench in
      let call = Call("epoll_create1", [Argument("flags", .constant(77, table: .epollFlags))])
      return bench.attempt(call, mentions: ["EPOLL_CLOEXEC"]) { Int(linux_epoll_create1(77)) }
    },
    Provocation("epoll_create1", "EMFILE", "every descriptor taken") { bench in
      guard try fillDescriptors() != nil else { return nil }
      let call = Call("epoll_create1", [Argument("flags", .constant(0, table: .epollFlags))])
      return bench.attempt(call, mentions: ["RLIMIT_NOFILE", "`close`"]) {
        Int(linux_epoll_create1(0))
      }
    },
  ] + controlProvocations

private let controlProvocations = [
  Provocation("epoll_ctl", "EBADF", "a set that is not open") { bench in
    bench.tryControl(
      1_000_000, 1, try bench.udp(), mentions: ["@1000000 is not open", "`epoll create`"])
  },
  Provocation("epoll_ctl", "EBADF", "a descriptor that is not open") { bench in
    bench.tryControl(
      try bench.epollSet(), 1, 1_000_000, mentions: ["@1000000 is not open", "`sockets`"])
  },
  Provocation("epoll_ctl", "EBADF", "taking out a descriptor that was closed") { bench in
    bench.tryControl(
      try bench.epollSet(), 2, 1_000_000, mentions: ["leaves the set by itself"])
  },
  Provocation("epoll_ctl", "EEXIST", "put in twice") { bench in
    let (set, fd) = (try bench.epollSet(), try bench.udp())
    _ = bench.tryControl(set, 1, fd)
    return bench.tryControl(
      set, 1, fd, mentions: ["@\(set) watches @\(fd) already", "`epoll modify @\(fd) read write`"])
  },
  Provocation("epoll_ctl", "ENOENT", "changed before it was put in") { bench in
    let (set, fd) = (try bench.epollSet(), try bench.udp())
    return bench.tryControl(
      set, 3, fd, mentions: ["@\(set) does not watch @\(fd)", "`epoll add @\(fd) read`"])
  },
  Provocation("epoll_ctl", "EPERM", "a file that is always ready") { bench in
    let null = open("/dev/null", O_RDWR)
    try prepare(null >= 0, "open")
    bench.undo.append { close(null) }
    return bench.tryControl(
      try bench.epollSet(), 1, null, mentions: ["@\(null)", "always ready", "/dev/null"])
  },
  Provocation("epoll_ctl", "ELOOP", "two sets that watch each other") { bench in
    let (first, second) = (try bench.epollSet(), try bench.epollSet())
    _ = bench.tryControl(first, 1, second)
    return bench.tryControl(
      second, 1, first, mentions: ["@\(first) is an epoll set that watches @\(second)", "circle"])
  },
  Provocation("epoll_ctl", "EINVAL", "a set that is to watch itself") { bench in
    let set = try bench.epollSet()
    return bench.tryControl(set, 1, set, mentions: ["@\(set) cannot watch itself"])
  },
  Provocation("epoll_ctl", "EINVAL", "a socket in place of a set") { bench in
    let (first, second) = (try bench.udp(), try bench.udp())
    return bench.tryControl(
      first, 1, second, mentions: ["@\(first) is no epoll set", "UDP socket", "`epoll create`"])
  },
  Provocation("epoll_ctl", "EINVAL", "EPOLLEXCLUSIVE with an event it does not go with") { bench in
    let (set, fd) = (try bench.epollSet(), try bench.udp())
    return bench.tryControl(
      set, 1, fd, 0x1000_2001, mentions: ["EPOLLEXCLUSIVE", "`epoll add @\(fd) read`"])
  },
]
