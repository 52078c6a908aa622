import Glibc
import SystemCalls

extension Conversation {
  func pairs() {
    for (family, type, number) in [
      (AF_UNIX, 1, 0), (AF_UNIX, 2, 0), (AF_UNIX, 5, 0), (AF_UNIX, 0x80805, 0), (AF_UNIX, 1, 1),
      (AF_UNIX, 77, 0), (AF_UNIX, 1, 9), (AF_INET, 1, 6), (AF_INET6, 2, 0), (45, 1, 0), (99, 1, -1),
    ] as [(Int32, Int32, Int32)] {
      for end in pair(family, type, number) { closing(end) }
    }
    for path in ["/tmp/sockratic-none-\(getpid())", "./\u{1}\"odd\\7\u{e9}", ""] {
      attempt { () throws(Errno) in try calls.unlink(Array(path.utf8)) }
    }
    let name = Array("/tmp/sockratic-probe-\(getpid()).unlink".utf8)
    let bound = socket(AF_UNIX, 1, 0)
    attempt { () throws(Errno) in try calls.bind(bound, .unixPath(name)) }
    for _ in 1...2 { attempt { () throws(Errno) in try calls.unlink(name) } }
    let long = Array("/tmp/".utf8) + [UInt8](repeating: 0x61, count: 300)
    attempt { () throws(Errno) in try calls.unlink(long) }
    closing(bound)
  }

  /// Messages over Unix sockets: several buffers, descriptors, credentials, room that is too small.
  func messages() {
    for type in [1, 2, 5] as [Int32] {
      let ends = pair(AF_UNIX, type, 0)
      guard ends.count == 2 else { continue }
      let (one, two) = (ends[0], ends[1])
      buffers(from: one, to: two)
      rights(from: one, to: two)
      credentials(from: one, to: two)
      receiveMessage(two, [8, 8], control: 64, MSG.dontWait)
      closing(one)
      receiveMessage(two, [8], control: 0, MSG.dontWait)
      sendMessage(two, ["to nobody"], [], MSG.noSignal)
      closing(two)
    }
    for descriptor in [-1, 0, 77] as [Int32] {
      sendMessage(descriptor, ["x"], [.rights([1])], 0)
      receiveMessage(descriptor, [1], control: 16, 0)
    }
  }

  private func buffers(from one: Int32, to two: Int32) {
    sendMessage(one, ["head", "", String(repeating: "x", count: 40), "\0\u{1}7"], [], 0)
    receiveMessage(two, [2, 0, 3, 100], control: 100, MSG.peek)
    receiveMessage(two, [100, 10], control: 0, 0)
    sendMessage(one, ["cut off"], [], 0)
    receiveMessage(two, [1, 1], control: 8, 0)
    receiveMessage(two, [100], control: 8, MSG.dontWait)
    sendMessage(one, [""], [], 0)
    receiveMessage(two, [100], control: 100, MSG.dontWait)
    sendMessage(one, ["a"], [ControlMessage(level: 1, type: 99, data: [1, 2])], 0)
    sendMessage(one, ["b"], [ControlMessage(level: 77, type: 0, data: [])], 0)
    receiveMessage(two, [100], control: 100, MSG.dontWait)
    receiveMessage(two, [100], control: 100, MSG.dontWait)
  }

  private func rights(from one: Int32, to two: Int32) {
    for room in [256, 24, 20, 17, 16, 8, 0] {
      sendMessage(one, ["x"], [.rights([0, 1, 2])], 0)
      receiveMessage(two, [10], control: room, 0x4000_0000)
    }
    sendMessage(one, ["many"], [.rights([Int32](repeating: 2, count: 40))], 0)
    receiveMessage(two, [10], control: 1024, 0)
    sendMessage(one, ["closed"], [.rights([1, 77])], 0)
    sendMessage(one, ["none"], [.rights([])], 0)
    receiveMessage(two, [10], control: 64, MSG.dontWait)
    sendMessage(one, ["too many"], [.rights([Int32](repeating: 1, count: 254))], 0)
    for descriptor in Int32(3)...60 where descriptor != one && descriptor != two {
      closing(descriptor)
    }
  }

  private func credentials(from one: Int32, to two: Int32) {
    guard let option = SocketOption.named("SO_PASSCRED") else { return }
    attempt { () throws(Errno) in try calls.setsockopt(two, option, .integer(1)) }
    for room in [256, 28, 20, 16] {
      let own = ControlMessage.credentials(pid: getpid(), uid: getuid(), gid: getgid())
      sendMessage(one, ["me"], [own, .rights([1])], 0)
      receiveMessage(two, [10], control: room, 0)
    }
    sendMessage(one, ["nobody"], [.credentials(pid: 0x3fff_ffff, uid: 0, gid: 0)], 0)
    receiveMessage(two, [10], control: 64, MSG.dontWait)
  }

  /// Messages over UDP, with what the kernel knows of a datagram, and errors that come back.
  func internetMessages() {
    for (family, address) in [
      (AF_INET, SocketAddress.loopback(port: 0)), (AF_INET6, .ipv6(.loopback, port: 0, scope: 0)),
    ] {
      let receiver = socket(family, 2, 0)
      attempt { () throws(Errno) in try calls.bind(receiver, address) }
      let options = ["SO_TIMESTAMP", "IP_PKTINFO", "IP_RECVTTL", "IPV6_RECVPKTINFO"]
      let bound = name(receiver)
      let sender = socket(family, 2, 0)
      for name in options { turnOn(name, receiver) }
      for name in ["IP_RECVERR", "IPV6_RECVERR"] { turnOn(name, sender) }
      for room in [256, 60, 36, 28, 20, 0] {
        let source = ControlMessage.packetInfo(source: 0x7f00_0005, interface: 0)
        sendMessage(sender, ["to", " you"], family == AF_INET ? [source] : [], 0, to: bound)
        receiveMessage(receiver, [4], control: room, 0)
      }
      closing(receiver)
      sendMessage(sender, ["anybody?"], [], 0, to: bound)
      receiveMessage(sender, [100], control: 256, 0x2000)
      receiveMessage(sender, [100], control: 256, 0x2000)
      closing(sender)
    }
  }

  func turnOn(_ name: String, _ socket: Int32) {
    guard let option = SocketOption.named(name) else { return }
    attempt { () throws(Errno) in try calls.setsockopt(socket, option, .integer(1)) }
  }

  func pair(_ family: Int32, _ type: Int32, _ number: Int32) -> [Int32] {
    value { () throws(Errno) in
      try calls.socketpair(family: family, type: type, protocolNumber: number)
    } ?? []
  }

  func sendMessage(
    _ socket: Int32, _ texts: [String], _ control: [ControlMessage], _ flags: Int32,
    to address: SocketAddress? = nil
  ) {
    _ = value { () throws(Errno) in
      try calls.sendmsg(
        socket, texts.map { Array($0.utf8) }, to: address, control: control, flags: flags)
    }
  }

  func receiveMessage(_ socket: Int32, _ sizes: [Int], control: Int, _ flags: Int32) {
    _ = value { () throws(Errno) in
      try calls.recvmsg(socket, into: sizes, controlLength: control, flags: flags)
    }
  }
}
