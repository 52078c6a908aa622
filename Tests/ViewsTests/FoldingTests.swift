import Log
import SystemCalls
import Testing
import Views

@Suite struct FoldingTests {
  private let chunk = [UInt8](repeating: 0x61, count: 131_072)
  private var sent: Event.Kind { Sample.returned(Sample.send("x".utf8), Sample.ok(131_072)) }
  private let line = #"send(3, "x", 1, 0) = 131072"#

  @Test func `eight calls are shown one by one`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 1M"))
    for _ in 0..<8 { screen.show("client", sent) }
    #expect(screen.lines == Array(repeating: line, count: 8))
    screen.prompt()
    #expect(screen.lines.count == 8)
  }

  @Test func `the calls between the eighth and the last are counted`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 4G"))
    for _ in 0..<(8 + 32768 + 1) { screen.show("client", sent) }
    #expect(screen.lines.count == 8)
    screen.prompt()
    #expect(screen.lines.dropFirst(8) == ["send × 32768 = 4 GiB", line])
  }

  @Test func `nine and ten calls are shown in full, for a fold of one saves nothing`() {
    for count in 9...10 {
      var screen = Screen()
      screen.show("client", .typed("send all zeros 1M"))
      for _ in 0..<count { screen.show("client", sent) }
      screen.prompt()
      #expect(screen.lines == Array(repeating: line, count: count))
    }
  }

  @Test func `the call that fails is shown at once, after those before it`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 1M"))
    for _ in 0..<20 { screen.show("client", sent) }
    screen.show("client", Sample.returned(Sample.send("x".utf8), Sample.failed(32)))
    #expect(
      screen.lines.dropFirst(8) == [
        "send × 11 = 1.3 MiB", line, #"send(3, "x", 1, 0) = -1 EPIPE (Broken pipe)"#,
      ])
  }

  @Test func `the next statement begins anew`() {
    var screen = Screen()
    for _ in 0..<2 {
      screen.show("client", .typed("send all zeros 1M"))
      for _ in 0..<12 { screen.show("client", sent) }
    }
    screen.prompt()
    let once = Array(repeating: line, count: 8) + ["send × 3 = 384 KiB", line]
    #expect(screen.lines == once + once)
  }

  @Test func `two roles that flood each other are folded each on its own`() {
    var screen = Screen()
    let got = Sample.returned(Sample.recv("x".utf8), Sample.ok(1), late: true)
    screen.show("server", .typed("recv all"))
    screen.show("client", .typed("send all zeros 1M"))
    for _ in 0..<100 {
      screen.show("client", sent)
      screen.show("server", got, .waiting(Sample.recv(nil)))
    }
    screen.prompt()
    #expect(
      screen.lines.suffix(5) == [
        "send × 91 = 11.3 MiB", line, "server< recv × 91 = 91 bytes",
        #"server< recv(4, "x", 4096, 0) = 1"#, "server< recv(4, …, 4096, 0) waits",
      ])
    #expect(screen.lines.count <= 8 + 16 + 5)
  }

  @Test func `states that change during a fold are merged into one change`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 1M"))
    for number in 0..<50 {
      screen.show("client", sent)
      screen.show("server", Sample.change(.receiveQueue, "\(number)", "\(number + 1)"))
    }
    screen.prompt()
    #expect(
      screen.lines.dropFirst(16) == [
        "send × 41 = 5.1 MiB", line, "  server @3   receive queue 8 → 50",
      ])
  }

  @Test func `an explanation or a note comes after the calls before it`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 1M"))
    for _ in 0..<12 { screen.show("client", sent) }
    screen.show("client", .note("that is all"))
    #expect(screen.lines.suffix(3) == ["send × 3 = 384 KiB", line, "  # that is all"])
  }

  @Test func `what a prompt showed does not come again`() {
    var screen = Screen()
    for _ in 0..<12 {
      screen.show("client", sent)
      screen.show("client", .waiting(Sample.recv(nil)))
      screen.show("client", Sample.change(.sendQueue, "0", "1"))
    }
    screen.prompt()
    let count = screen.lines.count
    screen.prompt()
    #expect(screen.lines.count == count)
    #expect(
      screen.lines.suffix(2) == [
        "recv(4, …, 4096, 0) waits", "  client @3   send queue 0 → 1",
      ])
  }

  @Test func `bytes that were only looked at are not counted twice`() {
    var screen = Screen()
    screen.show("client", .typed("recv until x"))
    for _ in 0..<20 {
      screen.show("client", Sample.returned(Sample.recv("ab".utf8, flags: 2), Sample.ok(2)))
      screen.show("client", Sample.returned(Sample.recv("ab".utf8), Sample.ok(2)))
    }
    screen.prompt()
    #expect(screen.lines.dropFirst(8).first == "recv × 31 = 30 bytes (16 of them peeks)")
  }

  private func transfer(_ bytes: Int, of total: Int?, isSent: Bool = true) -> Event.Kind {
    .transferred(
      Transfer(isSent: isSent, bytes: bytes, of: total, calls: 20, nanoseconds: 2_000_000_000))
  }

  @Test func `what a transfer came to stands below its calls, and leaves those of others alone`() {
    var screen = Screen()
    let got = Sample.returned(Sample.recv("x".utf8), Sample.ok(1), late: true)
    screen.show("server", .typed("recv all"))
    screen.show("client", .typed("send all zeros 4G"))
    for _ in 0..<20 {
      screen.show("client", sent)
      screen.show("server", got)
    }
    screen.show("client", transfer(4 << 30, of: 4 << 30))
    #expect(
      screen.lines.suffix(3) == [
        "send × 11 = 1.3 MiB", line, "  4 GiB sent in 2.00 s, 2 GiB/s",
      ])
    screen.show("server", transfer(1 << 20, of: nil, isSent: false))
    #expect(
      screen.lines.suffix(3) == [
        "server< recv × 11 = 11 bytes", #"server< recv(4, "x", 4096, 0) = 1"#,
        "  server: 1 MiB received in 2.00 s, 512 KiB/s",
      ])
  }

  @Test func `a transfer that was cut says of how much`() {
    var screen = Screen()
    screen.show("client", .typed("send all zeros 4G"), transfer(3 << 29, of: 4 << 30))
    #expect(screen.lines == ["  1.5 GiB of 4 GiB sent in 2.00 s, 768 MiB/s"])
  }

  @Test func `where lines are compared, no time is among them`() {
    var screen = Screen(.init(timing: false))
    screen.show("client", .typed("send all zeros 4G"), transfer(1, of: 1))
    #expect(screen.lines.isEmpty)
  }

  @Test func `calls that move no data are counted without a sum`() {
    var screen = Screen()
    for _ in 0..<20 {
      screen.show("a", Sample.returned(Sample.call("close", .descriptor(3)), Sample.ok(0)))
    }
    screen.prompt()
    #expect(screen.lines.dropFirst(8) == ["close × 11", "close(3) = 0"])
  }
}
