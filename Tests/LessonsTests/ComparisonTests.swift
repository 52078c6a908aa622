import Lessons
import Testing

@Suite struct ComparisonTests {
  private func agrees(_ exchange: Exchange, _ came: String...) -> Bool {
    var values: [String: String] = [:]
    return exchange.difference(from: came, as: "a> go", values: &values) == nil
  }

  @Test func `nothing is compared for a command that shows nothing`() throws {
    let shown = try exchange()
    #expect(agrees(shown))
    #expect(agrees(shown, "connect(3, 127.0.0.1:9) = -1 ECONNREFUSED (Connection refused)"))
  }

  @Test func `all calls must be shown where any is, and in their order`() throws {
    let shown = try exchange("send(3, 1) = 1", "b< recv(4) = 1")
    #expect(agrees(shown, "send(3, 1) = 1", "b< recv(4) = 1"))
    #expect(!agrees(shown, "send(3, 1) = 1"))
    #expect(!agrees(shown, "b< recv(4) = 1", "send(3, 1) = 1"))
    #expect(!agrees(shown, "send(3, 1) = 1", "b< recv(4) = 1", "c< recv(4) = 1"))
    #expect(!agrees(shown, "send(3, 1) = 1", "send(3, 1) = 1", "b< recv(4) = 1"))
    #expect(!agrees(shown))
  }

  @Test func `a call that waits must wait`() throws {
    let waits = try exchange("recv(4, …, 4096, 0) waits")
    #expect(agrees(waits, "recv(4, …, 4096, 0) waits"))
    #expect(!agrees(waits, "recv(4, \"x\", 4096, 0) = 1"))
    let returns = try exchange("recv(4, {*}, 4096, 0) = {*}")
    #expect(!agrees(returns, "recv(4, …, 4096, 0) waits"))
  }

  @Test func `state lines count where they are written, and only there`() throws {
    let shown = try exchange("listen(3, 128) = 0", "  server @3   CLOSED → LISTEN")
    #expect(agrees(shown, "listen(3, 128) = 0", "  server @3   CLOSED → LISTEN"))
    #expect(
      agrees(
        shown, "listen(3, 128) = 0", "  b @3  x", "  server @3   CLOSED → LISTEN", "  b @3  y"))
    #expect(!agrees(shown, "listen(3, 128) = 0"))
    #expect(!agrees(shown, "  server @3   CLOSED → LISTEN", "listen(3, 128) = 0"))
    #expect(!agrees(shown, "listen(3, 128) = 0", "  server @3   CLOSED → BOUND"))
  }

  @Test func `state lines alone leave the calls free`() throws {
    let shown = try exchange("  server @3   CLOSED → LISTEN")
    #expect(agrees(shown, "listen(3, 5) = 0", "  server @3   CLOSED → LISTEN"))
    #expect(!agrees(shown, "listen(3, 5) = 0"))
  }

  @Test func `the columns of a state line are for the eye`() throws {
    let shown = try exchange("  server @3   CLOSED → LISTEN")
    #expect(agrees(shown, "  server  @3 CLOSED → LISTEN"))
    #expect(!agrees(shown, "server @3 CLOSED → LISTEN"))
  }

  @Test func `white space at the end of a line is nothing`() throws {
    #expect(agrees(try exchange("server @3  tcp  "), "server @3  tcp"))
    #expect(agrees(try exchange("close(3) = 0"), "close(3) = 0 "))
  }

  @Test func `explanations never count, neither shown nor come`() throws {
    let shown = try exchange("  # once upon a time", "close(3) = 0", "  # the end")
    #expect(agrees(shown, "close(3) = 0"))
    #expect(agrees(shown, "  # why", "close(3) = 0", "  # so"))
  }

  @Test func `three dots stand for any lines, or none`() throws {
    let shown = try exchange("send(3, 1) = 1", "...", "b< recv(4) = 1")
    #expect(agrees(shown, "send(3, 1) = 1", "b< recv(4) = 1"))
    #expect(agrees(shown, "send(3, 1) = 1", "c< recv(4) = 1", "  x @3 y", "b< recv(4) = 1"))
    #expect(!agrees(shown, "send(3, 1) = 1", "b< recv(4) = 1", "c< recv(4) = 1"))
  }

  @Test func `a table's lines must come in order where they are written`() throws {
    let shown = try exchange("socket     type  {*}", "server @3  tcp   {*}")
    #expect(agrees(shown, "socket     type  local", "client @3  tcp   -", "server @3  tcp   -"))
    #expect(!agrees(shown, "server @3  tcp   -", "socket     type  local"))
  }

  @Test func `captures come out only when everything agrees`() throws {
    let shown = try exchange(
      "bind(3, 127.0.0.1:0) = 0", "  a @3   bound to 127.0.0.1:{p:port}", "{p}")
    var values: [String: String] = [:]
    let bind = ["bind(3, 127.0.0.1:0) = 0", "  a @3   bound to 127.0.0.1:1234"]
    #expect(shown.difference(from: bind + ["1235"], as: "a> go", values: &values) != nil)
    #expect(values == [:])
    #expect(shown.difference(from: bind + ["1234"], as: "a> go", values: &values) == nil)
    #expect(values == ["p": "1234"])
  }

  @Test func `a difference shows what is missing and what came, with its line`() throws {
    let shown = try exchange("send(3, 1) = 1", "  b @4   receive queue 0 → 1", "b< recv(4) = {*}")
    var values: [String: String] = [:]
    let came = ["send(3, 1) = 1", "  b @4   other", "  # why", "b< recv(5) = 1"]
    let difference = try #require(shown.difference(from: came, as: "a> go", values: &values))
    #expect(difference.line == shown.line + 2)
    #expect(
      difference.lines == [
        "    a> go",
        "      send(3, 1) = 1",
        "    -   b @4   receive queue 0 → 1",
        "    - b< recv(4) = {*}",
        "    +   b @4   other",
        "    + b< recv(5) = 1",
      ])
  }

  @Test func `state lines that nobody wrote are no part of a difference`() throws {
    let shown = try exchange("send(3, 1) = 1")
    var values: [String: String] = [:]
    let came = ["  a @3   x", "send(3, 1) = 1", "b< recv(4) = 1"]
    let difference = try #require(shown.difference(from: came, as: "a> go", values: &values))
    #expect(difference.lines == ["    a> go", "      send(3, 1) = 1", "    + b< recv(4) = 1"])
    #expect(difference.line == shown.line + 1)
  }

  @Test func `where no call came at all, a difference shows what did`() throws {
    let shown = try exchange("send(3, 1) = 1")
    var values: [String: String] = [:]
    let difference = try #require(shown.difference(from: ["a table"], as: "a> go", values: &values))
    #expect(difference.lines == ["    a> go", "    - send(3, 1) = 1", "    + a table"])
  }

  @Test func `a difference says what its names stand for, and shows no raw controls`() throws {
    let text = lesson(
      step: "```sockratic\na> go\n  a @3   {p:port}\na> on\nconnect(3, {p}) = 0\n```")
    let shown = try Lesson.parse(text, file: "s.md").steps[0].demonstrations[0].exchanges[1]
    var values = ["p": "9000", "other": "1"]
    let came = ["connect(3, \u{1B}[31m\u{202E}9001) = 0"]
    let difference = try #require(shown.difference(from: came, as: "a> on", values: &values))
    #expect(
      difference.lines == [
        "    a> on", "    - connect(3, {p}) = 0",
        "    + connect(3, \\u{1B}[31m\\u{202E}9001) = 0", "    where {p} is 9000",
      ])
  }

  @Test
  func `thousands of lines against many dots come to an end`() throws {
    let shown = try exchange(
      "...", "send({*}) = 1", "...", "send({*}) = 1", "...", "send({*}) = 2", "...", "x(1) = 1")
    var values: [String: String] = [:]
    let came = Array(repeating: "send(3) = 1", count: 5000)
    #expect(shown.difference(from: came, as: "a> go", values: &values) != nil)
  }
}
