import Glibc
import SystemCalls

/// What a socket shares with other descriptors, several messages in one call, and signal masks.
extension Conversation {
  func descriptorCalls() {
    let ends = pair(AF_UNIX, 1, 0)
    guard ends.count == 2 else { return }
    let (one, two) = (ends[0], ends[1])
    for text in ["hello", "", "\u{0}\u{1}7", String(repeating: "x", count: 40)] {
      write(one, text)
      ask(two, [0x541b, 0x5411, 0x8905])
      if !text.isEmpty { read(two, 33) }
    }
    vectors(one, two)
    for number in [1, 7, 0] as [Int32] {
      attempt { () throws(Errno) in try calls.ioctl(two, 0x5421, setting: number) }
      if number != 0 {
        read(two, 10)
        readv(two, [1, 2])
      }
    }
    duplicates(one)
    closing(one)
    readv(two, [4])
    attempt { () throws(Errno) in try calls.sockatmark(two) }
    closing(two)
    for fd in [-1, 77] as [Int32] {
      write(fd, "nobody")
      read(fd, 5)
      readv(fd, [3, 4])
      attempt { () throws(Errno) in try calls.writev(fd, [[1], [2, 3]]) }
      ask(fd, [0x541b, 0x8905])
      attempt { () throws(Errno) in try calls.sockatmark(fd) }
      attempt { () throws(Errno) in try calls.ioctl(fd, 0x5421, setting: 1) }
      attempt { () throws(Errno) in try calls.dup(fd) }
    }
  }

  private func vectors(_ one: Int32, _ two: Int32) {
    attempt { () throws(Errno) in
      try calls.writev(one, [Array("head".utf8), [], [UInt8](repeating: 7, count: 50)])
    }
    readv(two, [2, 0, 5, 100])
    attempt { () throws(Errno) in try calls.writev(one, [[UInt8](repeating: 7, count: 9000), [9]]) }
    readv(two, [8999, 1, 1])
  }

  private func duplicates(_ fd: Int32) {
    for new in [30, fd, -1, 31] as [Int32] {
      attempt { () throws(Errno) in try calls.dup2(fd, new) }
    }
    let copy = value { () throws(Errno) in try calls.dup(fd) } ?? -1
    for fd in [copy, 30, 31] { closing(fd) }
  }

  func urgentData(from client: Int32, to server: Int32) {
    for (text, flags) in [("one", 0), ("!", MSG.outOfBand), ("two", 0)] {
      send(client, text: text, flags)
    }
    attempt { () throws(Errno) in
      try calls.poll([PollEntry(fd: server, events: 0x2)], milliseconds: 5000)
    }
    for _ in 1...2 {
      attempt { () throws(Errno) in try calls.sockatmark(server) }
      ask(server, [0x8905, 0x541b])
      read(server, 100)
    }
  }

  func severalMessages() {
    for (family, address) in [
      (AF_INET, SocketAddress.loopback(port: 0)), (AF_INET6, .ipv6(.loopback, port: 0, scope: 0)),
    ] {
      let receiver = socket(family, 2, 0)
      attempt { () throws(Errno) in try calls.bind(receiver, address) }
      for name in ["IP_RECVTTL", "IP_RECVTOS", "IPV6_RECVHOPLIMIT", "IPV6_RECVTCLASS"] {
        turnOn(name, receiver)
      }
      let bound = name(receiver)
      let sender = socket(family, 2, 0)
      let message = { (texts: [String], target: SocketAddress?, control: [ControlMessage]) in
        SocketCalls.Outgoing(texts.map { Array($0.utf8) }, to: target, control: control)
      }
      let six = family == AF_INET6
      let fields = [
        ControlMessage.number(3, level: six ? 41 : 0, type: six ? 52 : 2),
        .number(0x10, level: six ? 41 : 0, type: six ? 67 : 1),
      ]
      for list in [
        [message(["one"], bound, []), message(["two", "", "!"], bound, fields)],
        [message(["good"], bound, []), message(["to nobody"], nil, [])],
        [message(["to nobody"], nil, []), message(["good"], bound, fields)],
        [message(["own"], bound, six ? [.packetInfo(source: .loopback, interface: 0)] : [])],
        [message(["bad"], bound, [.number(4711, level: six ? 41 : 0, type: six ? 52 : 2)])], [],
      ] {
        attempt { () throws(Errno) in try calls.sendmmsg(sender, list, flags: MSG.dontWait) }
      }
      receiveSeveral(receiver, 1, [2, 0, 10], 256, 0, nil)
      receiveSeveral(receiver, 2, [2], 0, 0, 5_000_000_000)
      receiveSeveral(receiver, 4, [40], 17, 0x10000, 1_000_000_001)
      receiveSeveral(receiver, 4, [40], 64, MSG.dontWait, nil)
      receiveSeveral(receiver, 4, [40], 64, MSG.dontWait, 0)
      closing(receiver)
      closing(sender)
    }
    receiveSeveral(77, 3, [9], 0, 0, nil)
  }

  private func receiveSeveral(
    _ fd: Int32, _ count: Int, _ sizes: [Int], _ control: Int, _ flags: Int32, _ time: Int?
  ) {
    attempt { () throws(Errno) in
      try calls.recvmmsg(
        fd, count: count, into: sizes, controlLength: control, flags: flags, nanoseconds: time)
    }
  }

  func masks() {
    let fd = socket(AF_INET, 2, 0)
    let set = value { () throws(Errno) in try calls.epollCreate(flags: 0) } ?? -9
    attempt { () throws(Errno) in
      try calls.epollControl(set, operation: 1, fd, EpollEvent(events: 4, data: 5))
    }
    for mask in [[], [2], [15, 2, 9], Array(1...64), Array(10...64), [34, 64, 32]] as [[Int32]] {
      for time in [0, 1_000_001, 2_000_000_000] {
        attempt { () throws(Errno) in
          try calls.ppoll([PollEntry(fd: fd, events: 4)], nanoseconds: time, mask: mask)
        }
        attempt { () throws(Errno) in
          try calls.select(
            count: fd + 1, reading: time > 1 << 30 ? nil : [fd], writing: time == 0 ? nil : [fd],
            exceptional: nil, nanoseconds: time, mask: mask)
        }
      }
      attempt { () throws(Errno) in
        try calls.epollWait(set, most: 4, milliseconds: 0, mask: mask)
      }
    }
    attempt { () throws(Errno) in try calls.epollWait(77, most: 4, milliseconds: 0, mask: [2]) }
    closing(set)
    closing(fd)
  }

  func interruptedReads() {
    let ends = pair(AF_UNIX, 1, 0)
    guard ends.count == 2 else { return }
    let set = value { () throws(Errno) in try calls.epollCreate(flags: 0) } ?? -9
    setAlarm(milliseconds: 20)
    read(ends[0], 3)
    readv(ends[0], [3, 4])
    receiveSeveral(ends[0], 2, [3], 0, 0, nil)
    attempt { () throws(Errno) in
      try calls.ppoll([PollEntry(fd: ends[0], events: 1)], nanoseconds: nil, mask: [2])
    }
    attempt { () throws(Errno) in
      try calls.select(
        count: 5, reading: [ends[0]], writing: nil, exceptional: nil, nanoseconds: nil, mask: [])
    }
    attempt { () throws(Errno) in try calls.epollWait(set, most: 4, milliseconds: -1, mask: [2]) }
    setAlarm(milliseconds: 0)
    for fd in ends + [set] { closing(fd) }
  }

  private func ask(_ fd: Int32, _ requests: [Int32]) {
    for request in requests {
      attempt { () throws(Errno) in try calls.ioctl(fd, asking: request) }
    }
  }

  private func write(_ fd: Int32, _ text: String) {
    attempt { () throws(Errno) in
      try Array(text.utf8).span.bytes.withUnsafeBytes { data throws(Errno) -> Void in
        try calls.write(fd, data)
      }
    }
  }

  func read(_ fd: Int32, _ size: Int) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { room.deallocate() }
    attempt { () throws(Errno) in try calls.read(fd, into: room) }
  }

  private func readv(_ fd: Int32, _ sizes: [Int]) {
    attempt { () throws(Errno) in try calls.readv(fd, into: sizes) }
  }
}
