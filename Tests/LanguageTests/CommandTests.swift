import Log
import SystemCalls
import Testing

@testable import Language

private let peek: Int32 = 2
private let dontwait: Int32 = 0x40

private let calls: [(String, Action)] = [
  ("socket tcp", Action.socket(family: 2, type: 1, protocolNumber: 0)),
  ("socket udp6", .socket(family: 10, type: 2, protocolNumber: 0)),
  ("socket AF_INET SOCK_STREAM", .socket(family: 2, type: 1, protocolNumber: 0)),
  ("socket AF_INET SOCK_STREAM 0", .socket(family: 2, type: 1, protocolNumber: 0)),
  ("socket AF_INET, SOCK_STREAM, 0", .socket(family: 2, type: 1, protocolNumber: 0)),
  ("socket AF_INET,SOCK_DGRAM,IPPROTO_UDP", .socket(family: 2, type: 2, protocolNumber: 17)),
  ("socket 2 1 6", .socket(family: 2, type: 1, protocolNumber: 6)),
  (
    "socket AF_INET6 SOCK_STREAM|SOCK_NONBLOCK IPPROTO_TCP",
    .socket(family: 10, type: 0x801, protocolNumber: 6)
  ),
  ("bind @4 *:9000", .bind(.descriptor(4), .any(port: 9000))),
  ("listen", .listen(.unnamed, backlog: 128)),
  ("listen @3 -1", .listen(.descriptor(3), backlog: -1)),
  ("accept @3", .accept(.descriptor(3))),
  ("connect server", .connect(.unnamed, .role("server"))),
  ("shutdown write", .shutdown(.unnamed, how: 1)),
  ("shutdown @4 SHUT_RDWR", .shutdown(.descriptor(4), how: 2)),
  ("close", .close(.unnamed)),
  ("getsockname @9", .getsockname(.descriptor(9))),
  ("getpeername", .getpeername(.unnamed)),
  ("socket unix-seqpacket", .socket(family: 1, type: 5, protocolNumber: 0)),
  ("socket icmp", .socket(family: 2, type: 3, protocolNumber: 1)),
  ("socket ping", .socket(family: 2, type: 2, protocolNumber: 1)),
  (
    // RFC 1071: the sum of all 16-bit words, the checksum included, is all ones.
    #"sendto 127.0.0.1:0 echo 7 1 "hello""#,
    .send(
      .unnamed, .bytes([8, 0, 0xb4, 0x25, 0, 7, 0, 1] + Array("hello".utf8)), flags: 0, all: false,
      to: .literal(.loopback(port: 0)))
  ),
  (
    "send echo 65535 65535",
    .send(
      .unnamed, .bytes([8, 0, 0xf7, 0xff, 0xff, 0xff, 0xff, 0xff]), flags: 0, all: false, to: nil)
  ),
  ("socketpair", .socketpair(family: 1, type: 1, protocolNumber: 0)),
  ("socketpair unix-dgram", .socketpair(family: 1, type: 2, protocolNumber: 0)),
  ("socketpair AF_UNIX SOCK_STREAM 0", .socketpair(family: 1, type: 1, protocolNumber: 0)),
  ("unlink ./s.sock", .unlink(Array("./s.sock".utf8))),
  (
    #"sendmsg @4 to server u16 5 "x" + hex 01 fd @3 @4 credentials uid 0 source 127.0.0.2 nosignal"#,
    .sendmsg(
      .descriptor(4),
      Envelope(
        address: .role("server"), buffers: [.bytes([0, 5, 0x78]), .bytes([1])],
        ancillary: [
          .descriptors([3, 4]), .credentials(pid: nil, uid: 0, gid: nil), .source(0x7f00_0002),
        ]), flags: 0x4000)
  ),
  (
    #"sendmsg "fd" + "+""#,
    .sendmsg(
      .unnamed,
      Envelope(
        address: nil, buffers: [.bytes(Array("fd".utf8)), .bytes(Array("+".utf8))], ancillary: []),
      flags: 0)
  ),
  ("recvmsg", .recvmsg(.unnamed, into: [4096], control: 256, flags: 0)),
  (
    "recvmsg @4 2 + 1K + 0 control 0 peek errqueue",
    .recvmsg(.descriptor(4), into: [2, 1024, 0], control: 0, flags: peek | 0x2000)
  ),
  ("signal SIGPIPE default", .signal(13, ignored: false)),
  ("signal pipe ignore", .signal(13, ignored: true)),
  (
    "send @4 all zeros 1M",
    .send(.descriptor(4), .zeros(1 << 20), flags: 0, all: true, to: nil)
  ),
  (
    "send hello MSG_DONTWAIT",
    .send(.unnamed, .bytes(Array("hello".utf8)), flags: dontwait, all: false, to: nil)
  ),
  (
    "send hello MSG_OOB | dontwait nosignal",
    .send(
      .unnamed, .bytes(Array("hello".utf8)), flags: 0x4000 | 0x40 | 1, all: false, to: nil)
  ),
  (
    #"send "all""#,
    .send(.unnamed, .bytes(Array("all".utf8)), flags: 0, all: false, to: nil)
  ),
  (
    "sendto server hex 00 dontwait",
    .send(.unnamed, .bytes([0]), flags: dontwait, all: false, to: .role("server"))
  ),
  ("recv", .receive(.unnamed, .once(4096), flags: 0, discard: false, sender: false)),
  ("recv 0", .receive(.unnamed, .once(0), flags: 0, discard: false, sender: false)),
  (
    "recv @4 64K",
    .receive(.descriptor(4), .once(65_536), flags: 0, discard: false, sender: false)
  ),
  (
    "recv exactly 10 discard",
    .receive(.unnamed, .exactly(10), flags: 0, discard: true, sender: false)
  ),
  (
    #"recv until "\r\n" peek"#,
    .receive(.unnamed, .until([13, 10]), flags: peek, discard: false, sender: false)
  ),
  ("recv all", .receive(.unnamed, .all, flags: 0, discard: false, sender: false)),
  (
    "recv MSG_PEEK|MSG_DONTWAIT",
    .receive(.unnamed, .once(4096), flags: peek | dontwait, discard: false, sender: false)
  ),
  (
    "recvfrom 10 peek dontwait",
    .receive(.unnamed, .once(10), flags: peek | dontwait, discard: false, sender: true)
  ),
]

private let settings: [(String, String, OptionValue)] = [
  ("SO_REUSEADDR on", "SO_REUSEADDR", .integer(1)),
  ("SO_KEEPALIVE off", "SO_KEEPALIVE", .integer(0)),
  ("SO_BROADCAST 7", "SO_BROADCAST", .integer(7)), ("so_rcvbuf 64K", "SO_RCVBUF", .integer(65_536)),
  ("SO_SNDBUF -1", "SO_SNDBUF", .integer(-1)), ("SO_RCVBUF 0x10", "SO_RCVBUF", .integer(16)),
  ("SO_LINGER off", "SO_LINGER", .linger(onOff: 0, seconds: 0)),
  ("SO_LINGER 0s", "SO_LINGER", .linger(onOff: 1, seconds: 0)),
  ("SO_LINGER 2000ms", "SO_LINGER", .linger(onOff: 1, seconds: 2)),
  ("SO_RCVTIMEO off", "SO_RCVTIMEO", .time(seconds: 0, microseconds: 0)),
  ("SO_SNDTIMEO 1500ms", "SO_SNDTIMEO", .time(seconds: 1, microseconds: 500_000)),
  ("SO_RCVTIMEO 2000000us", "SO_RCVTIMEO", .time(seconds: 0, microseconds: 2_000_000)),
  ("nodelay on", "TCP_NODELAY", .integer(1)), ("keepidle 2s", "TCP_KEEPIDLE", .integer(2)),
  ("TCP_KEEPIDLE 60", "TCP_KEEPIDLE", .integer(60)),
  ("TCP_USER_TIMEOUT 2s", "TCP_USER_TIMEOUT", .integer(2000)),
  ("SO_BUSY_POLL 50us", "SO_BUSY_POLL", .integer(50)),
  ("TCP_CONGESTION reno", "TCP_CONGESTION", .text(Array("reno".utf8))),
  ("SO_BINDTODEVICE off", "SO_BINDTODEVICE", .text([])),
  ("IP_MTU_DISCOVER IP_PMTUDISC_DO", "IP_MTU_DISCOVER", .named(2, .pathMTU)),
  ("SO_BUF_LOCK SOCK_SNDBUF_LOCK|2", "SO_BUF_LOCK", .named(3, .bufferLock)),
  ("IP_TOS 0x10", "IP_TOS", .named(16, .typeOfService)),
  ("SO_MAX_PACING_RATE 1M", "SO_MAX_PACING_RATE", .unsigned(1 << 20)),
  ("IPV6_MULTICAST_IF 3", "IPV6_MULTICAST_IF", .interface(3)),
  ("IP_UNICAST_IF off", "IP_UNICAST_IF", .networkInterface(0)),
  (
    "IP_MULTICAST_IF 127.0.0.1", "IP_MULTICAST_IF", .outgoing(local: 0x7f00_0001, interface: nil)
  ),
  (
    "IP_ADD_MEMBERSHIP 239.1.2.3", "IP_ADD_MEMBERSHIP",
    .membership(group: 0xef01_0203, local: 0, interface: nil)
  ),
  (
    "IP_ADD_MEMBERSHIP 239.1.2.3 on 7", "IP_ADD_MEMBERSHIP",
    .membership(group: 0xef01_0203, local: 0, interface: 7)
  ),
  (
    "IP_BLOCK_SOURCE 239.1.2.3 from 10.0.0.1 on 127.0.0.1", "IP_BLOCK_SOURCE",
    .sourceMembership(group: 0xef01_0203, local: 0x7f00_0001, source: 0x0a00_0001)
  ),
  (
    "IPV6_JOIN_GROUP [ff02::1] on 2", "IPV6_JOIN_GROUP",
    .membership6(group: IPv6Bytes(high: 0xff02 << 48, low: 1), interface: 2)
  ),
  ("TCP_NODELAY on", "TCP_NODELAY", .integer(1)), ("SO_TYPE 1", "SO_TYPE", .named(1, .socketType)),
]

private let orders: [(String, Order)] = [
  ("use @4", Order.use(.descriptor(4))), ("use", .use(.unnamed)), ("sockets", .sockets),
  ("role", .roles), ("role guest", .role("guest", on: nil)), ("interrupt", .interrupt(nil)),
  ("interrupt server", .interrupt("server")), ("kill server", .kill("server", signal: 9)),
  ("kill server TERM", .kill("server", signal: 15)),
  ("kill server SIGINT", .kill("server", signal: 2)),
  ("kill server 1", .kill("server", signal: 1)), ("trace", .trace(nil)),
  ("trace full", .trace(.full)), ("explain", .explain(nil)), ("explain off", .explain(false)),
  ("wait server", .wait(role: "server", until: nil, milliseconds: nil)),
  ("wait server for 2s", .wait(role: "server", until: nil, milliseconds: 2000)),
  ("wait 2s", .pause(milliseconds: 2000)), ("wait 0ms", .pause(milliseconds: 0)),
  ("history", .history(nil)), ("history 5", .history(5)), ("source a.sock", .source("a.sock")),
  (#"source "my file""#, .source("my file")), ("help", .help(nil)), ("help send", .help("send")),
  ("help data", .help("data")), ("quit", .quit), ("exit", .quit), ("?", .help(nil)),
]

private let wrongArguments: [(String, Int, String)] = [
  ("socket", 7, "expected tcp, udp"), ("socket tpc", 8, "found “tpc”"),
  ("socket AF_INET", 15, "socket type"), ("socket AF_INET SOCK_STREAMS", 16, "socket type"),
  ("socket tcp 0", 12, "one argument too many"), ("listen 99999999999", 8, "a number from"),
  ("accept 3", 8, "written @3"), ("bind 0 @3", 8, "socket comes first"),
  ("send hello @3", 12, "socket comes first"), ("recv @x", 6, "a descriptor"),
  ("recv 2G", 6, "too large"), ("recv exactly", 13, "a size"), ("recv exactly 0", 14, "a size"),
  ("recv until", 11, "a text"), (#"recv until """#, 12, "a text"),
  ("recv 10 pek", 9, "a flag"), ("shutdown wrote", 10, "found “wrote”"),
  ("kill sever", 6, "no role"), ("kill server SIGFOO", 13, "a signal"),
  ("kill server 65", 13, "a signal"), ("signal SIGPIPE", 15, "default or ignore"),
  ("trace ful", 7, "found “ful”"), ("wait server for 2", 17, "a time"),
  ("wait server for", 16, "a time"), ("wait 2", 6, "a time"), ("wait 2x", 6, "a time"),
  ("wait 2s for 3s", 9, "one argument too many"), ("wait 2s until state == LISTEN", 9, "too many"),
  ("wait", 5, "a role"), ("wait sever", 6, "no role"), ("history 0", 9, "a number"),
  ("source", 7, "a file"),
  ("help sned", 6, "a command"), ("quit now", 6, "one argument too many"),
  ("setsockopt", 11, "an option"), ("setsockopt SO_NOSUCH on", 12, "no option “SO_NOSUCH”"),
  ("setsockopt SO_REUSEADDR", 24, "on, off or a number"),
  ("setsockopt SO_REUSEADDR yes", 25, "on, off or a number"),
  ("setsockopt SO_RCVBUF 4294967296", 22, "out of range"),
  ("setsockopt SO_LINGER 5", 22, "seconds"),
  ("setsockopt SO_LINGER 200ms", 22, "seconds"), ("setsockopt SO_RCVTIMEO 2", 24, "a time"),
  ("setsockopt SO_TYPE 1 2", 22, "one argument too many"),
  ("set nodelya on", 5, "no option “nodelya”"),
  ("set keepidle 1500ms", 14, "a whole number of seconds such as 2s"),
  ("set linger 5", 12, "seconds"),
  ("set ip_mtu_discover YES", 21, "a name such as IP_PMTUDISC_DONT"),
  ("set ip_multicast_if ./x", 21, "an interface"), ("join", 5, "a group's address"),
  ("join 239.1.2", 6, "a group's address"), ("join 239.1.2.3 on", 18, "an interface"),
  ("join 239.1.2.3 lo", 16, "one argument too many"),
  ("join 239.1.2.3 from", 20, "a sender's address"), ("leave @3", 9, "a group's address"),
  ("options al", 9, "one argument too many"), ("help SO_NOSUCH", 6, "an option"),
  ("getsockopt", 11, "an option"), ("getsockopt SO_REUSEADDR on", 25, "one argument too many"),
  ("send echo 1", 12, "0 to 65535"), ("send echo 65536 1", 11, "0 to 65535"),
  ("sendmsg", 8, "expected data"), ("sendmsg fd @4", 9, "expected data"),
  ("sendmsg x fd", 13, "a descriptor"), ("sendmsg x fd 4", 14, "a descriptor"),
  ("sendmsg x +", 12, "data"), ("sendmsg x cred", 11, "expected “credentials” or the end"),
  ("sendmsg x credentails", 11, "expected “credentials”"), ("fuzz 1 x tims 3", 10, "“times”"),
  ("getaddrinfo localhost http x", 28, "a hint or the end"),
  ("getaddrinfo localhost:http x", 28, "a hint or the end"),
  ("getaddrinfo NULL 80 AI_PASIVE", 21, "found “AI_PASIVE”"),
  ("getaddrinfo ::1 0 AI_ALL|AI_NO", 19, "a hint"), ("getnameinfo ::1 MSG_PEEK", 17, "a flag"),
  ("info of", 6, "one argument too many"), ("sendmsg x credentials pid -1", 27, "a number"),
  ("sendmsg x source 127.0.0.1:9", 18, "without a port"),
  ("recvmsg 2 +", 12, "a size"), ("recvmsg 64M + 1", 9, "more than 64M"),
  ("recvmsg control 65M", 17, "too large"),
  ("recvmsg " + [String](repeating: "1", count: 17).joined(separator: " + "), 9, "at most 16"),
  ("unlink s.sock", 8, "a path with a /"), ("socketpair tcp", 12, "found “tcp”"),
  ("role role", 6, "is a command"), ("interrupt nobody", 11, "no role"),
]

struct CommandTests {
  @Test(arguments: calls + descriptorCalls)
  func `a call means this`(text: String, action: Action) throws {
    #expect(try order(text) == .act(action))
  }

  @Test(arguments: settings)
  func `an option is set to this`(text: String, name: String, value: OptionValue) throws {
    let option = try #require(SocketOption.named(name))
    #expect(
      try order("setsockopt @4 \(text)")
        == .act(.setsockopt(.descriptor(4), OptionSetting(option: option, value: value))))
  }

  @Test func `an interface's name is kept for the session to look up`() throws {
    for text in [
      "join 239.1.2.3 on eth0", "leave @4 239.1.2.3 on eth0", "set ipv6_multicast_if eth0",
    ] {
      guard case .act(.setsockopt(_, let setting)) = try order(text) else {
        Issue.record("\(text) is no setsockopt")
        continue
      }
      #expect(setting.interface == "eth0", "\(text)")
    }
    #expect(try order("leave") == .lesson(.leave))
  }

  @Test func `every option can be set by its name where it can be set at all`() throws {
    let samples = [
      "on", "7", "2s", "off", "lo", "127.0.0.1", "239.1.2.3 on lo", "[ff02::1] on lo",
      "239.1.2.3 from 10.0.0.1",
    ]
    for option in SocketOption.all where !option.isReadOnly {
      let orders = samples.compactMap { try? order("setsockopt \(option.name) \($0)") }
      #expect(!orders.isEmpty, "\(option.name)")
      for case .act(.setsockopt(_, let setting)) in orders { #expect(setting.option == option) }
      #expect(help(for: option.name, width: 80).contains(option.summary), "\(option.name)")
    }
  }

  @Test(arguments: SocketOption.all.map(\.name))
  func `every option can be asked for`(name: String) throws {
    let option = try #require(SocketOption.named(name))
    #expect(try order("getsockopt \(name)") == .act(.getsockopt(.unnamed, option)))
  }

  @Test(arguments: orders)
  func `an order means this`(text: String, expected: Order) throws {
    #expect(try order(text, session) == expected)
  }

  @Test(arguments: wrongArguments + wrongDescriptorArguments)
  func `a wrong argument is refused at its column`(
    text: String, column: Int, message: String
  ) throws {
    let diagnostic = try refusal(text, session)
    #expect(diagnostic.column == column)
    #expect(diagnostic.message.contains(message))
    #expect(diagnostic.advice != nil)
  }
}
