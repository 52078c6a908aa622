import Log
import SystemCalls
import Testing
import Views

@Suite struct TraceModeTests {
  @Test func `trace full shows strace's line, late ones marked`() {
    var screen = Screen(.init(trace: .full, explain: false))
    screen.show("server", .typed("accept"), .waiting(Sample.accept()))
    screen.show("client", .typed("connect server"))
    screen.show("client", Sample.returned(Sample.connect(), Sample.ok(0)))
    screen.show("server", Sample.returned(Sample.accept(), Sample.ok(4), late: true))
    #expect(
      screen.lines == [
        "accept(3) waits", "strace: connect 0", "server< strace: accept 4",
      ])
  }

  @Test func `trace full explains the kernel's names once`() {
    var screen = Screen(.init(trace: .full))
    for _ in 0..<2 {
      screen.show("a", Sample.returned(Sample.send("x".utf8), Sample.ok(1)))
      screen.show("a", Sample.returned(Sample.recv(nil), Sample.failed(4)))
    }
    let calls = screen.lines.filter { !$0.hasPrefix("  # ") }
    #expect(calls == ["strace: send 1", "strace: recv -1", "strace: send 1", "strace: recv -1"])
    let text = screen.lines.joined(separator: " ")
    for word in ["sendto", "recvfrom", "ERESTARTSYS"] {
      #expect(text.ranges(of: word).count == 1)
    }
    #expect(screen.lines.last == "strace: recv -1")
  }

  @Test func `trace full is strace's notation unless told otherwise`() {
    var text = TerminalText(style: .init(trace: .full, explain: false))
    let kind = Sample.returned(Sample.connect(), Sample.failed(111))
    let lines = text.lines(for: Event(seq: 1, time: 1, role: "client", kind: kind))
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasPrefix("connect(3, {sa_family=AF_INET, sin_port=htons(9000)") == true)
  }

  @Test func `trace full folds with the kernel's names`() {
    var screen = Screen(.init(trace: .full, explain: false))
    for _ in 0..<20 { screen.show("a", Sample.returned(Sample.send("x".utf8), Sample.ok(1))) }
    screen.prompt()
    #expect(screen.lines.dropFirst(8) == ["sendto × 11 = 11 bytes", "strace: send 1"])
  }

  @Test func `trace off shows no calls and no states, but what went wrong`() {
    var screen = Screen(.init(trace: .off))
    screen.show("a", .waiting(Sample.recv(nil)), Sample.change(.state, "CLOSED", "LISTEN"))
    screen.show("a", Sample.returned(Sample.connect(), Sample.failed(111)))
    screen.show("a", .explanation("Nothing listens."), .roleEnded(.signal(11)))
    #expect(screen.lines == ["  # Nothing listens.", "  a ended: killed by SIGSEGV"])
  }
}
