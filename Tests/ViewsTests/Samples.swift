import Log
import SystemCalls
import Views

/// The calls of DESIGN.md section 3, as SystemCalls builds them.
enum Sample {
  static let door = SocketAddress.loopback(port: 9000)
  static let room = Value.addressRoom(pointer: 0x7ffc_0000, filled: nil)
  static let length = Value.lengthRoom(given: 128, returned: nil)

  static func call(_ name: String, _ values: Value...) -> Call {
    Call(name, values.enumerated().map { Argument("a\($0)", $1) })
  }

  static func socket(_ family: Int = 2, _ type: Int = 1, _ protocolNumber: Int = 0) -> Call {
    call(
      "socket", .constant(family, table: .addressFamily), .constant(type, table: .socketType),
      .constant(protocolNumber, table: .protocolNumber))
  }

  static func connect(_ address: SocketAddress = door) -> Call {
    call("connect", .descriptor(3), .address(address), .addressLength(16))
  }

  static func accept(from address: SocketAddress? = nil) -> Call {
    call("accept", .descriptor(3), got(address), .lengthRoom(given: 128, returned: 16))
  }

  static func send(_ data: some Collection<UInt8>, flags: Int = 0) -> Call {
    call(
      "send", .descriptor(3), .bytes(Bytes(data)), .integer(data.count),
      .constant(flags, table: .messageFlags))
  }

  static func recv(_ data: (any Collection<UInt8>)?, flags: Int = 0) -> Call {
    Call(
      "recv",
      [
        Argument("sockfd", .descriptor(4)),
        Argument(
          "buf", .buffer(pointer: 0x5555_0000, filled: data.map { Bytes(Array($0)) })),
        Argument("len", .integer(4096)),
        Argument("flags", .constant(flags, table: .messageFlags)),
      ])
  }

  static func recvfrom(_ data: String, from address: SocketAddress?) -> Call {
    call(
      "recvfrom", .descriptor(3), .buffer(pointer: 1, filled: Bytes(Array(data.utf8))),
      .integer(4096), .constant(0, table: .messageFlags), got(address), length)
  }

  static func got(_ address: SocketAddress?) -> Value {
    .addressRoom(pointer: 0x7ffc_0000, filled: address)
  }

  static func ok(_ result: Int) -> Outcome { Outcome(result: result, errno: nil, nanoseconds: 1) }

  static func failed(_ number: Int32) -> Outcome {
    Outcome(result: -1, errno: Errno(number), nanoseconds: 1)
  }

  static func change(
    _ property: StateChange.Property, _ from: String, _ to: String, fd: Int32 = 3,
    local: SocketAddress? = nil, orphaned: Bool = false
  ) -> Event.Kind {
    .state(
      StateChange(
        fd: fd, property: property, from: from, to: to, local: local, remote: nil,
        orphaned: orphaned))
  }

  static func returned(_ call: Call, _ outcome: Outcome, late: Bool = false) -> Event.Kind {
    .returned(Returned(call: call, outcome: outcome, late: late))
  }
}

/// A terminal that remembers what it showed.
struct Screen {
  var text: TerminalText
  var lines: [String] = []
  private var seq = 0

  init(_ style: TerminalText.Style = .init()) {
    text = TerminalText(style: style) { call, outcome in "strace: \(call.name) \(outcome.result)" }
  }

  mutating func show(_ role: String?, _ kinds: Event.Kind...) {
    for kind in kinds {
      seq += 1
      lines += text.lines(for: Event(seq: seq, time: UInt64(seq), role: role, kind: kind))
    }
  }

  mutating func prompt() { lines += text.flush() }
}
