import Log
import SystemCalls
import Testing

@testable import Language

private func fact(_ text: String) throws -> Fact {
  guard case .check(let fact) = try order("check \(text)", session) else { throw Unexpected() }
  return fact
}

private struct Unexpected: Error {}

private let badFacts: [(String, Int, String)] = [
  ("", 6, "a fact"), ("server.sate == LISTEN", 14, "no fact is called “sate”"),
  ("server.state", 19, "== or !="), ("server.state LISTEN", 20, "== or !="),
  ("server.state = LISTEN", 20, "== or !="), ("server.state > LISTEN", 20, "== or !="),
  ("server.state == LISTENING", 23, "compared with a state"),
  ("client.error == EFOO", 23, "an errno or none"), ("server.queue == many", 23, "a number"),
  ("server.local == somewhere", 23, "an address"), ("server.alive == maybe", 23, "yes or no"),
  ("server.waiting == acept", 25, "a call"), ("sever.state == LISTEN", 7, "no role"),
  ("server@x.state == LISTEN", 7, "a descriptor"), ("server.state == ", 22, "a state"),
  ("server.remote == server.state", 24, "an address"), ("a.b.state == X", 7, "a fact"),
  ("dropped >= 1", 7, "a fact of the wire's"), ("server.dropped >= 1", 7, "a fact of the wire's"),
  ("wire.state == LISTEN", 7, "the wire has no “state”"),
  ("wire@3.dropped >= 1", 7, "a fact of the wire's"),
  ("server.state == LISTEN now", 30, "too many"), (#""server.state" == LISTEN"#, 7, "a fact"),
]

private func fact(
  _ role: String, _ descriptor: Int32?, _ subject: String, _ comparison: Fact.Comparison,
  _ value: String
) -> Fact {
  Fact(
    role: role, descriptor: descriptor, subject: subject, comparison: comparison, value: value)
}

private let facts: [(String, Fact)] = [
  ("server.state == LISTEN", fact("server", nil, "state", .equal, "LISTEN")),
  ("server.state==LISTEN", fact("server", nil, "state", .equal, "LISTEN")),
  ("server.queue>= 4K", fact("server", nil, "queue", .greaterOrEqual, "4096")),
  ("server@4.local != 127.0.0.1:9000", fact("server", 4, "local", .unequal, "127.0.0.1:9000")),
  ("client.error == none", fact("client", nil, "error", .equal, "none")),
  ("state == TIME_WAIT", fact("client", nil, "state", .equal, "TIME_WAIT")),
  ("@3.port > 1023", fact("client", 3, "port", .greater, "1023")),
  ("client.remote == server@4.local", fact("client", nil, "remote", .equal, "server@4.local")),
  ("server.alive", fact("server", nil, "alive", .equal, "yes")),
  ("server.alive == no", fact("server", nil, "alive", .equal, "no")),
  ("group == 239.1.2.3", fact("client", nil, "group", .equal, "239.1.2.3")),
  ("group != ff02:0::42", fact("client", nil, "group", .unequal, "ff02::42")),
  ("option(SO_RCVBUF) >= 16K", fact("client", nil, "option(SO_RCVBUF)", .greaterOrEqual, "16384")),
  ("server@4.option(nodelay) == on", fact("server", 4, "option(TCP_NODELAY)", .equal, "on")),
  ("wire.dropped >= 1", fact("wire", nil, "dropped", .greaterOrEqual, "1")),
  ("server.waiting == accept", fact("server", nil, "waiting", .equal, "accept")),
]

struct FactTests {
  @Test(arguments: facts)
  func `a fact means this`(text: String, expected: Fact) throws {
    #expect(try fact(text) == expected)
    #expect(try parseFact(text, in: session) == expected)
  }

  @Test func `in wait, the role of a fact is the one waited for`() throws {
    let expected = Fact(
      role: "server", descriptor: nil, subject: "state", comparison: .equal, value: "LISTEN")
    #expect(
      try order("wait server until state == LISTEN for 200ms", session)
        == .wait(role: "server", until: expected, milliseconds: 200))
  }

  @Test(arguments: badFacts)
  func `a bad fact is refused where it is bad`(
    text: String, column: Int, message: String
  ) throws {
    let diagnostic = try refusal("check \(text)", session)
    #expect(diagnostic.column == column)
    #expect(diagnostic.message.contains(message))
  }

  @Test func `something to observe can be named without a comparison`() throws {
    let reference = try #require(FactReference("server@4.port"))
    #expect(reference.role == "server" && reference.descriptor == 4)
    #expect(reference.subject.type == .number)
    #expect(FactReference("port")?.role == nil)
    #expect(FactReference("@4.port")?.descriptor == 4)
    for text in ["", ".", "server", ".port", "server.", "server@.port", "a.b.port", "Server.port"] {
      #expect(FactReference(text) == nil)
    }
  }

  @Test func `what is allowed is told`() throws {
    #expect(try refusal("check server.sate == LISTEN").advice == "did you mean “state”?")
    #expect(try refusal("check server.foo == LISTEN").advice?.contains("waiting") == true)
    #expect(try refusal("check server.state == LISTNE").advice == "did you mean “LISTEN”?")
    #expect(try refusal("check server.state == 5").advice?.contains("ESTABLISHED") == true)
  }
}
