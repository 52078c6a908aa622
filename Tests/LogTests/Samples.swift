import Log
import SystemCalls

/// An event of every kind, with every kind of argument among them.
enum Sample {
  static let call = Call(
    "recvfrom",
    [
      Argument("sockfd", .descriptor(4)),
      Argument("buf", .buffer(pointer: 0x7ffc_0000_1000, filled: Bytes(Array("hi\0\u{1b}".utf8)))),
      Argument("len", .integer(-1)), Argument("flags", .constant(2, table: .messageFlags)),
      Argument("src_addr", .addressRoom(pointer: 1, filled: .loopback(port: 9000))),
      Argument("addrlen", .lengthRoom(given: 128, returned: 16)),
    ])

  static let rest = Call(
    "everything",
    [
      Argument("address", .address(.ipv6(.loopback, port: 80, scope: 2))),
      Argument("path", .address(.unixPath([0x2e, 0x2f, 0xff]))),
      Argument("abstract", .address(.unixAbstract([0, 1]))),
      Argument("unnamed", .address(.unixUnnamed)),
      Argument("other", .address(.other(family: 16, bytes: [1, 2, 3]))),
      Argument("length", .addressLength(28)), Argument("bytes", .bytes(Bytes([]))),
      Argument("empty", .buffer(pointer: 7, filled: nil)),
      Argument("room", .addressRoom(pointer: .max, filled: nil)),
      Argument("given", .lengthRoom(given: .max, returned: nil)), Argument("null", .null),
      Argument("raw", .raw("[1]")),
      Argument(
        "act",
        .disposition(
          SignalDisposition(handler: "SIG_IGN", mask: ["PIPE"], flags: ["SA_RESTART"], restorer: 9))
      ),
      Argument("pathname", .path([0x2f, 0x1b, 0xff])),
      Argument("sv", .descriptorRoom(pointer: 8, filled: nil)),
      Argument("pair", .descriptorRoom(pointer: .max, filled: [3, -1])),
      Argument("sent", .message(message)),
      Argument("msg", .messageRoom(messageRoom, filled: nil)),
      Argument("received", .messageRoom(messageRoom, filled: message)),
      Argument("fds", .pollSet(PollSet(entries: [PollEntry(fd: -1, events: 5)], count: 900))),
      Argument(
        "told",
        .pollSet(PollSet(entries: [], count: 0, ready: [PollEntry(fd: 4, events: 1, revents: 9)]))),
      Argument("set", .descriptorSet(DescriptorSet(given: [1, 1023], ready: []))),
      Argument("no set", .descriptorSet(nil)), Argument("for ever", .time(nil)),
      Argument("time", .time(TimeLimit(given: 2_000_000_000, left: 7))),
      Argument("event", .epollEvent(EpollEvent(events: 0x8000_0001, data: .max))),
      Argument("events", .epollRoom(pointer: 1, filled: [EpollEvent(events: 0, data: 3)])),
      Argument("no events", .epollRoom(pointer: .max, filled: nil)),
      Argument("iov", .vector(message.buffers)),
      Argument("readv", .vectorRoom(pointer: .max, lengths: [0, 7], filled: message.buffers)),
      Argument("no iov", .vectorRoom(pointer: 1, lengths: [], filled: nil)),
      Argument("messages", .messages([counted, CountedMessage(header: message, length: nil)])),
      Argument("msgvec", .messageRooms(messageRooms, filled: [counted])),
      Argument("no messages", .messageRooms(messageRooms, filled: nil)),
      Argument("sigmask", .signalMask([2, 64], pointer: .max)),
      Argument("pointed", .pointedNumber(.min)),
      Argument("argp", .numberRoom(pointer: .max, filled: -1)),
      Argument("no argp", .numberRoom(pointer: 1, filled: nil)),
    ])

  static let messageRoom = MessageRoom(
    namePointer: .max, nameLength: 128, buffers: [0, .max], controlLength: 16)
  static let messageRooms = MessageRooms(pointer: .max, room: messageRoom, count: 3)
  static let counted = CountedMessage(header: message, length: .max)
  static let message = MessageHeader(
    name: .unixPath([0x2e, 0x2f, 0x1b]), nameLength: 5,
    buffers: [
      MessageBuffer(data: Bytes([]), length: 0),
      MessageBuffer(data: Bytes(Array("\u{1b}[2J".utf8)), length: .max),
    ],
    control: [
      .rights([4, 5]), .credentials(pid: 1, uid: .max, gid: 0),
      ControlMessage(level: -1, type: .min, data: [0x1b, 0, 0xff]),
    ], controlLength: 77, flags: -1)
  static let optionValues: [OptionValue] = [
    .integer(.min), .error(111), .named(2, .pathMTU), .linger(onOff: 1, seconds: -1),
    .time(seconds: .min, microseconds: .max), .bytes([0, 255]), .text(Array("cubic".utf8)),
    .interface(1), .networkInterface(-1), .outgoing(local: .max, interface: nil),
    .outgoing(local: 0, interface: 7), .membership(group: .max, local: 1, interface: nil),
    .membership(group: 0, local: 1, interface: .max),
    .sourceMembership(group: 1, local: 2, source: .max),
    .membership6(group: IPv6Bytes(high: .max, low: 1), interface: -5),
    .credentials(pid: -1, uid: .max, gid: 0), .unsigned(.max),
  ]

  static let options = Call(
    "setsockopt",
    [Argument("optname", .option("SO_LINGER"))]
      + optionValues.flatMap { value in
        [
          Argument("optval", .optionValue(value)),
          Argument("room", .optionRoom(pointer: 1, filled: value)),
        ]
      } + [Argument("room", .optionRoom(pointer: .max, filled: nil))])

  static let failed = Outcome(result: -1, errno: Errno(111), nanoseconds: 1_234)
  static let worked = Outcome(result: .max, errno: nil, nanoseconds: .max)

  static let change = StateChange(
    fd: 3, property: .acceptQueue, from: "0", to: "1", local: .any(port: 1), remote: nil,
    orphaned: true)

  static let diagnostic = Diagnostic(
    "unknown", advice: "did you mean?", line: "lisen", column: 1, file: "a", lineNumber: 7)

  static let prose = Prose([
    Prose.Block(.heading, [Prose.Span("T")]),
    Prose.Block(
      .paragraph, [Prose.Span("a"), Prose.Span("b", .code), Prose.Span("", .lineBreak)], indent: 3,
      marker: "1. ", isApart: false),
  ])

  static let packets: [PacketSeen] =
    [
      .tcp(.init(flags: "S.", sequence: 0, acknowledgement: 1, length: 0, window: 65160)),
      .tcp(.init(flags: "none", sequence: .max, acknowledgement: nil, length: 7, window: 0)),
      .udp(length: 5), .icmp(type: 3, code: 1), .fragment(identification: 9, offset: 1480),
      .other(47), .malformed("no bytes"),
    ].map { (content: PacketSeen.Content) in
      PacketSeen(
        number: 3, from: "alice", to: "bob", source: .any(port: 1), destination: .loopback(port: 2),
        content: content, length: 60,
        fate: PacketSeen.Fate(
          .delivered, delay: 7, copies: 2, isCorrupted: true, isKeptBack: true, overtakes: 3),
        remarks: ["retransmission", "zero window"])
    }
    + PacketSeen.Fate.Verdict.allCases.map { verdict in
      PacketSeen(
        number: 4, from: "alice", to: nil, source: .any(port: 0), destination: .any(port: 0),
        content: .udp(length: 0), length: 28, fate: PacketSeen.Fate(verdict), remarks: [])
    }

  static let kinds: [Event.Kind] =
    [
      .typed("send \"hi\""), .roleStarted(RoleStart(pid: 4711)),
      .roleStarted(
        RoleStart(pid: 4712, host: "bob", interfaces: InterfaceNames([1: "lo", 2: "wire0"]))),
      .called(call), .called(rest),
      .called(options),
      .waiting(call),
      .returned(Returned(call: call, outcome: failed, late: true)),
      .returned(Returned(call: rest, outcome: worked, late: false)), .state(change),
      .roleEnded(.status(3)), .roleEnded(.signal(9)), .note("n"), .explanation("e"),
      .diagnostic(diagnostic), .output("o\n"), .source("s\n"), .prose(prose),
      .round(Round(number: 2, of: 3, depth: 1)),
      .repeated(Repeated(rounds: 2, of: 3, depth: 1, nanoseconds: 5)),
      .transferred(Transfer(isSent: true, bytes: 7, of: 9, calls: 10, nanoseconds: 5)),
      .transferred(Transfer(isSent: false, bytes: 7, of: nil, calls: 10, nanoseconds: 5)),
      .measured(Measurement(fd: 3, rtt: 1, rto: 2, cwnd: 3, unacked: 4, notSent: .max)),
    ] + packets.map { .packet($0) }
}
