import Glibc
import SystemCalls

@testable import Explanations

extension Bench {
  func trySetOption(
    _ fd: Int32, _ name: String, _ value: OptionValue, mentions: [String] = []
  ) -> Attempt {
    tryOption(
      "setsockopt", fd, name, .optionValue(value), mentions
    ) { level, number in
      let bytes = value.bytes
      return setsockopt(fd, level, number, bytes, socklen_t(bytes.count))
    }
  }

  func tryGetOption(_ fd: Int32, _ name: String, mentions: [String] = []) -> Attempt {
    tryOption(
      "getsockopt", fd, name, .optionRoom(pointer: 0, filled: nil), mentions
    ) { level, number in
      var room = [UInt8](repeating: 0, count: 16)
      var length = socklen_t(room.count)
      return getsockopt(fd, level, number, &room, &length)
    }
  }

  private func tryOption(
    _ call: String, _ fd: Int32, _ name: String, _ value: Value, _ mentions: [String],
    _ body: (Int32, Int32) -> Int32
  ) -> Attempt {
    let option = SocketOption.named(name)
    let arguments = [
      Argument("sockfd", .descriptor(fd)), Argument("optname", .option(name)),
      Argument("optval", value),
    ]
    return attempt(Call(call, arguments), mentions: mentions) {
      Int(body(option?.level ?? -1, option?.number ?? -1))
    }
  }
}

let optionProvocations = [
  Provocation("setsockopt", "ENOPROTOOPT", "TCP's option on a UDP socket") { bench in
    let fd = try bench.udp()
    return bench.trySetOption(
      fd, "TCP_NODELAY", .integer(1), mentions: ["@\(fd) is a UDP socket", "TCP_NODELAY"])
  },
  Provocation("setsockopt", "ENOPROTOOPT", "an option that none may set") { bench in
    bench.trySetOption(
      try bench.tcp(), "SO_TYPE", .integer(1), mentions: ["SO_TYPE", "`getsockopt SO_TYPE`"])
  },
  Provocation("getsockopt", "EOPNOTSUPP", "TCP's option on a UDP socket") { bench in
    bench.tryGetOption(try bench.udp(), "TCP_NODELAY", mentions: ["only TCP", "TCP_NODELAY"])
  },
  Provocation("setsockopt", "EOPNOTSUPP", "credentials over TCP") { bench in
    bench.trySetOption(
      try bench.tcp(), "SO_PASSCRED", .integer(1), mentions: ["Unix sockets", "SO_PASSCRED"])
  },
  Provocation("getsockopt", "ENOPROTOOPT", "an option that can only be set") { bench in
    bench.tryGetOption(
      try bench.udp(), "IP_ADD_MEMBERSHIP", mentions: ["IP_ADD_MEMBERSHIP", "not asked for"])
  },
  Provocation("setsockopt", "EINVAL", "a TTL that no packet can have") { bench in
    bench.trySetOption(
      try bench.tcp(), "IP_TTL", .integer(256), mentions: ["IP_TTL takes 1 to 255, not 256"])
  },
  Provocation("setsockopt", "EINVAL", "fast open on a connection") { bench in
    let (client, _) = try bench.connection()
    return bench.trySetOption(
      client, "TCP_FASTOPEN_CONNECT", .integer(1), mentions: ["gone too far", "ESTABLISHED"])
  },
  Provocation("setsockopt", "EINVAL", "a group that is a host") { bench in
    bench.trySetOption(
      try bench.udp(), "IP_ADD_MEMBERSHIP",
      .membership(group: 0x7f00_0001, local: 0x7f00_0001, interface: nil),
      mentions: ["127.0.0.1 is the address of a host", "224.0.0.0"])
  },
  Provocation("setsockopt", "EDOM", "more microseconds than a second has") { bench in
    bench.trySetOption(
      try bench.udp(), "SO_RCVTIMEO", .time(seconds: 0, microseconds: 2_000_000),
      mentions: ["tv_usec", "`setsockopt SO_RCVTIMEO 2s`"])
  },
  Provocation("setsockopt", "ENODEV", "an interface that is not there") { bench in
    bench.trySetOption(
      try bench.udp(), "SO_BINDTODEVICE", .text(Array("nosuch".utf8)),
      mentions: ["interface", "lo"]
    )
  },
  Provocation("setsockopt", "ENODEV", "a group on an interface that is not there") { bench in
    bench.trySetOption(
      try bench.udp(), "IP_ADD_MEMBERSHIP",
      .membership(group: group, local: 0, interface: 9999), mentions: ["`join 239.1.2.3 on lo`"])
  },
  Provocation("setsockopt", "EADDRNOTAVAIL", "multicast out of somebody else's address") { bench in
    bench.trySetOption(
      try bench.udp(), "IP_MULTICAST_IF", .outgoing(local: 0xc000_0201, interface: nil),
      mentions: ["IP_MULTICAST_IF", "lo"])
  },
  Provocation("setsockopt", "EADDRNOTAVAIL", "leaving a group that was not joined") { bench in
    bench.trySetOption(
      try bench.udp(), "IP_DROP_MEMBERSHIP",
      .membership(group: group, local: 0x7f00_0001, interface: nil),
      mentions: ["has not joined 239.1.2.3 on 127.0.0.1", "`join 239.1.2.3 on 127.0.0.1`"])
  },
  Provocation("setsockopt", "EADDRINUSE", "joining twice") { bench in
    let fd = try bench.udp()
    let membership = OptionValue.membership(group: group, local: 0x7f00_0001, interface: nil)
    try bench.join(fd, membership)
    return bench.trySetOption(
      fd, "IP_ADD_MEMBERSHIP", membership, mentions: ["already", "`leave 239.1.2.3 on 127.0.0.1`"])
  },
  Provocation("setsockopt", "ENOBUFS", "more groups than a socket may join") { bench in
    let fd = try bench.udp()
    for number in 0..<UInt32(4096) {
      let next = OptionValue.membership(group: group + number, local: 0x7f00_0001, interface: nil)
      let attempt = bench.trySetOption(
        fd, "IP_ADD_MEMBERSHIP", next, mentions: ["igmp_max_memberships"])
      if attempt.result < 0 { return attempt }
    }
    return nil
  },
  Provocation("setsockopt", "EPROTO", "a group on a TCP socket") { bench in
    bench.trySetOption(
      try bench.tcp(), "IP_ADD_MEMBERSHIP",
      .membership(group: group, local: 0x7f00_0001, interface: nil), mentions: ["TCP"])
  },
  Provocation("setsockopt", "ENOENT", "a congestion control that is not there") { bench in
    bench.trySetOption(
      try bench.tcp(), "TCP_CONGESTION", .text(Array("nosuch".utf8)),
      mentions: [#""nosuch""#, "reno"])
  },
  Provocation("setsockopt", "EPERM", "a mark, without privilege") { bench in
    guard drop(networkAdministration), drop(rawSockets) else { return nil }
    return bench.trySetOption(
      try bench.udp(), "SO_MARK", .integer(7), mentions: ["SO_MARK", "CAP_NET_ADMIN"])
  },
  Provocation("setsockopt", "EACCES", "a kernel's record, without privilege") { bench in
    guard drop(networkAdministration) else { return nil }
    return bench.trySetOption(
      try bench.udp(), "SO_DEBUG", .integer(1), mentions: ["SO_DEBUG", "CAP_NET_ADMIN"])
  },
  Provocation("getsockopt", "ENOTCONN", "the MTU of no way at all") { bench in
    bench.tryGetOption(try bench.udp(), "IP_MTU", mentions: ["IP_MTU", "`connect`"])
  },
]

private let group: UInt32 = 0xef01_0203
private let networkAdministration: UInt32 = 12

extension Bench {
  fileprivate func join(_ fd: Int32, _ membership: OptionValue) throws {
    let bytes = membership.bytes
    try prepare(setsockopt(fd, 0, 35, bytes, socklen_t(bytes.count)) == 0, "join")
  }
}
