import Glibc
import SystemCalls

/// The calls of the probe, in chapters. A call that fails is as good as one that succeeds.
struct Conversation {
  let calls: SocketCalls

  func run() {
    sockets()
    stream(family: AF_INET, .loopback(port: 0))
    stream(family: AF_INET6, .ipv6(.loopback, port: 0, scope: 0))
    datagrams(family: AF_INET, .loopback(port: 0))
    datagrams(family: AF_INET6, .ipv6(.loopback, port: 0, scope: 0))
    unix()
    refusals()
    options()
    pairs()
    messages()
    internetMessages()
    stamps()
    otherFamilies()
    addresses()
    interrupted()
    nonblocking()
    waits()
    epoll()
    interruptedWaits()
    descriptorCalls()
    severalMessages()
    masks()
    interruptedReads()
    dispositions()
  }

  private func sockets() {
    for family in [0, 1, 2, 10, 16, 17, 45, 46, 12345, -1] as [Int32] {
      closing(socket(family, 3, 7))
    }
    for type in [0, 1, 2, 5, 7, 10, 77, 0x63, 0x801, 0x80802, 0x80d, 0x10801, 0x80000] as [Int32] {
      closing(socket(AF_INET, type, 0))
      closing(socket(AF_UNIX, type, 0))
    }
    for number in [0, 3, 6, 17, 58, 132, 255, 262, 300, -1] as [Int32] {
      closing(socket(AF_INET, 1, number))
      closing(socket(AF_INET6, 2, number))
      closing(socket(AF_NETLINK, 3, number))
    }
    closing(socket(AF_UNIX, 1, -1))
    for family in Int32(3)...45 where ![10, 16].contains(family) {
      for number in [0, 1, 5, 0x300, 0xc3, -1] as [Int32] { closing(socket(family, 0x63, number)) }
    }
  }

  private func stream(family: Int32, _ address: SocketAddress) {
    let listener = socket(family, 1, 0)
    attempt { () throws(Errno) in try calls.bind(listener, address) }
    attempt { () throws(Errno) in try calls.listen(listener, backlog: 3) }
    let bound = name(listener)
    let client = socket(family, 1, 0)
    attempt { () throws(Errno) in try calls.connect(client, bound) }
    let server = accept(listener)
    peer(client)
    name(client)
    transfers(from: client, to: server)
    attempt { () throws(Errno) in try calls.connect(client, bound) }
    attempt { () throws(Errno) in try calls.listen(client, backlog: -1) }
    for how in [1, 0, 2, 3, 7, -1] as [Int32] {
      attempt { () throws(Errno) in try calls.shutdown(client, how: how) }
    }
    receive(server, 16, 0)
    closing(server)
    send(client, text: "after the end", MSG.noSignal)
    peer(client)
    closing(client)
    closing(listener)
  }

  private func transfers(from client: Int32, to server: Int32) {
    let samples: [[UInt8]] = [
      Array("hello".utf8), [], [0], [0, 0x31, 0x7f, 0x38, 0xff, 0x37, 27, 0x5b], Array(0...255),
      Array("line\r\n\ttab\u{b}\u{c}\"quoted\\\"".utf8), [UInt8](repeating: 0x61, count: 32),
      [UInt8](repeating: 0x61, count: 33), [UInt8](repeating: 0, count: 5000), Array("grüß".utf8),
    ]
    for sample in samples {
      send(client, sample, 0)
      receiveFrom(server, 8192, MSG.dontWait)
    }
    send(client, text: "peek", MSG.more | MSG.noSignal)
    send(client, text: "more", 0)
    receive(server, 100, MSG.peek)
    receive(server, 3, MSG.waitAll | MSG.noSignal)
    receive(server, 0, MSG.dontWait)
    receive(server, 4, MSG.truncated)
    receive(server, 100, 0)
    receive(server, 100, MSG.dontWait)
    receive(server, 100, 0x0020_0000 | MSG.dontWait)
    receiveFrom(server, 64, MSG.dontWait | MSG.peek)
    send(client, text: "!", MSG.outOfBand)
    receive(server, 1, MSG.outOfBand | MSG.dontWait)
    send(client, text: "strange", 0x0200_0000)
    send(client, text: "ff", -1)
  }

  private func datagrams(family: Int32, _ address: SocketAddress) {
    let receiver = socket(family, 2, 0)
    attempt { () throws(Errno) in try calls.bind(receiver, address) }
    let bound = name(receiver)
    let sender = socket(family, 2, 17)
    sendTo(sender, "a datagram", bound)
    receiveFrom(receiver, 64, 0)
    sendTo(sender, "a datagram that is longer than the room", bound)
    receiveFrom(receiver, 8, MSG.truncated)
    sendTo(sender, "short", bound)
    receive(receiver, 2, MSG.truncated)
    sendTo(sender, "", bound)
    receiveFrom(receiver, 8, 0)
    receiveFrom(receiver, 8, MSG.dontWait)
    send(sender, text: "no destination", 0)
    attempt { () throws(Errno) in try calls.connect(sender, bound) }
    send(sender, text: "connected", 0)
    closing(receiver)
    send(sender, text: "to nobody", 0)
    send(sender, text: "and again", 0)
    send(sender, [UInt8](repeating: 1, count: 70_000), 0)
    closing(sender)
  }
}
