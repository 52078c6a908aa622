import Foundation
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
      let prefix = option.name.prefix { $0 != "_" }
      #expect(level == (prefix == "SO" ? "SOL_SOCKET" : "IPPROTO_\(prefix)"), "\(option.name)")
      #expect(option.summary.count <= 68, "\(option.name)")
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

  @Test func `there are at least sixty, of every level`() {
    #expect(SocketOption.all.count >= 100)
    for level in [0, 1, 6, 17, 41] as [Int32] {
      #expect(SocketOption.all.contains { $0.level == level && !$0.isRare })
    }
  }

  /// Kernel headers older than an option do not have it.
  @Test func `every number that a header of this machine defines is the one of the table`() throws {
    let definitions = try headerDefinitions()
    var found = 0
    for option in SocketOption.all {
      let number = definitions[option.name] ?? definitions[option.name + "_OLD"]
      guard let number else { continue }
      found += 1
      #expect(option.number == number, "\(option.name)")
    }
    #expect(found >= SocketOption.all.count - 5, "\(found)")
  }

  private func headerDefinitions() throws -> [String: Int32] {
    var definitions: [String: Int32] = [:]
    let headers = ["asm-generic/socket", "linux/in", "linux/in6", "linux/tcp", "linux/udp"]
    for header in headers {
      let text = try String(contentsOfFile: "/usr/include/\(header).h", encoding: .utf8)
      for line in text.split(separator: "\n") where line.hasPrefix("#define") {
        let words = line.split { $0 == " " || $0 == "\t" }
        guard words.count > 2, let number = Int32(words[2]) else { continue }
        definitions[String(words[1])] = number
      }
    }
    return definitions
  }

  @Test(
    arguments: [
      (.flag, .integer(-7)), (.size, .integer(4096)), (.duration(.seconds), .integer(7)),
      (.error, .error(ECONNREFUSED)), (.named(.socketType), .named(2, .socketType)),
      (.linger, .linger(onOff: 1, seconds: 30)), (.time, .time(seconds: 3, microseconds: 250_000)),
      (.text, .text(Array("cubic".utf8))), (.interface, .interface(2)),
      (.networkInterface, .networkInterface(2)),
      (.outgoing, .outgoing(local: 0x7f00_0001, interface: nil)),
      (.credentials, .credentials(pid: 5, uid: 6, gid: .max)), (.unsigned, .unsigned(1 << 40)),
    ] as [(OptionType, OptionValue)])
  func `what goes in as bytes comes out as the same value`(type: OptionType, value: OptionValue) {
    #expect(value.bytes.count <= type.size)
    #expect(OptionValue(value.bytes, as: type) == value)
    if type != .text { #expect(OptionValue([1], as: type) == .bytes([1])) }
  }

  @Test func `C's structures have C's sizes`() {
    let group: UInt32 = 0xef01_0203
    #expect(OptionValue.membership(group: group, local: 1, interface: nil).bytes.count == 8)
    #expect(
      OptionValue.membership(group: group, local: 0x7f00_0001, interface: 3).bytes
        == [239, 1, 2, 3, 127, 0, 0, 1, 3, 0, 0, 0])
    #expect(OptionValue.outgoing(local: 1, interface: 3).bytes.count == 12)
    #expect(OptionValue.networkInterface(3).bytes == [0, 0, 0, 3])
    #expect(
      OptionValue.membership6(group: .loopback, interface: 2).bytes.count
        == MemoryLayout<ipv6_mreq>.size)
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
