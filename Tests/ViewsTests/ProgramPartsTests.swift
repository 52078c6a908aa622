import Log
import SystemCalls
import Testing

@testable import Views

/// What programs are made from.
struct ProgramPartsTests {
  @Test(arguments: [
    ("send zeros 1M", 1 << 20), ("send all random 64K seed 7", 65536), ("send hello", nil),
  ])
  func `a typed line says how much was to be sent`(_ typed: String, _ size: Int?) {
    #expect(TypedWords(typed).size == size)
  }

  @Test(
    arguments: [
      (#"recv until "\r\n""#, [13, 10]), (#"recv @4 until "a\x00\u{e9}""#, [97, 0, 0xc3, 0xa9]),
      ("recv until OK", [79, 75]), ("recv until hex 0d", nil), ("recv all", nil),
      (#"send "recv until x""#, nil),
    ] as [(String, [UInt8]?)])
  func `the mark of recv until is read as the language reads it`(
    _ typed: String, _ mark: [UInt8]?
  ) {
    #expect(TypedWords(typed).until == mark)
  }

  @Test func `large data is made, never pasted`() {
    let zeros = Bytes([UInt8](repeating: 0, count: 100_000))
    #expect(recipe(for: zeros, of: 100_000, typed: "") == .repeated([0], count: 100_000))
    let text = Bytes((0..<9001).map { Array("abc".utf8)[$0 % 3] })
    #expect(recipe(for: text, of: 9001, typed: "") == .repeated(Array("abc".utf8), count: 9001))
  }

  @Test(arguments: [0, 7, 4_294_967_295, UInt64.max])
  func `random data gives its seed away, whether it was typed or not`(_ seed: UInt64) {
    for count in [100, 4096, 9000] {
      let random = Bytes(randomBytes(count, seed: seed))
      #expect(recipe(for: random, of: count, typed: "") == .random(count, seed: seed))
    }
  }

  @Test func `data that looks like a pattern and is none is not taken for one`() {
    var bytes = [UInt8](repeating: 0, count: 100_000)
    bytes[99_999] = 1
    let recipe = recipe(for: Bytes(bytes), of: 100_000, typed: "")
    #expect(recipe == .lost([UInt8](repeating: 0, count: 4096), count: 100_000))
  }

  @Test func `data that begins as random data does and is other data is no random data`() {
    var bytes = randomBytes(9000, seed: 8)
    bytes[8999] ^= 1
    let random = Bytes(bytes)
    #expect(recipe(for: random, of: 9000, typed: "") == .lost(random.kept, count: 9000))
  }

  @Test(
    arguments: [
      (Array("a\"b\\\n?".utf8), #""a\"b\\\n?""#), ([0x80, 0x41], #""\x80""A""#),
      ([0, 0x31], #""\x00""1""#),
    ] as [([UInt8], String)])
  func `a literal of C's has every byte, and no more`(_ bytes: [UInt8], _ text: String) {
    #expect(cText(bytes) == text)
  }

  @Test func `a typed line cannot leave its comment`() {
    #expect(!commentText("send \"*/ evil /*\"").contains("*/"))
    #expect(!commentText("send \"a\nb\"").contains("\n"))
  }
}
