import Log
import SystemCalls
import Testing
import Views

/// What is shown of a `repeat`.
@Suite struct RoundFoldingTests {
  private let line = #"send(3, "x", 1, 0) = 1"#
  private var sent: Event.Kind { Sample.returned(Sample.send("x".utf8), Sample.ok(1)) }
  private var refused: Event.Kind { Sample.returned(Sample.connect(), Sample.failed(111)) }

  private func begin(_ number: Int, of count: Int, depth: Int = 1) -> Event.Kind {
    .round(Round(number: number, of: count, depth: depth))
  }

  private func end(_ rounds: Int, of count: Int, depth: Int = 1) -> Event.Kind {
    .repeated(Repeated(rounds: rounds, of: count, depth: depth, nanoseconds: 2_000_000_000))
  }

  private func screen(rounds: Int, _ body: (Int) -> [Event.Kind]) -> Screen {
    var screen = Screen()
    screen.show("client", .typed("repeat"))
    for number in 1...rounds {
      screen.show(nil, begin(number, of: rounds))
      for kind in body(number) { screen.show("client", kind) }
    }
    screen.show(nil, end(rounds, of: rounds))
    return screen
  }

  @Test func `four rounds are shown in full`() {
    let screen = screen(rounds: 4) { _ in [sent] }
    #expect(
      screen.lines == Array(repeating: line, count: 4) + ["  repeat × 4 in 2.00 s, 2 a second"])
  }

  @Test func `of more, three are shown and the others counted`() {
    let screen = screen(rounds: 100_000) { _ in [sent] }
    #expect(
      screen.lines == Array(repeating: line, count: 3) + [
        "  rounds 4 to 100000: send × 99997 = 97.6 KiB",
        "  repeat × 100000 in 2.00 s, 50000 a second",
      ])
  }

  @Test func `a call that fails for the first time is shown with its round, and why`() {
    let screen = screen(rounds: 10) { number in
      number == 7 || number == 9 ? [refused, .explanation("nobody listens")] : [sent]
    }
    #expect(
      screen.lines.dropFirst(3) == [
        "  round 7:", "connect(3, 127.0.0.1:9000) = -1 ECONNREFUSED (Connection refused)",
        "  # nobody listens",
        "  rounds 4 to 10: send × 5 = 5 bytes, connect × 2 ECONNREFUSED",
        "  repeat × 10 in 2.00 s, 5 a second",
      ])
  }

  @Test func `a note as there was none before is shown, whatever its numbers`() {
    let screen = screen(rounds: 10) { number in
      [sent, .note("echo: you @\(number) is connected")]
        + (number == 7 ? [.note("echo: ended: killed by SIGKILL")] : [])
    }
    #expect(
      screen.lines.dropFirst(6) == [
        "  # echo: ended: killed by SIGKILL", "  rounds 4 to 10: send × 7 = 7 bytes",
        "  repeat × 10 in 2.00 s, 5 a second",
      ])
  }

  @Test func `a failure that was seen in a shown round is only counted`() {
    let screen = screen(rounds: 6) { _ in [refused] }
    #expect(screen.lines.count == 5)
    #expect(screen.lines[3] == "  rounds 4 to 6: connect × 3 ECONNREFUSED")
  }

  @Test func `states of folded rounds are told once, and not without end`() {
    let merged = screen(rounds: 50) { [sent, Sample.change(.receiveQueue, "\($0 - 1)", "\($0)")] }
    #expect(
      merged.lines.dropFirst(6).dropFirst() == [
        "  client @3   receive queue 3 → 50", "  repeat × 50 in 2.00 s, 25 a second",
      ])
    let many = screen(rounds: 5000) {
      [Sample.change(.state, "CLOSED", "ESTABLISHED", fd: Int32($0))]
    }
    #expect(many.lines.count == 3 + 1 + 8 + 2)
    #expect(many.lines.contains("  and 4989 more changes of state"))
  }

  @Test func `a block in a block is folded within a shown round, and lost in a folded one`() {
    let inner: [Event.Kind] =
      (1...10).flatMap { [begin($0, of: 10, depth: 2), sent] } + [end(10, of: 10, depth: 2)]
    let screen = screen(rounds: 10) { _ in inner }
    let shown =
      Array(repeating: line, count: 3) + [
        "  rounds 4 to 10: send × 7 = 7 bytes", "  repeat × 10 in 2.00 s, 5 a second",
      ]
    #expect(
      screen.lines == shown + shown + shown + [
        "  rounds 4 to 10: send × 70 = 70 bytes", "  repeat × 10 in 2.00 s, 5 a second",
      ])
  }

  @Test func `folded rounds count what was only looked at once, and tell of no transfer`() {
    let screen = screen(rounds: 10) { _ in
      [
        Sample.returned(Sample.recv("ab".utf8, flags: 2), Sample.ok(2)),
        Sample.returned(Sample.recv("ab".utf8), Sample.ok(2)),
        .transferred(Transfer(isSent: false, bytes: 2, of: nil, calls: 9, nanoseconds: 1)),
      ]
    }
    #expect(
      screen.lines.suffix(2) == [
        "  rounds 4 to 10: recv × 14 = 14 bytes (7 of them peeks)",
        "  repeat × 10 in 2.00 s, 5 a second",
      ])
    #expect(screen.lines.count { $0.contains("received in") } == 3)
  }

  @Test func `who waits when it ends is told, who waited meanwhile is not`() {
    var screen = Screen()
    screen.show("server", .typed("repeat"))
    for number in 1...9 {
      screen.show(nil, begin(number, of: 9))
      if number > 3 { screen.show("server", .waiting(Sample.recv(nil))) }
      if number != 9 { screen.show("server", Sample.returned(Sample.recv("x".utf8), Sample.ok(1))) }
    }
    screen.show(nil, end(8, of: 9))
    #expect(
      screen.lines.suffix(3) == [
        "  rounds 4 to 9: recv × 5 = 5 bytes", "recv(4, …, 4096, 0) waits",
        "  repeat × 8 of 9 in 2.00 s, 4 a second",
      ])
  }

  @Test func `with trace off only the sum is shown`() {
    var screen = Screen(.init(trace: .off))
    for number in 1...9 { screen.show("client", begin(number, of: 9), sent, refused) }
    screen.show("client", end(9, of: 9))
    #expect(screen.lines == ["  repeat × 9 in 2.00 s, 4 a second"])
  }

  @Test func `ASCII has no sign of its own`() {
    var screen = Screen(.init(utf8: false))
    for number in 1...9 { screen.show("client", begin(number, of: 9), sent) }
    screen.show("client", end(9, of: 9))
    #expect(
      screen.lines.suffix(2) == [
        "  rounds 4 to 9: send x 6 = 6 bytes", "  repeat x 9 in 2.00 s, 4 a second",
      ])
  }
}
