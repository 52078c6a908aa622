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
]
