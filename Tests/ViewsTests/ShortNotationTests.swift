import SystemCalls
import Testing
import Views

@Suite struct ShortNotationTests {
  @Test func `socket shows its constants by name`() {
    #expect(shortLine(Sample.socket(), Sample.ok(3)) == "socket(AF_INET, SOCK_STREAM, 0) = 3")
    #expect(
      shortLine(Sample.socket(10, 2 | 0x800, 17), Sample.ok(4))
        == "socket(AF_INET6, SOCK_DGRAM|SOCK_NONBLOCK, IPPROTO_UDP) = 4")
  }

  @Test func `a number without a name is shown as the number`() {
    #expect(
      shortLine(Sample.socket(99, 9, 999), Sample.failed(97))
        == "socket(0x63, 0x9, 0x3e7) = -1 EAFNOSUPPORT (Address family not supported by protocol)")
    #expect(
      shortEntry(Sample.recv(nil, flags: 0x42 | 0x40_0000))
        == "recv(4, …, 4096, MSG_PEEK|MSG_DONTWAIT|0x400000)")
  }

  @Test func `bind and listen leave out the length of the address`() {
    let bind = Sample.call("bind", .descriptor(3), .address(Sample.door), .addressLength(16))
    let listen = Sample.call("listen", .descriptor(3), .integer(128))
    #expect(shortLine(bind, Sample.ok(0)) == "bind(3, 127.0.0.1:9000) = 0")
    #expect(shortLine(listen, Sample.ok(0)) == "listen(3, 128) = 0")
  }

  @Test func `a failure carries the errno's name and its English meaning`() {
    #expect(
      shortLine(Sample.connect(), Sample.failed(111))
        == "connect(3, 127.0.0.1:9000) = -1 ECONNREFUSED (Connection refused)")
  }

  @Test func `accept says whom the connection came from`() {
    let call = Sample.accept(from: .loopback(port: 50312))
    #expect(shortEntry(Sample.accept()) == "accept(3)")
    #expect(shortLine(call, Sample.ok(4)) == "accept(3) = 4 from 127.0.0.1:50312")
    #expect(
      shortLine(Sample.accept(), Sample.failed(22)) == "accept(3) = -1 EINVAL (Invalid argument)")
  }

  @Test func `send and recv show their data`() {
    #expect(shortLine(Sample.send("hello".utf8), Sample.ok(5)) == #"send(3, "hello", 5, 0) = 5"#)
    #expect(
      shortLine(Sample.send("".utf8, flags: 0x4001), Sample.ok(0))
        == #"send(3, "", 0, MSG_OOB|MSG_NOSIGNAL) = 0"#)
    #expect(shortEntry(Sample.recv(nil)) == "recv(4, …, 4096, 0)")
    #expect(
      shortLine(Sample.recv("hello".utf8), Sample.ok(5)) == #"recv(4, "hello", 4096, 0) = 5"#)
    #expect(shortLine(Sample.recv("".utf8), Sample.ok(0)) == #"recv(4, "", 4096, 0) = 0"#)
    #expect(
      shortLine(Sample.recv(nil), Sample.failed(11))
        == "recv(4, …, 4096, 0) = -1 EAGAIN (Resource temporarily unavailable)")
  }

  @Test func `sendmsg shows each buffer, and what goes with them as it is typed`() {
    let header = MessageHeader(
      name: Sample.door, nameLength: 16,
      buffers: [
        MessageBuffer(data: Bytes(Array("head".utf8)), length: 4),
        MessageBuffer(data: Bytes([]), length: 0),
      ],
      control: [.rights([4, 5]), .packetInfo(source: 0x7f00_0005, interface: 0)],
      controlLength: 56, flags: 0)
    let call = Call(
      "sendmsg",
      [
        Argument("sockfd", .descriptor(3)), Argument("msg", .message(header)),
        Argument("flags", .constant(0x4000, table: .messageFlags)),
      ])
    #expect(
      shortLine(call, Sample.ok(4))
        == #"sendmsg(3, 127.0.0.1:9000, ["head", 4], ["", 0], SCM_RIGHTS @4 @5, "#
        + "IP_PKTINFO source 127.0.0.5, MSG_NOSIGNAL) = 4")
  }

  @Test func `recvmsg shows what came, from whom, and with what`() {
    let room = MessageRoom(namePointer: 1, nameLength: 128, buffers: [2, 10], controlLength: 64)
    func call(_ filled: MessageHeader?) -> Call {
      Call(
        "recvmsg",
        [
          Argument("sockfd", .descriptor(3)), Argument("msg", .messageRoom(room, filled: filled)),
          Argument("flags", .constant(0, table: .messageFlags)),
        ])
    }
    #expect(shortEntry(call(nil)) == "recvmsg(3, […, 2], […, 10], control 64, 0)")
    let header = MessageHeader(
      name: Sample.door, nameLength: 16,
      buffers: [
        MessageBuffer(data: Bytes(Array("he".utf8)), length: 2),
        MessageBuffer(data: Bytes(Array("y".utf8)), length: 10),
      ],
      control: [.rights([7]), .credentials(pid: 9, uid: 1, gid: 2)], controlLength: 56, flags: 0x28)
    #expect(
      shortLine(call(header), Sample.ok(3))
        == #"recvmsg(3, ["he", 2], ["y", 10], control 64, 0) = 3 from 127.0.0.1:9000 with "#
        + "SCM_RIGHTS @7, SCM_CREDENTIALS pid 9 uid 1 gid 2, MSG_CTRUNC|MSG_TRUNC")
  }

  @Test func `socketpair tells both ends, unlink its path`() {
    let pair = Call(
      "socketpair",
      [
        Argument("domain", .constant(1, table: .addressFamily)),
        Argument("sv", .descriptorRoom(pointer: 1, filled: [3, 4])),
      ])
    #expect(shortLine(pair, Sample.ok(0)) == "socketpair(AF_UNIX) = 0: @3 and @4")
    let unlink = Call("unlink", [Argument("pathname", .path(Array("./s\u{1b}".utf8)))])
    #expect(shortLine(unlink, Sample.ok(0)) == #"unlink(./s\x1b) = 0"#)
  }

  @Test func `datagrams carry their addresses`() {
    let sent = Sample.call(
      "sendto", .descriptor(3), .bytes(Bytes(Array("hi".utf8))), .integer(2),
      .constant(0, table: .messageFlags), .address(Sample.door), .addressLength(16))
    #expect(shortLine(sent, Sample.ok(2)) == #"sendto(3, "hi", 2, 0, 127.0.0.1:9000) = 2"#)
    #expect(
      shortLine(Sample.recvfrom("hi", from: .loopback(port: 5000)), Sample.ok(2))
        == #"recvfrom(3, "hi", 4096, 0) = 2 from 127.0.0.1:5000"#)
    #expect(
      shortLine(Sample.recvfrom("hi", from: nil), Sample.ok(2))
        == #"recvfrom(3, "hi", 4096, 0) = 2"#)
  }

  @Test func `options are named with their level, and shown as C has them`() {
    let subject = [
      Argument("sockfd", .descriptor(3)), Argument("level", .constant(1, table: .optionLevel)),
      Argument("optname", .option("SO_LINGER")),
    ]
    let linger = OptionValue.linger(onOff: 1, seconds: 5)
    let set = Call("setsockopt", subject + [Argument("optval", .optionValue(linger))])
    let room = Argument("optval", .optionRoom(pointer: 1, filled: nil))
    let asked = Call("getsockopt", subject + [room, Argument("optlen", Sample.length)])
    var answered = asked
    answered.arguments[3].value = .optionRoom(pointer: 1, filled: linger)
    #expect(
      shortLine(set, Sample.ok(0))
        == "setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}) = 0")
    #expect(shortEntry(asked) == "getsockopt(3, SOL_SOCKET, SO_LINGER)")
    #expect(
      shortLine(answered, Sample.ok(0))
        == "getsockopt(3, SOL_SOCKET, SO_LINGER) = 0: on, 5 s")
  }

  @Test(
    arguments: [
      ("SO_RCVTIMEO", OptionValue.time(seconds: 0, microseconds: 200_000), "200 ms"),
      ("SO_RCVTIMEO", .time(seconds: 0, microseconds: 0), "no limit"),
      ("SO_SNDTIMEO", .time(seconds: 2, microseconds: 0), "2 s"),
      ("SO_LINGER", .linger(onOff: 0, seconds: 9), "off"), ("SO_REUSEADDR", .integer(1), "1"),
      ("TCP_KEEPIDLE", .integer(7200), "7200 s"), ("TCP_USER_TIMEOUT", .integer(5), "5 ms"),
      ("TCP_CONGESTION", .text(Array("reno\0\0\0".utf8)), "reno"),
      ("SO_BINDTODEVICE", .text([]), "none"), ("IPV6_MULTICAST_IF", .interface(1), "lo"),
      ("IP_UNICAST_IF", .networkInterface(0), "none"),
      ("IP_MULTICAST_IF", .outgoing(local: 0x7f00_0001, interface: nil), "127.0.0.1"),
      ("SO_PEERCRED", .credentials(pid: 7, uid: 8, gid: 9), "pid 7, uid 8, gid 9"),
      ("SO_PEERCRED", .credentials(pid: 0, uid: .max, gid: .max), "none"),
      ("SO_MAX_PACING_RATE", .unsigned(.max), "no limit"),
      ("IP_MTU_DISCOVER", .named(2, .pathMTU), "IP_PMTUDISC_DO"),
      ("IP_TOS", .named(0x10, .typeOfService), "IPTOS_LOWDELAY"),
      ("IP_TOS", .named(3, .typeOfService), "3"),
      ("SO_PROTOCOL", .named(6, .protocolNumber), "IPPROTO_TCP"),
      ("SO_BUF_LOCK", .named(3, .bufferLock), "SOCK_SNDBUF_LOCK|SOCK_RCVBUF_LOCK"),
      ("SO_BUF_LOCK", .named(5, .bufferLock), "SOCK_SNDBUF_LOCK|0x4"),
    ])
  func `what an option is reads in its own terms`(
    name: String, value: OptionValue, text: String
  ) {
    let call = Call(
      "getsockopt",
      [
        Argument("sockfd", .descriptor(3)), Argument("optname", .option(name)),
        Argument("optval", .optionRoom(pointer: 1, filled: value)),
      ])
    #expect(shortLine(call, Sample.ok(0)) == "getsockopt(3, \(name)) = 0: \(text)")
  }

  @Test(
    arguments: [
      (OptionValue.integer(1), "1"), (.error(0), "0"),
      (.error(111), "ECONNREFUSED (Connection refused)"), (.named(2, .socketType), "SOCK_DGRAM"),
      (.time(seconds: 1, microseconds: 500_000), "{tv_sec=1, tv_usec=500000}"),
    ])
  func `the value of an option reads so`(value: OptionValue, text: String) {
    let call = Sample.call("getsockopt", .descriptor(3), .optionRoom(pointer: 1, filled: value))
    #expect(shortLine(call, Sample.ok(0)) == "getsockopt(3) = 0: \(text)")
  }

  @Test func `getsockname and getpeername answer with the address`() {
    let name = Sample.call("getsockname", .descriptor(3), Sample.got(Sample.door), Sample.length)
    let peer = Sample.call("getpeername", .descriptor(3), Sample.room, Sample.length)
    #expect(shortLine(name, Sample.ok(0)) == "getsockname(3) = 0: 127.0.0.1:9000")
    #expect(
      shortLine(peer, Sample.failed(107))
        == "getpeername(3) = -1 ENOTCONN (Transport endpoint is not connected)")
  }

  @Test func `shutdown and close are as short as they are`() {
    let half = Sample.call("shutdown", .descriptor(3), .constant(1, table: .shutdownHow))
    #expect(shortLine(half, Sample.ok(0)) == "shutdown(3, SHUT_WR) = 0")
    #expect(shortLine(Sample.call("close", .descriptor(3)), Sample.ok(0)) == "close(3) = 0")
  }

  @Test func `signal answers with the disposition that was`() {
    let call = Sample.call(
      "signal", .constant(13, table: .signal), .disposition(disposition("SIG_DFL")),
      .disposition(disposition("SIG_IGN")), .integer(8))
    #expect(shortEntry(call) == "signal(SIGPIPE, SIG_DFL)")
    #expect(shortLine(call, Sample.ok(0)) == "signal(SIGPIPE, SIG_DFL) = SIG_IGN")
  }

  private func disposition(_ handler: String) -> SignalDisposition {
    SignalDisposition(handler: handler, mask: [], flags: ["SA_RESTORER"], restorer: 0x7f00)
  }

  @Test(arguments: [
    (SocketAddress.ipv6(.loopback, port: 9000, scope: 0), "[::1]:9000"),
    (.ipv6(.any, port: 0, scope: 0), "[::]:0"),
    (.ipv6(.init(high: 0xfe80 << 48, low: 1), port: 80, scope: 1), "[fe80::1%lo]:80"),
    (.ipv6(.init(high: 0xfe80 << 48, low: 1), port: 80, scope: 999_999), "[fe80::1%999999]:80"),
    (.ipv6(.init(high: 0x2001_0db8_0000_0001, low: 1), port: 1, scope: 0), "[2001:db8:0:1::1]:1"),
    (.ipv6(.init(high: 0, low: 0xffff_7f00_0001), port: 7, scope: 0), "[::ffff:127.0.0.1]:7"),
    (.unixPath(Array("/tmp/s.sock".utf8)), "/tmp/s.sock"),
    (.unixPath(Array("./s\u{1b}[2J".utf8)), #"./s\x1b[2J"#),
    (.unixAbstract(Array("name".utf8)), "unix:@name"),
  ])
  func `every kind of address is written as it is typed`(address: SocketAddress, text: String) {
    #expect(shortEntry(Sample.connect(address)) == "connect(3, \(text))")
  }
}
