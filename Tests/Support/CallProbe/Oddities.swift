import Glibc
import SystemCalls

extension Conversation {
  func unix() {
    let abstract = SocketAddress.unixAbstract(Array("sockratic-probe-\(getpid())\u{1}x".utf8))
    let listener = socket(AF_UNIX, 1, 0)
    name(listener)
    attempt { () throws(Errno) in try calls.bind(listener, abstract) }
    attempt { () throws(Errno) in try calls.bind(listener, abstract) }
    attempt { () throws(Errno) in try calls.listen(listener, backlog: 1) }
    let client = socket(AF_UNIX, 1, 0)
    attempt { () throws(Errno) in try calls.connect(client, name(listener)) }
    let server = accept(listener)
    peer(client)
    peer(server)
    send(client, text: "over unix", 0)
    receiveFrom(server, 64, 0)
    for socket in [client, server, listener] { closing(socket) }
    paths()
  }

  private func paths() {
    let long = [UInt8](repeating: 0x61, count: 108)
    let folder = "/tmp/sockratic-probe-\(getpid())"
    for path in [Array("\(folder).sock".utf8), Array("./no/\u{1}\"such\\7".utf8) + [255], long] {
      let datagram = socket(AF_UNIX, 2, 0)
      attempt { () throws(Errno) in try calls.connect(datagram, .unixPath(path)) }
      attempt { () throws(Errno) in try calls.bind(datagram, .unixPath(path)) }
      sendTo(datagram, "to myself", name(datagram))
      receiveFrom(datagram, 64, MSG.dontWait)
      closing(datagram)
      attempt { () throws(Errno) in try calls.unlink(path) }
    }
    let unnamed = socket(AF_UNIX, 2, 0)
    attempt { () throws(Errno) in try calls.bind(unnamed, .unixUnnamed) }
    name(unnamed)
    closing(unnamed)
  }

  func refusals() {
    for descriptor in [-1, 0, 77] as [Int32] {
      attempt { () throws(Errno) in try calls.listen(descriptor, backlog: 5) }
      attempt { () throws(Errno) in try calls.bind(descriptor, .any(port: 80)) }
      accept(descriptor)
      name(descriptor)
      peer(descriptor)
      send(descriptor, text: "x", 0)
      receive(descriptor, 10, 0)
      receiveFrom(descriptor, 10, MSG.peek)
      sendTo(descriptor, "x", .loopback(port: 1))
    }
    closing(77)
    let closed = socket(AF_INET, 1, 6)
    accept(closed)
    peer(closed)
    receive(closed, 10, 0)
    receiveFrom(closed, 10, 0)
    attempt { () throws(Errno) in try calls.connect(closed, .loopback(port: 1)) }
    attempt { () throws(Errno) in try calls.bind(closed, .ipv4(0x0102_0304, port: 0)) }
    attempt { () throws(Errno) in try calls.shutdown(closed, how: 2) }
    closing(closed)
  }

  func addresses() {
    let some = IPv6Bytes(high: 0x2001_0db8_0000_0000, low: 0x0001_0000_0000_0001)
    let linkLocal = IPv6Bytes(high: 0xfe80 << 48, low: 1)
    let multicast = IPv6Bytes(high: 0xff02 << 48, low: 1)
    let mapped = IPv6Bytes(high: 0, low: 0xffff_7f00_0001)
    let odd: [SocketAddress] = [
      .ipv6(some, port: 65535, scope: 0), .ipv6(.any, port: 0, scope: 3),
      .ipv6(linkLocal, port: 80, scope: 1), .ipv6(linkLocal, port: 80, scope: 99),
      .ipv6(linkLocal, port: 80, scope: 0), .ipv6(multicast, port: 80, scope: 1),
      .ipv6(mapped, port: 9, scope: 1), .other(family: 0, bytes: [1, 2, 3, 4]),
      .other(family: 99, bytes: [UInt8](repeating: 0x71, count: 60)), .unixAbstract([]),
      .other(family: 9, bytes: Array(0..<14)), .ipv4(0xffff_ffff, port: 65535),
    ]
    for address in odd {
      attempt { () throws(Errno) in try calls.connect(77, address) }
      sendTo(77, "", address)
    }
  }

  func interrupted() {
    let listener = socket(AF_INET, 1, 0)
    attempt { () throws(Errno) in try calls.bind(listener, .loopback(port: 0)) }
    attempt { () throws(Errno) in try calls.listen(listener, backlog: 0) }
    let address = name(listener)
    let (first, second) = (socket(AF_INET, 1, 0), socket(AF_INET, 1, 0))
    setAlarm(milliseconds: 20)
    accept(listener)
    setAlarm(milliseconds: 0)
    attempt { () throws(Errno) in try calls.connect(first, address) }
    setAlarm(milliseconds: 20)
    receive(first, 10, 0)
    receiveFrom(first, 10, MSG.peek)
    attempt { () throws(Errno) in try calls.connect(second, address) }
    setAlarm(milliseconds: 0)
    for socket in [first, second, listener] { closing(socket) }
  }

  func dispositions() {
    for signal in [SIGPIPE, SIGUSR1, SIGKILL, SIGALRM, 34, 64, 65, 0, -1] {
      for ignored in [true, false] {
        attempt { () throws(Errno) in
          try calls.setDisposition(ofSignal: signal, ignored: ignored)
        }
      }
    }
  }
}
