import Log
import SystemCalls
import Testing
import Views

@Suite struct TerminalTextTests {
  @Test func `an interface has the name that the role's own network gives it`() {
    let call = Sample.call(
      "setsockopt", .descriptor(3), .optionValue(.membership6(group: .any, interface: 1)),
      .address(.ipv6(.init(high: 0xfe80 << 48, low: 1), port: 80, scope: 1)))
    let bound = StateChange(
      fd: 3, property: .local, from: "", to: "", local: .ipv6(.any, port: 7, scope: 1), remote: nil,
      orphaned: false)
    var screen = Screen()
    let start = RoleStart(pid: 7, host: "bob", interfaces: InterfaceNames([1: "odd\u{1b}0"]))
    screen.show("far", .roleStarted(start), .typed("x"), Sample.returned(call, Sample.ok(0)))
    screen.show("far", .state(bound))
    screen.show("near", .roleStarted(RoleStart(pid: 8)), .typed("x"))
    screen.show("near", Sample.returned(call, Sample.ok(0)))
    #expect(
      screen.lines == [
        #"setsockopt(3, {ipv6mr_multiaddr=::, ipv6mr_interface=if_nametoindex("odd\0330")}, [fe80::1%odd\x1b0]:80) = 0"#,
        #"  far @3      bound to [::%odd\x1b0]:7"#,
        #"setsockopt(3, {ipv6mr_multiaddr=::, ipv6mr_interface=if_nametoindex("lo")}, [fe80::1%lo]:80) = 0"#,
      ])
  }

  @Test func `the first conversation reads as the design shows it`() {
    var screen = Screen()
    screen.show("server", .typed("listen"))
    screen.show("server", .called(Sample.call("listen", .descriptor(3), .integer(128))))
    screen.show(
      "server", Sample.returned(Sample.call("listen", .descriptor(3), .integer(128)), Sample.ok(0)))
    screen.show("server", Sample.change(.state, "CLOSED", "LISTEN"))
    screen.show("client", .roleStarted(RoleStart(pid: 7)), .typed("connect server"))
    screen.show("client", Sample.returned(Sample.connect(), Sample.ok(0)))
    screen.show("client", Sample.change(.state, "CLOSED", "ESTABLISHED"))
    screen.show("server", Sample.change(.acceptQueue, "0", "1"), .typed("recv"))
    screen.show("server", .called(Sample.recv(nil)), .waiting(Sample.recv(nil)))
    screen.show("client", .typed("send \"hello\""))
    screen.show("client", Sample.returned(Sample.send("hello".utf8), Sample.ok(5)))
    screen.show("server", Sample.returned(Sample.recv("hello".utf8), Sample.ok(5), late: true))
    #expect(
      screen.lines == [
        "listen(3, 128) = 0",
        "  server @3   CLOSED → LISTEN",
        "connect(3, 127.0.0.1:9000) = 0",
        "  client @3   CLOSED → ESTABLISHED",
        "  server @3   accept queue 0 → 1",
        "recv(4, …, 4096, 0) waits",
        #"send(3, "hello", 5, 0) = 5"#,
        #"server< recv(4, "hello", 4096, 0) = 5"#,
      ])
  }

  @Test func `every property of a socket has its own words`() {
    var screen = Screen()
    screen.show("server", Sample.change(.local, "", "127.0.0.1:9000", local: Sample.door))
    screen.show("server", Sample.change(.remote, "", "10.0.0.2:80"))
    screen.show("server", Sample.change(.receiveQueue, "0", "5", fd: 4))
    screen.show("server", Sample.change(.sendQueue, "5", "0", fd: 40))
    screen.show("a-long-name", Sample.change(.drops, "0", "3"))
    screen.show("client", Sample.change(.state, "FIN_WAIT_1", "FIN_WAIT_2", orphaned: true))
    #expect(
      screen.lines == [
        "  server @3   bound to 127.0.0.1:9000",
        "  server @3   connected to 10.0.0.2:80",
        "  server @4   receive queue 0 → 5",
        "  server @40  send queue 5 → 0",
        "  a-long-name @3 dropped 0 → 3 datagrams",
        "  client (@3) FIN_WAIT_1 → FIN_WAIT_2",
      ])
  }

  @Test func `a call of another role than the one typed to is marked, late or not`() {
    var screen = Screen(.init(currentRole: "client"))
    screen.show("server", .waiting(Sample.recv(nil)))
    screen.show("client", .waiting(Sample.recv(nil)))
    screen.show("client", Sample.returned(Sample.recv("x".utf8), Sample.ok(1), late: true))
    #expect(
      screen.lines == [
        "server< recv(4, …, 4096, 0) waits", "recv(4, …, 4096, 0) waits",
        #"client< recv(4, "x", 4096, 0) = 1"#,
      ])
  }

  @Test func `a role's end says how`() {
    var screen = Screen()
    screen.show("server", .roleEnded(.signal(9)))
    screen.show("client", .roleEnded(.status(0)))
    #expect(
      screen.lines == [
        "  server ended: killed by SIGKILL", "  client ended: exited with status 0",
      ])
  }

  @Test func `prose is wrapped and every line of it is a comment`() {
    var screen = Screen(.init(width: 40))
    screen.show("client", .explanation("Nothing listens on 127.0.0.1:9000, so the kernel said no."))
    screen.show(nil, .note("2 lines of output were skipped"))
    #expect(
      screen.lines == [
        "  # Nothing listens on 127.0.0.1:9000,", "  # so the kernel said no.",
        "  # 2 lines of output were skipped",
      ])
    #expect(screen.lines.allSatisfy { $0.count <= 40 })
  }

  @Test func `explanations can be turned off, notes cannot`() {
    var screen = Screen(.init(explain: false))
    screen.show("client", .explanation("why"), .note("what"))
    #expect(screen.lines == ["  # what"])
  }

  @Test func `output is shown line by line`() {
    var screen = Screen()
    screen.show(nil, .output("one\n\n  two\n"))
    #expect(screen.lines == ["  one", "", "    two"])
  }

  @Test func `a terminal without UTF-8 gets ASCII alone`() {
    var screen = Screen(.init(utf8: false))
    screen.show("client", .waiting(Sample.recv(nil)), Sample.change(.state, "CLOSED", "LISTEN"))
    screen.show("client", Sample.returned(Sample.recv("é\"…".utf8), Sample.ok(6)))
    screen.show("client", .explanation("“a” … – 世"))
    #expect(
      screen.lines == [
        "recv(4, ..., 4096, 0) waits", "  client @3   CLOSED -> LISTEN",
        #"recv(4, "\u{E9}\"\u{2026}", 4096, 0) = 6"#, #"  # "a" ... - \u{4E16}"#,
      ])
  }

  @Test func `binary data is dumped below the call`() {
    var screen = Screen()
    let data = (0..<300).map { UInt8(truncatingIfNeeded: $0) | 0x80 }
    screen.show("server", Sample.returned(Sample.recv(data), Sample.ok(300)))
    #expect(screen.lines[0] == #"recv(4, "\x80\x81\x82\x83"…, 4096, 0) = 300"#)
    #expect(
      screen.lines[1]
        == "  # 0000  80 81 82 83 84 85 86 87  88 89 8a 8b 8c 8d 8e 8f  |................|")
    #expect(screen.lines.count == 18)
    #expect(screen.lines.last == "  # … 44 more bytes")
  }

  @Test func `a dump of zeros is short`() {
    var screen = Screen()
    let zeros = [UInt8](repeating: 0, count: 1000)
    screen.show("server", Sample.returned(Sample.recv(zeros), Sample.ok(1000)))
    #expect(screen.lines.count == 4)
    #expect(screen.lines.suffix(2) == ["  # *", "  # … 744 more bytes"])
  }

  @Test func `what one sends oneself is not dumped, and a statement dumps only once`() {
    var screen = Screen()
    let binary = [UInt8](repeating: 0x80, count: 100)
    screen.show("client", Sample.returned(Sample.send(binary), Sample.ok(100)))
    #expect(screen.lines.count == 1)
    for _ in 0..<3 { screen.show("server", Sample.returned(Sample.recv(binary), Sample.ok(100))) }
    #expect(screen.lines.filter { $0.hasPrefix("  # 0000") }.count == 1)
  }

  @Test(arguments: [20, 40, 60, 80, 200]) func `a hex dump fits the window`(width: Int) {
    var screen = Screen(.init(width: width))
    screen.show("s", Sample.returned(Sample.recv((0x80...0xe3).map { $0 }), Sample.ok(99)))
    #expect(screen.lines.count > 5)
    #expect(screen.lines.dropFirst().allSatisfy { displayWidth($0) <= max(width, 36) })
  }

  @Test func `colour adds no words and takes none away`() {
    let kinds: [Event.Kind] = [
      Sample.returned(Sample.connect(), Sample.failed(111)), .explanation("Nothing listens."),
      Sample.change(.state, "CLOSED", "LISTEN"),
    ]
    var plain = Screen()
    var coloured = Screen(.init(colour: true))
    for kind in kinds {
      plain.show("client", kind)
      coloured.show("client", kind)
    }
    #expect(coloured.lines[0].hasPrefix("connect(3, 127.0.0.1:9000) = \u{1b}[31m-1 ECONNREFUSED"))
    #expect(coloured.lines.allSatisfy { $0.hasSuffix("\u{1b}[0m") })
    #expect(coloured.lines.map(withoutColour) == plain.lines)
  }

  @Test func `a statement in a transcript stands behind its prompt`() {
    #expect(transcriptLine(role: "server", text: "send \"hi\"") == "server> send \"hi\"")
    #expect(transcriptLine(role: "server", text: "send \"a\nb\"") == #"server> send "a\nb""#)
    #expect(transcriptLine(role: "server", text: "") == "server>")
  }
}

/// The text without the style's own sequences.
func withoutColour(_ line: String) -> String {
  ["\u{1b}[31m", "\u{1b}[36m", "\u{1b}[2m", "\u{1b}[0m"].reduce(line) { text, sequence in
    text.split(separator: sequence, omittingEmptySubsequences: false).joined()
  }
}
