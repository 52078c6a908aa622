import Log
import SystemCalls

@testable import Views

/// A log made by hand, with the events that a session would have, in milliseconds.
struct DiagramStory {
  private(set) var events: [Event] = []
  private var now = 0

  mutating func wait(_ milliseconds: Int) { now += milliseconds }

  mutating func add(_ role: String?, _ kind: Event.Kind) {
    events.append(
      Event(
        seq: events.count + 1, time: UInt64(5_000 + now) * 1_000_000, role: role, kind: kind))
  }

  mutating func enter(_ role: String, _ call: Call) { add(role, .called(call)) }

  /// Entered and back.
  mutating func call(_ role: String, _ call: Call, _ result: Int) {
    enter(role, call)
    back(role, call, result)
    wait(1)
  }

  mutating func back(_ role: String, _ call: Call, _ result: Int, late: Bool = false) {
    add(role, Sample.returned(call, Sample.ok(result), late: late))
  }

  mutating func change(
    _ role: String, _ fd: Int32, _ property: StateChange.Property, _ from: String, _ to: String,
    local: SocketAddress? = nil, remote: SocketAddress? = nil, orphaned: Bool = false
  ) {
    add(
      role,
      .state(
        StateChange(
          fd: fd, property: property, from: from, to: to, local: local, remote: remote,
          orphaned: orphaned)))
  }

  /// With the man page's names.
  static func named(_ name: String, _ arguments: (String, Value)...) -> Call {
    Call(name, arguments.map { Argument($0.0, $0.1) })
  }

  static func socket(_ type: Int = 1) -> Call {
    named(
      "socket", ("domain", .constant(2, table: .addressFamily)),
      ("type", .constant(type, table: .socketType)),
      ("protocol", .constant(0, table: .protocolNumber)))
  }

  static func send(_ fd: Int32, _ text: String) -> Call {
    named(
      "send", ("sockfd", .descriptor(fd)), ("buf", .bytes(Bytes(Array(text.utf8)))),
      ("len", .integer(text.utf8.count)), ("flags", .constant(0, table: .messageFlags)))
  }

  static func recv(_ fd: Int32, _ text: String?) -> Call {
    named(
      "recv", ("sockfd", .descriptor(fd)),
      ("buf", .buffer(pointer: 1, filled: text.map { Bytes(Array($0.utf8)) })),
      ("len", .integer(4096)), ("flags", .constant(0, table: .messageFlags)))
  }

  static func connect(_ fd: Int32, _ address: SocketAddress) -> Call {
    named(
      "connect", ("sockfd", .descriptor(fd)), ("addr", .address(address)),
      ("addrlen", .addressLength(16)))
  }

  static func accept(_ fd: Int32, _ peer: SocketAddress?) -> Call {
    named(
      "accept", ("sockfd", .descriptor(fd)), ("addr", .addressRoom(pointer: 1, filled: peer)),
      ("addrlen", .lengthRoom(given: 128, returned: 16)))
  }

  static func close(_ fd: Int32) -> Call { named("close", ("sockfd", .descriptor(fd))) }

  static let door = SocketAddress.loopback(port: 9000)

  var diagram: Diagram { diagram(most: 1000) }

  func diagram(most: Int) -> Diagram {
    var builder = DiagramBuilder(most: most)
    for event in events { builder.take(event) }
    return builder.diagram
  }

  // MARK: Stories

  /// A server that listens at 9000 and a client at 40000 that is connected and accepted.
  mutating func connect() {
    let client = SocketAddress.loopback(port: 40000)
    add("server", .roleStarted(RoleStart(pid: 1)))
    call("server", DiagramStory.socket(), 3)
    call(
      "server",
      DiagramStory.named("listen", ("sockfd", .descriptor(3)), ("backlog", .integer(128))), 0)
    change("server", 3, .state, "CLOSED", "LISTEN", local: DiagramStory.door)
    add("client", .roleStarted(RoleStart(pid: 2)))
    call("client", DiagramStory.socket(), 3)
    call("client", DiagramStory.connect(3, DiagramStory.door), 0)
    change(
      "client", 3, .state, "CLOSED", "ESTABLISHED", local: client, remote: DiagramStory.door)
    change("server", 3, .acceptQueue, "0", "1", local: DiagramStory.door)
    call("server", DiagramStory.accept(3, client), 4)
    change("server", 3, .acceptQueue, "1", "0", local: DiagramStory.door)
  }

  /// The conversation that README.md begins with.
  static var first: DiagramStory {
    var story = DiagramStory()
    story.connect()
    story.enter("server", recv(4, nil))
    story.add("server", .waiting(recv(4, nil)))
    story.wait(12)
    story.add("client", .typed("send \"hello\""))
    story.call("client", send(3, "hello"), 5)
    story.back("server", recv(4, "hello"), 5, late: true)
    story.add("client", .typed("close"))
    story.call("client", close(3), 0)
    story.change("client", 3, .state, "ESTABLISHED", "FIN_WAIT_2", orphaned: true)
    story.change("server", 4, .state, "ESTABLISHED", "CLOSE_WAIT")
    story.call("server", recv(4, ""), 0)
    story.enter("server", accept(3, nil))
    story.add("server", .waiting(accept(3, nil)))
    return story
  }

  /// A lost SYN, a late one, and a datagram that comes twice.
  static var wire: DiagramStory {
    var story = DiagramStory()
    story.add("you", .typed("wire drop next SYN"))
    story.add("server", .roleStarted(RoleStart(pid: 1, host: "bob")))
    story.call("server", socket(), 3)
    story.add("client", .roleStarted(RoleStart(pid: 2, host: "alice")))
    story.call("client", socket(), 3)
    story.enter("client", connect(3, .ipv4(0x0a00_0002, port: 9000)))
    story.packet(1, "S", .init(.dropped))
    story.add("client", .waiting(connect(3, .ipv4(0x0a00_0002, port: 9000))))
    story.wait(1000)
    story.packet(2, "S", .init(.delivered, delay: 20_000_000), ["retransmission"])
    story.wait(20)
    story.packet(3, "S.", .init(.delivered, delay: 20_000_000), isAnswer: true)
    story.wait(5)
    story.call("server", DiagramStory.named("getsockname", ("sockfd", .descriptor(3))), 0)
    story.wait(20)
    story.packet(4, ".", .init(.delivered, copies: 2))
    story.back("client", connect(3, .ipv4(0x0a00_0002, port: 9000)), 0, late: true)
    story.packet(5, "P.", .init(.held))
    story.packet(6, "P.", .init(.delivered, delay: 900_000_000))
    return story
  }

  mutating func packet(
    _ number: Int, _ flags: String, _ fate: PacketSeen.Fate, _ remarks: [String] = [],
    isAnswer: Bool = false
  ) {
    let alice = SocketAddress.ipv4(0x0a00_0001, port: 40000)
    let bob = SocketAddress.ipv4(0x0a00_0002, port: 9000)
    add(
      nil,
      .packet(
        PacketSeen(
          number: number, from: isAnswer ? "bob" : "alice", to: isAnswer ? "alice" : "bob",
          source: isAnswer ? bob : alice, destination: isAnswer ? alice : bob,
          content: .tcp(
            .init(
              flags: flags, sequence: 0, acknowledgement: flags == "S" ? nil : 1, length: 0,
              window: 64240)), length: 60, fate: fate, remarks: remarks)))
  }

  /// Six roles, of which each sends a datagram to the next.
  static var circle: DiagramStory {
    var story = DiagramStory()
    let names = ["anna", "ben", "cleo", "dora", "emil", "fay"]
    for (place, name) in names.enumerated() {
      let own = SocketAddress.loopback(port: UInt16(7001 + place))
      story.add(name, .roleStarted(RoleStart(pid: Int32(place + 1))))
      story.call(name, socket(2), 3)
      story.change(name, 3, .local, "", "", local: own)
    }
    for (place, name) in names.enumerated() {
      let next = (place + 1) % names.count
      story.add(name, .typed("sendto"))
      story.call(
        name,
        named(
          "sendto", ("sockfd", .descriptor(3)),
          ("buf", .bytes(Bytes(Array("round \(place)".utf8)))),
          ("len", .integer(7)), ("flags", .constant(0, table: .messageFlags)),
          ("dest_addr", .address(.loopback(port: UInt16(7001 + next)))),
          ("addrlen", .addressLength(16))), 7)
      story.change(names[next], 3, .receiveQueue, "0", "7")
      story.call(names[next], recv(3, "round \(place)"), 7)
    }
    return story
  }
}
