import Log
import SystemCalls
import Testing

@testable import Language

/// The data of a line that sends.
private func payload(_ text: String, _ context: Context = Context()) throws -> Payload {
  guard case .act(.send(_, let payload, _, _, _)) = try order(text, context) else {
    throw Unexpected()
  }
  return payload
}

private struct Unexpected: Error {}

private let dataForms: [(String, [UInt8])] = [
  (#"send hello"#, Array("hello".utf8)),
  (#"send "a line\r\n""#, Array("a line\r\n".utf8)),
  (#"send "\n\r\t\0\\\"\x1B\xff\u{e9}""#, [10, 13, 9, 0, 92, 34, 27, 255, 0xc3, 0xa9]),
  (#"send """#, []),
  (#"send hex 48 65"#, [0x48, 0x65]),
  (#"send hex 4865FF 00"#, [0x48, 0x65, 0xff, 0]),
  (#"send u16 80"#, [0, 80]),
  (#"send u32 7"#, [0, 0, 0, 7]),
  (#"send u16 5 "hello""#, [0, 5] + Array("hello".utf8)),
  (#"send "ab" zeros 2 repeat x 3"#, Array("ab\0\0xxx".utf8)),
  (#"send "hex" u16 65535"#, Array("hex".utf8) + [255, 255]),
  ("send \"a\nb\"", Array("a\nb".utf8)),
  (#"send "né ✓""#, Array("né ✓".utf8)),
]

private let badData: [(String, Int, String)] = [
  (#"send"#, 5, "expected data"),
  (#"send hello world"#, 12, "second word"),
  (#"send "a"b"#, 9, "space must follow"),
  (#"send a"b""#, 7, "middle of a word"),
  (#"send "\q""#, 7, "escape"),
  (#"send "\x4""#, 7, "escape"),
  (#"send "\u{d800}""#, 7, "escape"),
  (#"send "abc"#, 6, "not closed"),
  (#"send hex 4"#, 10, "hexadecimal"),
  (#"send hex zz"#, 10, "hexadecimal"),
  (#"send u16 65536"#, 10, "0 to 65535"),
  (#"send u32 -1"#, 10, "0 to 4294967295"),
  (#"send zeros 99999999999G"#, 12, "too large"),
  (#"send zeros 4Q"#, 12, "a size"),
  (#"send random 4 seed x"#, 20, "a seed"),
  (#"send repeat "ab" 9223372036854775807"#, 13, "more than"),
  (#"send "a" file b"#, 10, "stands alone"),
  (#"send zeros 2M "a""#, 6, "at most 1048576"),
  (#"send zeros 1M "a""#, 15, "at most 1048576"),
  (#"send "a" zeros 2M"#, 10, "at most 1048576"),
  (#"send 'a'"#, 6, "double quotes"),
  ("send “a”", 6, "double quotes"),
  (#"send peek"#, 6, "the flag “peek”"),
  (#"send MSG_PEEK"#, 6, "the flag"),
  (#"send file """#, 11, "path"),
  ("send a\u{1}b", 7, "unprintable"),
]

struct DataTests {
  @Test(arguments: dataForms)
  func `data means these bytes`(text: String, bytes: [UInt8]) throws {
    #expect(try payload(text) == .bytes(bytes))
  }

  @Test func `large data is kept as a recipe`() throws {
    #expect(try payload("send zeros 4G") == .zeros(4 << 30))
    #expect(try payload("send random 64K seed 7") == .random(65_536, seed: 7))
    #expect(try payload(#"send repeat "ab" 500"#) == .repeated([97, 98], times: 500))
    #expect(try payload("send file ./a.txt") == .file("./a.txt"))
    #expect(try payload(#"send file "a b""#) == .file("a b"))
  }

  @Test func `random data without a seed carries the one that was chosen`() throws {
    let seeds = try (0..<8).map { _ in
      guard case .random(64, let seed) = try payload("send random 64") else { throw Unexpected() }
      return seed
    }
    #expect(Set(seeds).count > 1)
  }

  @Test func `random bytes are the same on every machine, from wherever they are read`() {
    let whole = Payload.random(40, seed: 7)
    #expect(whole.bytes(from: 0, count: 8) == [0xd7, 0x0d, 0x32, 0x59, 0xe4, 0xe1, 0xcb, 0x63])
    #expect(whole.bytes(from: 0, count: 100).count == 40)
    #expect(whole.bytes(from: 13, count: 20) == Array(whole.bytes(from: 0, count: 40)[13..<33]))
    #expect(whole != .random(40, seed: 8))
  }

  @Test(arguments: badData)
  func `bad data is refused where it is bad`(text: String, column: Int, message: String) throws {
    let diagnostic = try refusal(text)
    #expect(diagnostic.column == column)
    #expect(diagnostic.message.contains(message))
  }

  @Test func `captured values are put into words and quotes, and two braces are one`() throws {
    let context = Context(values: ["port": "9000", "flag": "peek", "odd": "a \"b\"; c"])
    #expect(
      try order("connect 127.0.0.1:{port}", context)
        == .act(.connect(.unnamed, .literal(.loopback(port: 9000)))))
    #expect(try payload(#"send "to {port}{{""#, context) == .bytes(Array("to 9000{".utf8)))
    #expect(try payload("send {flag}", context) == .bytes(Array("peek".utf8)))
    #expect(try payload("send {odd}", context) == .bytes(Array("a \"b\"; c".utf8)))
  }

  @Test func `a value that was never captured is refused`() throws {
    let diagnostic = try refusal("bind {prot}", Context(values: ["port": "1"]))
    #expect(diagnostic.column == 6)
    #expect(diagnostic.advice == "did you mean {port}?")
    #expect(try refusal("send {").column == 6)
  }
}
