import Log
import SystemCalls
import Testing

/// What travels between stage and roles, and to the temporary file, arrives as it was.
struct CodingTests {
  @Test(arguments: Sample.kinds) func `an event is read back as it was written`(
    _ kind: Event.Kind
  ) throws {
    let event = Event(seq: 5, time: .max, role: "server", kind: kind)
    var writer = ByteWriter()
    event.encode(to: &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try Event(from: &reader) == event)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: [0, 1, -1, 63, 64, -64, -65, 1 << 40, .max, .min])
  func `a number is read back as it was written`(_ number: Int) throws {
    var writer = ByteWriter()
    writer.put(number)
    var reader = ByteReader(writer.bytes)
    #expect(try reader.int() == number)
  }

  @Test func `bytes that were cut short are refused, whatever they were`() {
    for kind in Sample.kinds {
      var writer = ByteWriter()
      Event(seq: 1, time: 2, role: nil, kind: kind).encode(to: &writer)
      for count in 0..<writer.bytes.count {
        var reader = ByteReader(Array(writer.bytes.prefix(count)))
        #expect(throws: Malformed.self) { try Event(from: &reader) }
      }
    }
  }

  @Test func `random bytes never trap`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0..<64)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      var reader = ByteReader(bytes)
      _ = try? Event(from: &reader)
    }
  }
}
