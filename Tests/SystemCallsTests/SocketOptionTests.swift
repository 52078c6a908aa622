import Glibc
import SystemCalls
import Testing

@Suite struct SocketOptionTests {
  @Test func `every option is named once, and its number is of one level`() {
    let all = SocketOption.all
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(Set(all.map { "\($0.level) \($0.number)" }).count == all.count)
    for option in all {
      #expect(SocketOption.named(option.name) == option)
      #expect(!option.summary.isEmpty && !option.summary.hasSuffix("."), "\(option.name)")
      let level = ConstantTable.optionLevel.text(Int(option.level))
      let levels = [
        "SO": "SOL_SOCKET", "IP": "IPPROTO_IP", "IPV6": "IPPROTO_IPV6", "TCP": "IPPROTO_TCP",
      ]
      #expect(level == levels[String(option.name.prefix { $0 != "_" })], "\(option.name)")
    }
    #expect(SocketOption.named("SO_NOSUCH") == nil)
  }

  @Test(
    arguments: [
      ("SO_REUSEADDR", SO_REUSEADDR), ("SO_REUSEPORT", SO_REUSEPORT),
      ("SO_KEEPALIVE", SO_KEEPALIVE), ("SO_BROADCAST", SO_BROADCAST), ("SO_RCVBUF", SO_RCVBUF),
      ("SO_SNDBUF", SO_SNDBUF), ("SO_LINGER", SO_LINGER), ("SO_RCVTIMEO", SO_RCVTIMEO),
      ("SO_SNDTIMEO", SO_SNDTIMEO), ("SO_ERROR", SO_ERROR), ("SO_TYPE", SO_TYPE),
      ("TCP_NODELAY", TCP_NODELAY),
    ])
  func `the numbers are those of the C headers`(name: String, number: Int32) throws {
    #expect(try #require(SocketOption.named(name)).number == number)
  }

  @Test(arguments: OptionType.allCases)
  func `what goes in as bytes comes out as the same value`(type: OptionType) {
    let value: OptionValue =
      switch type {
      case .flag, .integer: .integer(-7)
      case .error: .error(ECONNREFUSED)
      case .socketType: .socketType(2)
      case .linger: .linger(onOff: 1, seconds: 30)
      case .time: .time(seconds: 3, microseconds: 250_000)
      }
    #expect(value.bytes.count == type.size)
    #expect(OptionValue(value.bytes, as: type) == value)
    #expect(OptionValue([1], as: type) == .bytes([1]))
  }

  @Test func `an option that is set can be asked for, each in one call`() throws {
    let recorder = Recorder()
    let calls = SocketCalls(observer: recorder)
    let socket = try calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    defer { close(socket) }
    let broadcast = try #require(SocketOption.named("SO_BROADCAST"))
    #expect(try calls.getsockopt(socket, broadcast) == .integer(0))
    recorder.events = []
    try calls.setsockopt(socket, broadcast, .integer(1))
    #expect(try calls.getsockopt(socket, broadcast) == .integer(1))
    #expect(recorder.events.count == 4)
    guard case .returned(let call, let outcome)? = recorder.events.last else {
      Issue.record("the events are \(recorder.events)")
      return
    }
    #expect(
      straceLine(for: call, outcome)
        == "getsockopt(\(socket), SOL_SOCKET, SO_BROADCAST, [1], [4]) = 0")
  }

  @Test func `an option of another kind of socket is refused`() throws {
    let calls = SocketCalls(observer: Recorder())
    let socket = try calls.socket(family: AF_INET, type: datagram, protocolNumber: 0)
    defer { close(socket) }
    let noDelay = try #require(SocketOption.named("TCP_NODELAY"))
    #expect(throws: Errno(ENOPROTOOPT)) {
      try calls.setsockopt(socket, noDelay, .integer(1))
    }
    #expect(throws: Errno(EOPNOTSUPP)) { _ = try calls.getsockopt(socket, noDelay) }
  }
}
