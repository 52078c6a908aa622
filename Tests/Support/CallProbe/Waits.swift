import Glibc
import SystemCalls

extension Conversation {
  func nonblocking() {
    let listener = listening()
    for fd in [listener, 0, -1, 77] {
      let flags = value { () throws(Errno) in try calls.statusFlags(of: fd) } ?? 0
      for extra in [O_NONBLOCK, O_APPEND | O_NONBLOCK, 0x100_0003, 0x0bff_fffc, 0] {
        attempt { () throws(Errno) in try calls.setStatusFlags(of: fd, flags | extra) }
      }
    }
    attempt { () throws(Errno) in try calls.setStatusFlags(of: listener, O_NONBLOCK) }
    acceptsWithFlags(listener)
    closing(listener)
  }

  private func acceptsWithFlags(_ listener: Int32) {
    let address = name(listener)
    for flags in [0x800, 0x80000, 0x80800, 0, 77, 0x84d] as [Int32] {
      let client = socket(AF_INET, 1 | 0x800, 0)
      attempt { () throws(Errno) in try calls.connect(client, address) }
      waitFor(client, PollBit.output)
      let accepted = value { () throws(Errno) in try calls.accept4(listener, flags: flags).0 }
      attempt { () throws(Errno) in try calls.connect(client, address) }
      attempt { () throws(Errno) in try calls.accept4(listener, flags: flags) }
      for fd in [client, accepted ?? -1] { closing(fd) }
    }
  }

  func waits() {
    let (client, server, listener) = pair()
    send(client, text: "ready", 0)
    waitFor(server, PollBit.input)
    let sets: [[PollEntry]] = [
      [], [PollEntry(fd: server, events: 1)], [PollEntry(fd: -5, events: 1)],
      [PollEntry(fd: client, events: 0), PollEntry(fd: 77, events: 5)],
      [PollEntry(fd: client, events: 0xffff), PollEntry(fd: server, events: 0x4000)],
      (0..<33).map { PollEntry(fd: $0 % 2 == 0 ? server : client, events: 0x1) },
      (0..<100).map { PollEntry(fd: $0 < 50 ? client : server, events: 0x1) },
      (0..<40).map { _ in PollEntry(fd: server, events: 0x37ff) },
    ]
    for set in sets {
      for time in [0, 1] as [Int32] {
        attempt { () throws(Errno) in try calls.poll(set, milliseconds: time) }
      }
      attempt { () throws(Errno) in try calls.ppoll(set, nanoseconds: 1_000_000_001) }
      attempt { () throws(Errno) in try calls.ppoll(set, nanoseconds: 0) }
    }
    attempt { () throws(Errno) in try calls.ppoll(sets[1], nanoseconds: nil) }
    selects(client, server)
    urgentData(from: client, to: server)
    for fd in [client, server, listener] { closing(fd) }
  }

  private func selects(_ client: Int32, _ server: Int32) {
    let both = [client, server]
    select(nil, nil, nil, 0)
    select([server], both, both, nil)
    select([client], nil, nil, 2_000_000)
    select([77], nil, nil, 0)
    select(nil, [], [client], 1_000_000_000)
    attempt { () throws(Errno) in
      try calls.select(count: -1, reading: nil, writing: nil, exceptional: nil, nanoseconds: 0)
    }
    let many = copies(of: server, 400)
    select(many, many, [], 0)
    select(Array(many.prefix(250)), many, many, 7)
    select(many, Array(many.prefix(3)), nil, 7)
    for fd in many { closing(fd) }
  }

  private func select(_ reading: [Int32]?, _ writing: [Int32]?, _ other: [Int32]?, _ time: Int?) {
    let highest = ([reading, writing, other].compactMap { $0?.max() }.max() ?? -1) + 1
    attempt { () throws(Errno) in
      try calls.select(
        count: highest, reading: reading, writing: writing, exceptional: other, nanoseconds: time)
    }
  }

  func epoll() {
    let (client, server, listener) = pair()
    let set = value { () throws(Errno) in try calls.epollCreate(flags: 0x80000) } ?? -9
    for flags in [77, 0x80800] as [Int32] {
      attempt { () throws(Errno) in try calls.epollCreate(flags: flags) }
    }
    for events in [0, 0x4000, 0x7fff_ffff, 0xffff_ffff, 0x1000_0001, 0x8000_2001, 0x4000_0004] {
      for operation in [1, 3, 99] as [Int32] {
        control(set, operation, server, EpollEvent(events: events, data: 1 << 40 | 5))
      }
    }
    for fd in [set, 77, 0, server] { control(set, 1, fd, EpollEvent(events: 1, data: 3)) }
    control(server, 1, client, EpollEvent(events: 1, data: 3))
    control(77, 2, client, nil)
    send(client, text: "ready", 0)
    waitFor(server, PollBit.input)
    control(set, 3, server, EpollEvent(events: 0x8000_0005, data: UInt64(server)))
    for (most, time) in [(8, 0), (8, 1), (0, 0), (-1, 0), (1, 0)] as [(Int32, Int32)] {
      for fd in [set, server, 77] { wait(fd, most, time) }
    }
    many(set, client)
    for _ in 0..<2 { control(set, 2, server, nil) }
    for fd in [client, server, listener, set] { closing(fd) }
  }

  private func many(_ set: Int32, _ fd: Int32) {
    let copies = copies(of: fd, 40)
    for copy in copies { control(set, 1, copy, EpollEvent(events: 4, data: UInt64(copy))) }
    for most in [32, 33, 100] as [Int32] { wait(set, most, -1) }
    for copy in copies { closing(copy) }
  }

  private func copies(of fd: Int32, _ count: Int) -> [Int32] {
    (0..<count).compactMap { _ in value { () throws(Errno) in try calls.dup(fd) } }
  }

  private func control(_ set: Int32, _ operation: Int32, _ fd: Int32, _ event: EpollEvent?) {
    attempt { () throws(Errno) in
      try calls.epollControl(set, operation: operation, fd, event)
    }
  }

  func wait(_ set: Int32, _ most: Int32, _ milliseconds: Int32) {
    attempt { () throws(Errno) in
      try calls.epollWait(set, most: most, milliseconds: milliseconds)
    }
  }

  func interruptedWaits() {
    let listener = listening()
    let set = value { () throws(Errno) in try calls.epollCreate(flags: 0) } ?? -9
    control(set, 1, listener, EpollEvent(events: 1, data: 1))
    let entries = [PollEntry(fd: listener, events: 1)]
    setAlarm(milliseconds: 20)
    attempt { () throws(Errno) in try calls.poll(entries, milliseconds: -1) }
    attempt { () throws(Errno) in try calls.ppoll(entries, nanoseconds: 5_000_000_000) }
    attempt { () throws(Errno) in try calls.ppoll(entries, nanoseconds: nil) }
    select([listener], nil, nil, nil)
    wait(set, 4, -1)
    attempt { () throws(Errno) in try calls.accept4(listener, flags: 0x800) }
    setAlarm(milliseconds: 0)
    for fd in [listener, set] { closing(fd) }
  }

  private func listening() -> Int32 {
    let listener = socket(AF_INET, 1, 0)
    attempt { () throws(Errno) in try calls.bind(listener, .loopback(port: 0)) }
    attempt { () throws(Errno) in try calls.listen(listener, backlog: 5) }
    return listener
  }

  private func pair() -> (client: Int32, server: Int32, listener: Int32) {
    let listener = listening()
    let client = socket(AF_INET, 1, 0)
    attempt { () throws(Errno) in try calls.connect(client, name(listener)) }
    return (client, accept(listener), listener)
  }

  private func waitFor(_ fd: Int32, _ events: Int) {
    attempt { () throws(Errno) in
      try calls.poll([PollEntry(fd: fd, events: events)], milliseconds: 5000)
    }
  }
}
