import Log
import SystemCalls
import Testing

@testable import Language

private func repetition(_ text: String, _ context: Context = Context()) throws -> Repetition {
  guard case .repeated(let repetition) = try order(text, context) else {
    throw Diagnostic("\(text) is no repeat")
  }
  return repetition
}

private let unfinished: [(String, Bool)] = [
  ("repeat 3 {", true), ("repeat 3 { send x", true), ("repeat 3 { send x }", false),
  ("repeat 3 { send x}", false), ("repeat 3 { send {n}", true), ("repeat 3 { send \"}\"", true),
  ("repeat 3 { # }", true), ("repeat 3 { # }\n}", false), ("repeat 3 as n {\nsend x\n", true),
  ("repeat 3 { repeat 2 { send x }", true), ("repeat 3 { repeat 2 { send x } }", false),
  ("server> repeat 3 {", true), ("server> socket tcp; repeat 3 {", true), ("repeat {", false),
  ("send {", false), ("repeat 3 as {", false), ("repeat 3 { server> repeat 2 {\n}", true),
]

private let mistakes: [(String, Int, String)] = [
  ("repeat", 7, "expected a number"), ("repeat 0 { send x }", 8, "a number from 1"),
  ("repeat 3", 9, "expected a block"), ("repeat 3 send x", 10, "a block"),
  ("repeat 3 { }", 10, "the block is empty"), ("repeat 3 { send x", 10, "not closed"),
  ("repeat 3 { snd x }", 12, "unknown command"), ("repeat 3 { send x; lisen }", 20, "“lisen”"),
  ("repeat 3 { send x } close", 21, "one argument too many"),
  ("repeat 3 { sever> send x }", 12, "no role “sever”"),
  ("repeat 3 { next }", 12, "cannot be steered from a block"),
  ("repeat 3 { send {nosuch} }", 17, "no value is called “nosuch”"),
  ("repeat 3 as n { send {m} }", 22, "no value is called “m”"),
  ("repeat 3 { send {late}; let late = result }", 17, "“late”"),
  ("repeat 2 { send x }}", 20, "a } too many: no block is open any more"),
  ("repeat 2 {\n  send x\n  }}\n}", 24, "a } too many"),
  ("repeat 2 { send x }; }", 22, "a } too many"), ("}}", 1, "a } that ends no block"),
  ("send x; }", 9, "a } that ends no block"),
  ("repeat 3 {send x}", 10, "a brace that begins no {name}"),
  ("send x }", 8, "second word"), ("repeat 3 as 9! { send x }", 13, "a name"),
  ("repeat 2 {\n  send x\n  lisen\n}", 23, "“lisen”"),
  ("let", 0, ""), ("let 9!", 5, "cannot be a value's name"), ("let port", 9, "expected ="),
  ("let port =", 11, "expected a value"),
  ("let port = server.prot", 19, "no fact is called “prot”"),
  ("let port == 5", 10, "found “==”"), ("let a = b c", 11, "one argument too many"),
]

private let bindings: [(String, Binding.Value)] = [
  ("let a = hello", .text("hello")), ("let a = \"two words\"", .text("two words")),
  ("let a=5", .text("5")), ("let a = 127.0.0.1:80", .text("127.0.0.1:80")),
  ("let a = \"result\"", .text("result")), ("let a = result", .result), ("let a = errno", .errno),
  ("let a = received", .received), ("let a = example.org", .text("example.org")),
  ("let a =b", .text("b")),
]

struct BlockTests {
  @Test(arguments: unfinished)
  func `a line with an open block goes on`(text: String, isOpen: Bool) {
    #expect(isUnfinished(text) == isOpen)
  }

  @Test(arguments: mistakes.filter { $0.1 > 0 })
  func `a mistake in a block, or in a let, has its column`(
    text: String, column: Int, message: String
  ) throws {
    let diagnostic = try refusal(text, session)
    #expect(diagnostic.message.contains(message), "\(diagnostic.message)")
    #expect(diagnostic.column == column)
  }

  @Test func `a block is read into its lines, each with its role`() throws {
    let found = try repetition("repeat 3 as n { send x; server> recv ; client>\n close }", session)
    #expect(found.count == 3 && found.counter == "n")
    #expect(found.body.map(\.role) == [nil, "server", "client", nil])
    #expect(found.body.map { $0.statements.map(\.text) } == [["send x"], ["recv"], [], ["close"]])
  }

  @Test func `a block over several lines is the same as one on one line`() throws {
    let long = """
      repeat 2 {   # twice
        client> send hello
        # nothing

        server> recv ; close
      }
      """
    let line = try parse(long, in: session)
    #expect(
      line.statements.map(\.text) == ["repeat 2 { client> send hello; server> recv; close }"])
    let short = try repetition("repeat 2 { client> send hello; server> recv; close }", session)
    let body = try repetition(long, session).body
    #expect(body.map(\.role) == short.body.map(\.role))
    #expect(
      body.flatMap(\.statements).map(\.order) == short.body.flatMap(\.statements).map(\.order))
  }

  @Test func `blocks stand in blocks, but not without end`() throws {
    let inner = try repetition("repeat 2 { repeat 3 { close } }").body[0].statements[0]
    #expect(inner.text == "repeat 3 { close }")
    let deep = String(repeating: "repeat 1 { ", count: 3000)
    #expect(try repetition("repeat 2 { repeat 3 { close }}").body.count == 1)
    #expect(try refusal(deep).message.contains("at most 8 deep"))
    #expect(isUnfinished(deep))
  }

  @Test func `a brace is sent as before`() throws {
    #expect(try order("send }").bytes == Array("}".utf8))
    #expect(try order("send a}b{{c").bytes == Array("a}b{c".utf8))
    let block = try repetition(#"repeat 2 { send "}{{" }"#)
    #expect(block.body[0].statements[0].order.bytes == Array("}{".utf8))
  }

  @Test func `repeat as data is what it was`() throws {
    #expect(
      try order("send repeat \"ab\" 3")
        == .act(.send(.unnamed, .repeated([0x61, 0x62], times: 3), flags: 0, all: false, to: nil)))
  }

  @Test(arguments: bindings)
  func `a let means this`(text: String, value: Binding.Value) throws {
    #expect(try order(text) == .bind(Binding(name: "a", value: value)))
  }

  @Test func `a let keeps what a fact will say`() throws {
    let fact = try #require(FactReference("server@4.port"))
    #expect(
      try order("let p = server@4.port", session) == .bind(Binding(name: "p", value: .fact(fact))))
    #expect(try order("let") == .bind(nil))
  }

  @Test func `a value that the line itself gives is put in when its turn comes`() throws {
    let line = try parse("let port = server.port; connect 127.0.0.1:{port}", in: session)
    guard case .deferred(let statement) = line.statements[1].order else {
      throw Diagnostic("not put off")
    }
    var later = session
    later.values["port"] = "9000"
    #expect(
      try statement.statement(in: later).order
        == .act(.connect(.unnamed, .literal(.loopback(port: 9000)))))
    later.values["port"] = "nowhere at all"
    let diagnostic = try #require(throws: Diagnostic.self) {
      _ = try statement.statement(in: later)
    }
    #expect(diagnostic.column == 43)
  }

  @Test func `a name that a block gives anew is not fixed to what it was`() throws {
    var context = session
    context.values["n"] = "1"
    let body = try repetition("repeat 2 { send {n}; let n = result }", context).body
    guard case .deferred = body[0].statements[0].order else { throw Diagnostic("fixed") }
    let fixed = try repetition("repeat 2 { send {n} }", context).body
    #expect(fixed[0].statements[0].order.bytes == [0x31])
  }

  @Test(arguments: [
    ("repeat 3 { sen", ["send", "sendto", "sendmsg", "sendmmsg"]),
    ("repeat 3 { server> lis", ["listen"]),
    ("repeat 3 { close; clie", ["client>"]), ("repeat 3 a", ["as"]),
    ("repeat 3 ", ["every", "as", "{"]),
    ("let p = resu", ["result"]), ("let p = server.po", ["server.port"]),
    ("repeat 3 as n {\n  send ran", ["random"]), ("repeat 2 { close } ; lis", ["listen"]),
  ])
  func `TAB knows its way in a block`(text: String, expected: [String]) {
    let found = completions(for: text, cursorAt: text.count, in: session) { _ in [] }
    #expect(found.candidates.map(\.text) == expected)
  }
}
