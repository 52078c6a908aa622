import Log
import Testing

@testable import Language

/// The line, with values that were captured; the column of `^`; parts of what is said.
private let mistakes: [(line: String, column: Int, parts: [String])] = [
  ("bind 127.0.0.1:{abc}", 16, ["found “abc”"]), ("bind {big}", 6, ["the port “70000”"]),
  // The mistake is in what was typed.
  ("bind 300.0.0.1:{ten}", 6, ["found “300.0.0.1”"]), ("connect ü{abc}:9:9", 9, []),
  ("connect {abc}", 9, ["no role “abc”"]), ("connect x{abc}", 10, ["no role “xabc”"]),
  ("connect {home}", 9, ["a port must follow", "{home} is “localhost”"]),
  ("socket {abc}", 8, ["found “abc”"]), ("socket AF_INET,{abc},0", 16, ["found “abc”"]),
  ("listen {nothing}", 8, ["found “”"]), ("listen {lines}", 8, ["found “x\\u{a}y”"]),
  ("set SO_REUSEADDR {abc}", 18, ["found “abc”"]), ("set {abc} on", 5, ["no option “abc”"]),
  ("check port == {abc}", 15, ["found “abc”"]), ("check port=={abc}", 13, ["found “abc”"]),
  ("check server.{abc}==1", 14, ["no fact is called “abc”"]),
  ("getaddrinfo x 80 {abc}", 18, ["found “abc”"]),
  ("repeat 2 { bind {abc}:x }", 23, ["found “x”"]),
  ("repeat 2 { bind 1.2.3.4:{abc} }", 25, ["“abc”"]),
  ("connect 1.2.3.4:{big}{ten}", 17, ["“7000010”"]),
]

struct ValuePlaceTests {
  private let context = Context(
    roles: ["server", "client"], currentRole: "client",
    values: [
      "abc": "abc", "big": "70000", "ten": "10", "home": "localhost", "nothing": "",
      "lines": "x\ny", "op": "a=b",
    ])

  @Test(arguments: mistakes)
  func `what a value has brought is told under its name, with the value`(
    line: String, column: Int, parts: [String]
  ) throws {
    let diagnostic = try refusal(line, context)
    #expect(diagnostic.column == column, "\(diagnostic)")
    for part in parts { #expect(diagnostic.message.contains(part), "\(diagnostic)") }
  }

  @Test func `a sample of what the line itself will give is not told as if it were the value`()
    throws
  {
    let diagnostic = try refusal("let home = server.port; connect {home}.", context)
    #expect(!diagnostic.message.contains("{home} is"), "\(diagnostic)")
  }

  @Test func `a comparison and a let may be written without spaces around a value`() throws {
    let spaced = try order("check server.port == {ten}", context)
    #expect(try order("check server.port=={ten}", context) == spaced)
    #expect(try order("let x={ten}", context) == order("let x = {ten}", context))
    #expect(try order("let x={op}", context) == .bind(Binding(name: "x", value: .text("a=b"))))
  }
}
