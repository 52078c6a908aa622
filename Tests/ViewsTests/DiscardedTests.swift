import SystemCalls
import Testing
import Views

/// What `discard` keeps from the log.
@Suite struct DiscardedTests {
  private func recv(_ data: [UInt8]) -> Call {
    let bytes = data.withUnsafeBytes { Bytes(discarded: $0) }
    return Sample.call(
      "recv", .descriptor(4), .buffer(pointer: 1, filled: bytes), .integer(65536),
      .constant(0, table: .messageFlags))
  }

  @Test func `what was to be discarded is counted and not shown`() {
    var screen = Screen()
    screen.show("server", Sample.returned(recv([0, 1, 2, 255]), Sample.ok(4)))
    screen.show("server", Sample.returned(recv(Array("hello".utf8)), Sample.ok(5)))
    #expect(screen.lines == ["recv(4, …, 65536, 0) = 4", "recv(4, …, 65536, 0) = 5"])
  }

  @Test func `the end is the end all the same`() {
    #expect(shortLine(recv([]), Sample.ok(0)) == #"recv(4, "", 65536, 0) = 0"#)
  }

  @Test func `strace's notation shows it as strace does`() {
    #expect(
      straceLine(for: recv(Array("hello".utf8)), Sample.ok(5)).hasPrefix("recvfrom(4, \"hello\""))
  }
}
