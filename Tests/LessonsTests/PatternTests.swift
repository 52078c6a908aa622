import Testing

@testable import Lessons

@Suite struct PatternTests {
  private func values(
    _ pattern: String, _ line: String, _ known: [String: String] = [:]
  ) throws -> [String: String]? {
    try Pattern(pattern).match(line, known)
  }

  @Test func `a line without placeholders matches itself alone`() throws {
    #expect(try values("listen(3, 128) = 0", "listen(3, 128) = 0") == [:])
    #expect(try values("listen(3, 128) = 0", "listen(3, 128) = 01") == nil)
    #expect(try values("listen(3, 128) = 0", "listen(3, 128) =") == nil)
    #expect(try values("", "") == [:])
  }

  @Test func `a port is captured whole, and only if it is one`() throws {
    let pattern = "bound to 127.0.0.1:{port:port}"
    #expect(try values(pattern, "bound to 127.0.0.1:50312") == ["port": "50312"])
    #expect(try values(pattern, "bound to 127.0.0.1:70000") == nil)
    #expect(try values(pattern, "bound to 127.0.0.1:") == nil)
    #expect(try values("{p:port}1", "91") == nil)
  }

  @Test func `descriptors, process ids and numbers are digits, and a number may be negative`()
    throws
  {
    #expect(try values("accept(3) = {c:fd} from {*}", "accept(3) = 4 from x:1") == ["c": "4"])
    #expect(try values("pid {p:pid}.", "pid 4711.") == ["p": "4711"])
    #expect(try values("= {n:number}", "= -1") == ["n": "-1"])
    #expect(try values("= {n:fd}", "= -1") == nil)
  }

  @Test func `text is as short as will do, and never empty`() throws {
    #expect(try values("\"{t:text}\", {*}", "\"a\", \"b\", c") == ["t": "a"])
    #expect(try values("<{t:text}>", "<>") == nil)
    #expect(try values("{t:text}→{*}", "é→ü") == ["t": "é"])
  }

  @Test func `a repeated name stands for its value`() throws {
    #expect(try values("connect({port})", "connect(9000)", ["port": "9000"]) != nil)
    #expect(try values("connect({port})", "connect(90001)", ["port": "9000"]) == nil)
    #expect(try values("{a:number} {a}", "7 7") == ["a": "7"])
    #expect(try values("{a:number} {a}", "7 8") == nil)
  }

  @Test func `a name without a value matches nothing`() throws {
    #expect(try values("{port}", "{port}") == nil)
  }

  @Test func `a text capture is tried again when its repetition does not fit`() throws {
    #expect(try values("{a:text}{*}{a}!", "abab!") == ["a": "ab"])
  }

  @Test func `two braces are a brace`() throws {
    #expect(try values("send(\"{{}\")", "send(\"{}\")") == [:])
  }

  @Test(arguments: [
    ("a {b", "a brace that is not closed"), ("{}", "{} is no placeholder"),
    ("{Port}", "{Port} is no placeholder"), ("{a:port:b}", "{a:port:b} captures an unknown kind"),
    ("{a:word}", "{a:word} captures an unknown kind"), ("{*:fd}", "{*:fd} is no placeholder"),
  ])
  func `a malformed placeholder is an error`(pattern: String, message: String) {
    let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error?.message == message)
  }

  @Test func `a value is put into a command, and braces stay doubled for the language`() throws {
    let pattern = try Pattern("send {port} \"{{\"")
    #expect(pattern.filled(with: ["port": "9000"]) == "send 9000 \"{{\"")
    #expect(pattern.filled(with: [:]) == nil)
  }

  @Test(arguments: ["1; quit", "\"", "a b", "#", "{x}", "1\n2"])
  func `a value that is more than a word is never put into a command`(value: String) throws {
    #expect(try Pattern("send {v}").filled(with: ["v": value]) == nil)
  }

  @Test
  func `many wildcards in a long line come to an end`() throws {
    let pattern = String(repeating: "{*}a", count: 30) + "{x:text}{*}{x}b"
    #expect(try values(pattern, String(repeating: "a", count: 2000)) == nil)
  }
}

extension PatternTests {
  @Test func `a brace before a space begins a block, and stays as it is`() throws {
    let pattern = try Pattern("repeat 3 { send \"{{\" {port} }")
    #expect(pattern.filled(with: ["port": "9"]) == "repeat 3 { send \"{{\" 9 }")
    #expect(try values("a { {b:fd}", "a { 3") == ["b": "3"])
  }

  @Test func `the number of a round stays a name, which needs no value`() throws {
    let pattern = try Pattern("repeat 3 every 1s as n { send {n}{v}; repeat 2 as m{ send {m} } }")
    #expect(pattern.repeats == ["v"])
    #expect(
      pattern.filled(with: ["v": "1", "n": "9"])
        == "repeat 3 every 1s as n { send {n}1; repeat 2 as m{ send {m} } }")
    #expect(
      LessonProse(values: ["n": "9", "v": "1"]).filled("repeat 2 as n { send {n}{v} }")
        == "repeat 2 as n { send {n}1 }")
    #expect(try Pattern("send as n {v}").repeats == ["v"])
    #expect(try Pattern("send {n}").repeats == ["n"])
  }
}
