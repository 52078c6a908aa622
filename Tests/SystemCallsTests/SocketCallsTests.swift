import Glibc
import SystemCalls
import Testing

@Suite struct SocketCallsTests {
  @Test func `the observer hears of a call before and after it, with what the kernel wrote`() throws
  {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    try pair.send("hello", on: pair.client)
    pair.recorder.events = []
    var room = [UInt8](repeating: 0, count: 64)
    let count = try room.withUnsafeMutableBytes {
      try pair.calls.recv(pair.server, into: $0, flags: 0)
    }
    #expect(count == 5)
    #expect(room[..<5] == ArraySlice("hello".utf8))
    guard case .entered(let before) = pair.recorder.events[0],
      case .returned(let after, let outcome) = pair.recorder.events[1]
    else {
      Issue.record("the events are \(pair.recorder.events)")
      return
    }
    #expect(pair.recorder.events.count == 2)
    #expect(outcome.result == 5)
    #expect(outcome.errno == nil)
    #expect(outcome.nanoseconds > 0)
    guard case .buffer(let pointer, nil)? = before["buf"],
      case .buffer(let samePointer, let filled?)? = after["buf"]
    else {
      Issue.record("the buffer is \(String(describing: after["buf"]))")
      return
    }
    #expect(pointer == samePointer)
    #expect(filled == Bytes(Array("hello".utf8)))
  }

  @Test func `a call that fails throws its errno and is reported with it`() throws {
    let recorder = Recorder()
    let calls = SocketCalls(observer: recorder)
    #expect(throws: Errno(EBADF)) { try calls.listen(-1, backlog: 1) }
    guard case .returned(let call, let outcome)? = recorder.events.last else {
      Issue.record("nothing returned")
      return
    }
    #expect(call.name == "listen")
    #expect(call.descriptor == -1)
    #expect(outcome.result == -1)
    #expect(outcome.errno?.name == "EBADF")
  }

  @Test func `accept and recvfrom say who is at the other end`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    #expect(try pair.calls.getpeername(pair.server) == pair.calls.getsockname(pair.client))
    let receiver = try pair.calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    let sender = try pair.calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    defer { for socket in [receiver, sender] { close(socket) } }
    for socket in [receiver, sender] { try pair.calls.bind(socket, .loopback(port: 0)) }
    let address = try pair.calls.getsockname(receiver)
    let sent = try Array("datagram".utf8).withUnsafeBytes {
      try pair.calls.sendto(sender, $0, flags: 0, to: address)
    }
    #expect(sent == 8)
    var room = [UInt8](repeating: 0, count: 4)
    var answer: (Int, SocketAddress?) = (0, nil)
    try room.withUnsafeMutableBytes {
      do {
        answer = try pair.calls.recvfrom(receiver, into: $0, flags: 0x20)
      }
    }
    #expect(answer.0 == 8)
    #expect(answer.1 == (try pair.calls.getsockname(sender)))
    #expect(room == Array("data".utf8))
  }

  @Test func `a connected stream gives recvfrom no address`() throws {
    let pair = try Pair()
    defer { withExtendedLifetime(pair) {} }
    try pair.send("x", on: pair.client)
    var room = [UInt8](repeating: 0, count: 4)
    var sender: SocketAddress?
    try room.withUnsafeMutableBytes {
      sender = try pair.calls.recvfrom(pair.server, into: $0, flags: 0).1
    }
    #expect(sender == nil)
  }

  @Test func `the disposition of a signal is set, and the one before comes back`() throws {
    let calls = SocketCalls(observer: Recorder())
    let before = try calls.setDisposition(ofSignal: SIGWINCH, ignored: true)
    #expect(before.handler == "SIG_DFL")
    #expect(try calls.setDisposition(ofSignal: SIGWINCH, ignored: false).handler == "SIG_IGN")
    #expect(throws: Errno(EINVAL)) { try calls.setDisposition(ofSignal: SIGKILL, ignored: true) }
  }

  @Test func `data keeps its first 4 KiB, its length and a hash of all of it`() {
    var data = [UInt8](repeating: 7, count: 10_000)
    let bytes = data.withUnsafeBytes { Bytes($0) }
    #expect(bytes.kept.count == 4096)
    #expect(bytes.count == 10_000)
    #expect(bytes == Bytes(data))
    data[9_999] = 8
    #expect(bytes.hash != data.withUnsafeBytes { Bytes($0) }.hash)
    #expect(fnv1a(Array("foobar".utf8)) == 0x8594_4171_f739_67e8)
  }
}
