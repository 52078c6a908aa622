import Log
import SystemCalls
import Testing

@testable import Language

/// The one order of a line.
func order(_ text: String, _ context: Context = Context()) throws -> Order {
  let line = try parse(text, in: context)
  return try #require(line.statements.first).order
}

/// The diagnostic of a line that must be refused.
func refusal(_ text: String, _ context: Context = Context()) throws -> Diagnostic {
  try #require(throws: Diagnostic.self) { _ = try parse(text, in: context) }
}

let session = Context(roles: ["server", "client"], currentRole: "client")

struct ParseTests {
  @Test func `a line has a role, statements with their columns, and a comment`() throws {
    let line = try parse("server> socket tcp; bind 0 ;; listen # ready", in: Context())
    #expect(line.role == "server")
    #expect(line.statements.map(\.text) == ["socket tcp", "bind 0", "listen"])
    #expect(line.statements.map(\.column) == [9, 21, 31])
    #expect(
      line.statements.map(\.order) == [
        .act(.socket(family: 2, type: 1, protocolNumber: 0)),
        .act(.bind(.unnamed, .loopback(port: 0))),
        .act(.listen(.unnamed, backlog: 128)),
      ])
  }

  @Test func `a blank line, a comment and a role alone have no statements`() throws {
    for text in ["", "   ", "# all of it", ";;"] {
      #expect(try parse(text, in: Context()) == Line(role: nil, statements: []))
    }
    #expect(try parse("server>", in: Context()) == Line(role: "server", statements: []))
    #expect(try parse(" server> # hi", in: Context()) == Line(role: "server", statements: []))
  }

  @Test func `the prompt of a waiting role can be pasted`() throws {
    #expect(try parse("server(accept)> listen", in: Context()).role == "server")
  }

  @Test func `a number sign begins a comment only at a word's start`() throws {
    #expect(try order("send a#b").bytes == Array("a#b".utf8))
  }

  @Test func `an unknown command has its column and the nearest command`() throws {
    let diagnostic = try refusal("server> socket tcp; lisen")
    #expect(diagnostic.column == 21)
    #expect(diagnostic.message.contains("“lisen”"))
    #expect(diagnostic.advice == "did you mean “listen”?")
  }

  @Test(arguments: [
    ("close 3", 7, "close @3"), ("getpeername 12", 13, "getpeername @12"), ("use 4", 5, "use @4"),
    ("setsockopt 3 SO_REUSEADDR on", 12, "setsockopt @3 …"),
    ("shutdown 3 write", 10, "shutdown @3 …"), ("bind 3 9000", 6, "bind @3 …"),
    ("socket tcp; connect 3 server", 21, "connect @3 …"),
  ])
  func `a number where a socket is meant is answered with the descriptor to type`(
    text: String, column: Int, meant: String
  ) throws {
    let diagnostic = try refusal(text, session)
    #expect(diagnostic.column == column)
    #expect(diagnostic.advice == "did you mean “\(meant)”?")
  }

  @Test(arguments: ["close 9000", "close 1", "close hello", "close 3 4", "quit 3", "shutdown 3"])
  func `what would be no better with an @ is not taken for a descriptor`(text: String) throws {
    #expect(try refusal(text).advice?.contains("@3") != true)
  }

  @Test func `a name that stands alone may be meant as a role's`() throws {
    #expect(try refusal("rival").advice?.hasSuffix("a role of that name: rival>") == true)
    #expect(try refusal("lisen").advice == "did you mean “listen”?")
    #expect(try refusal("rival 5").advice == "help lists the commands")
  }

  @Test func `who wants to clear the screen is told the key`() throws {
    #expect(try refusal("clear").advice == "⌃L (Control and L) clears the screen")
  }

  @Test func `whom a line speaks to is known even if it is mistyped`() {
    #expect(roleNamed(by: "client> connect") == "client")
    #expect(roleNamed(by: "server(accept)> lisen") == "server")
    #expect(roleNamed(by: "lisen") == nil)
  }

  @Test func `columns are counted in characters, not in bytes`() throws {
    #expect(try refusal(#"send "né👩‍👩‍👧" ; lisen"#).column == 14)
  }

  @Test func `a role one edit away from another is doubted, and role insists`() throws {
    let diagnostic = try refusal("sever> listen", session)
    #expect(diagnostic.column == 1)
    #expect(diagnostic.advice?.contains("did you mean server>") == true)
    #expect(diagnostic.advice?.contains("role sever") == true)
    #expect(try order("role sever", session) == .role("sever", on: nil))
    #expect(try parse("guest> listen", in: session).role == "guest")
  }

  @Test(arguments: [
    "listen> accept", "exit> accept", "alice> accept", "Server> accept", "9> accept",
  ])
  func `what is no role's name is refused`(text: String) throws {
    #expect(try refusal(text, Context(hosts: ["alice"])).column == 1)
  }

  @Test(arguments: ["server", "guest"])
  func `a role without its sign is answered with the prompt to type`(role: String) throws {
    let diagnostic = try refusal("\(role) listen", session)
    #expect(diagnostic.advice == "to run listen as \(role), type “\(role)> listen”")
  }

  @Test func `an assertion names an errno`() throws {
    #expect(try order("! ECONNREFUSED") == .expectFailure(Errno(111)))
    #expect(try order("!EPIPE # gone") == .expectFailure(Errno(32)))
    #expect(try refusal("! ECONREFUSED").advice == "did you mean “ECONNREFUSED”?")
    #expect(try refusal("!").column == 2)
    #expect(try refusal("! EPIPE EPIPE").column == 9)
  }

  @Test(arguments: ["bind ?", "bind?", "bind 90 ?", "help bind"])
  func `a question mark asks for help`(text: String) throws {
    #expect(try order(text) == .help("bind"))
  }

  @Test(arguments: [
    ("bind", 5, "usage: bind [@FD] ADDRESS"), ("listen many", 8, "usage: listen [@FD] [BACKLOG]"),
    ("accept now", 8, "usage: accept [@FD]"), ("kill", 5, "usage: kill ROLE [SIGNAL]"),
    ("shutdown", 9, "usage: shutdown [@FD] read|write|both"),
  ])
  func `a usage error has its column and the usage`(text: String, column: Int, usage: String) throws
  {
    let diagnostic = try refusal(text)
    #expect(diagnostic.column == column)
    #expect(diagnostic.advice == usage)
    #expect(diagnostic.line == text)
  }

  @Test func `a call in C's spelling is answered with the usage`() throws {
    #expect(try refusal("listen(3, 5)").advice == "usage: listen [@FD] [BACKLOG]")
  }

  @Test func `a mistake anywhere refuses the whole line`() throws {
    #expect(try refusal("socket tcp; bind 0; lisen").column == 21)
    #expect(try refusal(#"socket tcp; send "abc"#).message == "the quote is not closed")
  }

  @Test func `a line of a megabyte is refused with its length and a column`() throws {
    let diagnostic = try refusal("send " + String(repeating: "x", count: 1 << 20))
    #expect(diagnostic.message.contains("\((1 << 20) + 5) bytes"))
    #expect(diagnostic.column == 65_536)
  }

  @Test func `what is shown of a bad word is harmless to a terminal`() throws {
    let diagnostic = try refusal("\u{202e}evil")
    #expect(try refusal("bind\u{a0}9000").message == #"unknown command “bind\u{a0}9000”"#)
    #expect(!diagnostic.message.unicodeScalars.contains { $0.value < 32 || $0 == "\u{202e}" })
  }
}

extension Order {
  /// The literal data of a send.
  var bytes: [UInt8]? {
    guard case .act(.send(_, .bytes(let bytes), _, _, _)) = self else { return nil }
    return bytes
  }
}
